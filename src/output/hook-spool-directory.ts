import {
  chownSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  openSync,
  readdirSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { platform } from "node:process";
import { AppError } from "../errors.ts";
import { REJECTED_DIRECTORY } from "../source/hook-rejected.ts";
import { WRITER_FILE } from "../source/hook-spool.ts";
import { makeDirectory } from "./make-directory.ts";

/** Who has to do with a spool, by the system's numbers. */
export interface SpoolUsers {
  /** Who empties it. */
  readonly owner: number;
  /** OpenVPN's user and group, which add files to it. */
  readonly writer: number;
  readonly group: number;
}

const OPEN_DIRECTORY = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;

/** OpenVPN's group may add files and find none; nobody may remove or replace another's (sticky); others may do nothing. */
const SPOOL_MODE = 0o1730;

/** Makes the directory of a spool, or mends the owner and mode of one that is there. */
export function makeHookSpool(directory: string, users: SpoolUsers): void {
  try {
    makeOpenDirectory(dirname(directory));
    makeDirectory(directory, 0o700);
    const handle = openSync(directory, OPEN_DIRECTORY);
    try {
      furnish(handle, platform === "linux" ? `/proc/self/fd/${handle}` : directory, users);
    } finally {
      closeSync(handle);
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const isRefused = cause instanceof Error && "code" in cause && (cause.code === "EACCES" || cause.code === "EPERM");
    const advice = isRefused ? "; run this as root" : "";
    throw new AppError("output", `Cannot make hook spool ${directory}: ${reason}${advice}`, { cause });
  }
}

/** Makes a directory that everybody may enter, with those above it, whatever the umask is. */
export function makeOpenDirectory(directory: string): void {
  if (dirname(directory) !== directory) makeOpenDirectory(dirname(directory));
  makeDirectory(directory, 0o755);
}

function furnish(handle: number, path: string, { owner, writer, group }: SpoolUsers): void {
  const names = readdirSync(path);
  if (names.length > 0 && !names.includes(WRITER_FILE)) throw new Error("it is used for something else");
  // Nobody else may interfere until all is in place.
  fchmodSync(handle, 0o700);
  const temporary = join(path, `${WRITER_FILE}-${crypto.randomUUID()}`);
  writeFileSync(temporary, `${writer}\n`, { mode: 0o600, flag: "wx" });
  renameSync(temporary, join(path, WRITER_FILE));
  makeDirectory(join(path, REJECTED_DIRECTORY), 0o700);
  for (const name of [WRITER_FILE, REJECTED_DIRECTORY]) chownSync(join(path, name), owner, group);
  fchownSync(handle, owner, group);
  fchmodSync(handle, SPOOL_MODE);
}
