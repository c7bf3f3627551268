import { accessSync, closeSync, constants, mkdirSync, openSync, readSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { AppError } from "../errors.ts";
import { codeOf } from "./patience.ts";
import { unusable } from "./unusable.ts";

const SQLITE_HEADER = "SQLite format 3\0";

/**
 * Sees that a file can be the database, creating its directory where there is none yet, or throws what is in the way:
 * libSQL's own messages do not tell a missing directory from a forbidden one or a file of another kind. Nothing here
 * waits in another thread: on a local disk, the way there takes longer than the calls do.
 */
export function checkFile(path: string, { readOnly, mustExist }: Record<"readOnly" | "mustExist", boolean>): void {
  const folder = dirname(path);
  const found = told(path, () => statSync(path, { throwIfNoEntry: false }));
  if (!found) {
    if (readOnly)
      throw new AppError("database", `Cannot read ${path}: there is no database yet; run "ovpnstats once" first`);
    if (mustExist)
      throw new AppError(
        "database",
        `Cannot go on with ${path}: it is gone; put it back, or restart to begin new books`,
      );
    createFolder(folder);
    mayWrite(folder);
    return;
  }
  if (!found.isFile()) throw new AppError("database", `Cannot use ${path} as database: it is not a regular file`);
  if (!readOnly) {
    mayWrite(path);
    mayWrite(folder);
  }
  told(path, () => accessSync(path, constants.R_OK));
}

/** What a call on the file answers; why it fails is an error for people. */
function told<T>(path: string, call: () => T): T {
  try {
    return call();
  } catch (cause) {
    throw unusable(path, cause);
  }
}

function createFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `Cannot create the directory ${folder} for the database: ${reason}; set db_file_location`;
    throw new AppError("database", message, { cause });
  }
}

function mayWrite(path: string): void {
  try {
    accessSync(path, constants.W_OK);
  } catch (cause) {
    const why = codeOf(cause) === "EROFS" ? "its file system is read-only" : "this user may not write it";
    throw new AppError("database", `Cannot write ${path}: ${why}; change its owner or mode, or set db_file_location`, {
      cause,
    });
  }
}

/**
 * Why a file cannot be used that SQLite refuses. Only SQLite may judge: until it has the lock and has undone what a
 * killed process left halfway, the file of good books may just be empty, or begin with anything.
 */
export function refusal(path: string, cause: unknown): AppError {
  if (codeOf(cause) !== "SQLITE_NOTADB" || told(path, () => startsLikeSqlite(path))) return unusable(path, cause);
  const message = `Cannot use ${path} as database: it is another kind of file; set db_file_name`;
  return new AppError("database", message, { cause });
}

function startsLikeSqlite(path: string): boolean {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const buffer = Buffer.alloc(SQLITE_HEADER.length);
    const length = readSync(file, buffer, 0, buffer.length, 0);
    return buffer.toString("latin1", 0, length) === SQLITE_HEADER;
  } finally {
    closeSync(file);
  }
}

/** Tells, later on, whether the file at `path` is the one that is there now. */
export function watchPlace(path: string): () => boolean {
  const { dev, ino } = statSync(path);
  return () => {
    const now = statSync(path, { throwIfNoEntry: false });
    return now?.dev === dev && now.ino === ino;
  };
}
