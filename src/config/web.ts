import * as v from "valibot";
import type { Where } from "../runtime.ts";
import { key } from "./key.ts";
import { type Kind, path, textFor, yesOrNo } from "./kinds.ts";

/** Linux takes 107, others fewer. */
const MOST_SOCKET_PATH_BYTES = 103;

/** How the place of a unix socket is written. */
export const SOCKET_PLACE = `"unix:" and an absolute path of at most ${MOST_SOCKET_PATH_BYTES} bytes`;

/** HOST:PORT, [IPV6]:PORT or unix:/PATH. The port 0 is any that is free. */
const listenPlace: Kind<string, Where> = {
  schema: textFor(parseWhere),
  accepts: `an address and a port, such as "127.0.0.1:8777" or "[::1]:8777", or ${SOCKET_PLACE}`,
};

/** Names without port, as a list or as text with commas between; lower case, IPv6 in brackets. */
const hostNames: Kind<string | readonly string[], readonly string[]> = {
  schema: v.pipe(
    v.union([v.string(), v.array(v.string())]),
    v.transform((given) => (typeof given === "string" ? given.split(",") : given)),
    v.array(v.pipe(v.string(), v.trim(), v.transform(hostOf), v.string())),
  ),
  accepts: "a list of host names without port, or one text with commas between them",
};

export const webOptions = v.strictObject({
  web_listen: key(listenPlace, "127.0.0.1:8777", "Where `serve` listens for browsers"),
  web_hosts: key(hostNames, [], "Names under which the page is asked for, beside localhost and web_listen's own host", {
    otherwise: "none",
    sample: "vpn.example.net",
  }),
  web_password_file: key(path, undefined, "The file that holds the page's password; any user name goes with it", {
    otherwise: "no password",
    sample: "/etc/ovpnstats/web-password",
  }),
  web_token_file: key(path, undefined, "The file that holds the bearer token with which programs read the page", {
    otherwise: "no token",
    sample: "/etc/ovpnstats/web-token",
  }),
  web_open_to_all: key(
    yesOrNo,
    false,
    "Whether to listen beyond this machine without password or token: whoever reaches the address reads the report",
  ),
});

/** What `text` names as a place to listen or to connect to; undefined when it is none. */
export function parseWhere(text: string): Where | undefined {
  if (text.startsWith("unix:")) return parseSocketPath(text.slice("unix:".length));
  const [, name = "", digits = ""] = /^([^:]+|\[.*\]):(\d{1,5})$/.exec(text) ?? [];
  const host = hostOf(name)?.replace(/^\[(.*)\]$/, "$1");
  const port = Number(digits);
  return host !== undefined && port <= 0xffff ? { kind: "tcp", host, port } : undefined;
}

function parseSocketPath(path: string): Where | undefined {
  const isPath = path.startsWith("/") && !path.endsWith("/") && !path.includes("\0");
  const length = new TextEncoder().encode(path).length;
  return isPath && length <= MOST_SOCKET_PATH_BYTES ? { kind: "unix", path } : undefined;
}

/** A host as browsers write it: lower case, addresses in their one form, IPv6 in brackets; undefined when it is none. */
function hostOf(text: string): string | undefined {
  const name = text.includes(":") && !text.startsWith("[") ? `[${text}]` : text;
  const isHost = /^[a-z\d](?:[a-z\d._-]*[a-z\d])?$|^\[[a-f\d:.]+\]$/i.test(name);
  return isHost && URL.canParse(`http://${name}`) ? new URL(`http://${name}`).hostname : undefined;
}
