import { accessSync, constants } from "node:fs";
import { dirname, resolve } from "node:path";
import { SourceError } from "./source-error.ts";

const STATUS_DIRECTIVE =
  "OpenVPN writes it where its configuration says, e.g. `status /var/log/openvpn/status.log 10`, once it runs";
const GIVE_ACCESS =
  "run as root, or let this user in: `setfacl -m u:USER:x DIRECTORY; setfacl -m u:USER:r FILE` (OpenVPN creates the file 0600, owner root)";

/** The system's error code of a failed file operation, e.g. ENOENT. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** The SourceError for what the system said of a path: what is in the way, and what to do. */
export function sourceErrorOf(path: string, cause: unknown): SourceError {
  const code = systemCode(cause);
  const say = (kind: SourceError["kind"], why: string) =>
    new SourceError(kind, `Cannot read status file ${path}: ${why}`, { cause });
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return say("missing", `there is no such file; ${STATUS_DIRECTIVE}`);
    case "EACCES":
    case "EPERM": {
      const closed = firstClosedDirectory(path);
      const what = closed === undefined ? "it may not be read" : `directory ${closed} may not be entered`;
      return say("denied", `${what} by this user; ${GIVE_ACCESS}`);
    }
    case "ELOOP":
      return say("not-regular", "its symbolic links lead nowhere but round in a circle");
    case "ENXIO":
      return say("not-regular", "it is a socket or a device, not a regular file");
    default:
      return say("io", `the system says ${code ?? String(cause)}`);
  }
}

/** The first directory on the way to a path that may not be searched. */
function firstClosedDirectory(path: string): string | undefined {
  const directories: string[] = [];
  for (let directory = dirname(resolve(path)); ; directory = dirname(directory)) {
    directories.unshift(directory);
    if (directory === dirname(directory)) break;
  }
  for (const directory of directories) {
    try {
      accessSync(directory, constants.X_OK);
    } catch {
      return directory;
    }
  }
  return undefined;
}
