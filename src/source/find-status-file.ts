import { readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { systemCode } from "./file-failure.ts";
import { SourceError } from "./source-error.ts";

/** Where packages and how-tos let OpenVPN write its status, the likeliest first; `*` in a file's name stands for any characters. */
export const STATUS_PLACES: readonly string[] = [
  "/var/log/openvpn/status.log",
  "/var/log/openvpn/openvpn-status.log",
  "/run/openvpn-server/status-*.log",
  "/run/openvpn/*.status",
  "/etc/openvpn/openvpn-status.log",
  "/etc/openvpn/server/openvpn-status.log",
];

/** The first status file that there is; throws a SourceError that names each place and what was wrong with it. */
export async function findStatusFile(places: readonly string[] = STATUS_PLACES): Promise<string> {
  const tried: string[] = [];
  let denied = false;
  for (const place of places) {
    const found = lookAt(place);
    if (found.path !== undefined) return found.path;
    denied ||= found.why === NOT_PERMITTED;
    tried.push(`${place} (${found.why})`);
  }
  const advice = denied
    ? "run as root, let this user into those directories, or name the file in the configuration"
    : "add e.g. `status /var/log/openvpn/status.log 10` to OpenVPN's configuration, or name the file in ours";
  throw new SourceError(denied ? "denied" : "missing", `Cannot find a status file in ${tried.join(", ")}; ${advice}`);
}

const NOT_FOUND = "not found";
const NOT_PERMITTED = "not permitted";
const NOT_REGULAR = "not a regular file";

type Found = { readonly path: string } | { readonly path: undefined; readonly why: string };

function lookAt(place: string): Found {
  let why = NOT_FOUND;
  try {
    for (const path of pathsOf(place)) {
      const what = whatIsAt(path);
      if (what === "file") return { path };
      if (what !== NOT_FOUND) why = what;
    }
  } catch (error) {
    why = reasonOf(error);
  }
  return { path: undefined, why };
}

function whatIsAt(path: string): string {
  try {
    return statSync(path).isFile() ? "file" : NOT_REGULAR;
  } catch (error) {
    return reasonOf(error);
  }
}

function pathsOf(place: string): readonly string[] {
  const [before, after] = basename(place).split("*");
  if (before === undefined || after === undefined) return [place];
  const names = readdirSync(dirname(place));
  return names
    .filter((name) => name.length >= before.length + after.length && name.startsWith(before) && name.endsWith(after))
    .sort()
    .map((name) => join(dirname(place), name));
}

function reasonOf(error: unknown): string {
  const code = systemCode(error);
  if (code === "ENOENT" || code === "ENOTDIR") return NOT_FOUND;
  if (code === "EACCES" || code === "EPERM") return NOT_PERMITTED;
  return code ?? String(error);
}
