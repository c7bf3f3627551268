import * as v from "valibot";
import { key } from "./key.ts";
import { interval, oneOf, path, pathOrAuto, serverName, timeZone } from "./kinds.ts";
import { managementKeys } from "./management.ts";

/** What each `[[server]]` block may say; without a block the top level says it for the one server. */
const ofOneServer = {
  input_file_name: key(
    pathOrAuto,
    "auto",
    "OpenVPN's status file (`--status`). auto takes the first that exists of the usual places",
  ),
  server_time_zone: key(
    timeZone,
    undefined,
    "The zone of the OpenVPN process, in which a version 1 status is written",
    { otherwise: "told from the file, else time_zone", sample: "Europe/Berlin" },
  ),
  status_interval: key(
    interval("1s", "1 day"),
    undefined,
    "How often OpenVPN writes its status; news three times as old is stale",
    { otherwise: "learned from the file, else 60s", sample: "60s" },
  ),
  identity: key(
    oneOf("common_name", "username"),
    "common_name",
    "Whose account a connection is: the certificate's common name or the username",
  ),
  ...managementKeys,
  hook_spool_dir: key(
    path,
    undefined,
    "Where OpenVPN's hooks leave the final figures of each connection; `ovpnstats hook install` makes it",
    { otherwise: "none", sample: "/var/spool/ovpnstats/openvpn" },
  ),
};

export const sourceOptions = v.strictObject({
  ...ofOneServer,
  input_file_parse_interval: key(interval("1s", "1 day"), "14s", "How often `serve` reads the status file"),
});

export const serverOptions = v.strictObject({
  name: key(serverName, "openvpn", "The server's name in the books and the report; no two blocks may share one"),
  ...ofOneServer,
});

/** What is configured of one OpenVPN server; `input_file_name` is undefined where it is to be found. */
export type ServerKeys = Readonly<v.InferOutput<typeof serverOptions>>;

/** One OpenVPN server, with what its keys lead to. */
export interface Server extends ServerKeys {
  readonly managementPassword: string | undefined;
}
