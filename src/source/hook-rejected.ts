import { closeSync, constants, fstatSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { platform } from "node:process";
import { systemCode } from "./file-failure.ts";

/** The directory in a spool for files that can never be taken in. */
export const REJECTED_DIRECTORY = "rejected";

export const OPEN_DIRECTORY = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;

export interface PutAway {
  /** The users whose files are believed. */
  readonly writers: ReadonlySet<number>;
  /** How many files are kept. */
  readonly mostRejected: number;
}

/** What became of a file that was no hook's. */
export type Fate = "kept" | "deleted" | "left";

/**
 * Moves a file of a spool out of the way: where too many are, it is deleted. Left, where that cannot be: another user's
 * directory, say, and whoever may add one must not hold up what hooks tell. Whoever may
 * write into the spool may have put something else where the directory should be, to have root move files elsewhere.
 */
export function putAway(path: string, file: string, { writers, mostRejected }: PutAway): Fate {
  const target = join(path, REJECTED_DIRECTORY);
  try {
    mkdirSync(target, { mode: 0o700 });
  } catch (error) {
    if (systemCode(error) !== "EEXIST") throw error;
  }
  const handle = openSync(target, OPEN_DIRECTORY);
  try {
    const into = platform === "linux" ? `/proc/self/fd/${handle}` : target;
    if (!writers.has(fstatSync(handle).uid)) throw new Error(`${REJECTED_DIRECTORY} belongs to another user`);
    const isKept = readdirSync(into).length < mostRejected;
    try {
      if (isKept) renameSync(join(path, file), join(into, file));
      else rmSync(join(path, file));
    } catch {
      return "left";
    }
    return isKept ? "kept" : "deleted";
  } finally {
    closeSync(handle);
  }
}
