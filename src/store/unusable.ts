import { AppError } from "../errors.ts";
import { codeOf } from "./patience.ts";

/** What to do, where libSQL or the system gives only the reason. */
const REMEDIES: Readonly<Record<string, string>> = {
  SQLITE_NOTADB: "restore it from a backup, or set db_file_name to begin new books",
  // Also what SQLite makes of a disk that cannot be read (os_unix.c: unixRead).
  SQLITE_CORRUPT: "where its disk has no errors, restore it from a backup, or set db_file_name to begin new books",
  SQLITE_FULL: "make room on its disk; nothing was lost, the next run goes on",
  SQLITE_CANTOPEN: "see that its directory takes new files and its name is not too long, or set db_file_location",
  SQLITE_BUSY: "another program has been holding it for too long",
  ENAMETOOLONG: "set db_file_name",
  ENOTDIR: "set db_file_location",
  EACCES: "change its owner or mode, or set db_file_location",
};

/** libSQL says this one under another code; SQLITE_CANTOPEN is 14. */
const CANNOT_OPEN = /^ConnectionFailed\(.*: 14"\)$/;

/** Why a database, by the name that the operator knows, cannot be used, and what to do. */
export function unusable(database: string, cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  const why = cause instanceof Error ? cause.message : String(cause);
  const remedy = REMEDIES[CANNOT_OPEN.test(why) ? "SQLITE_CANTOPEN" : (codeOf(cause) ?? "")];
  const advice = remedy === undefined ? "" : `; ${remedy}`;
  return new AppError("database", `Cannot use the database ${database}: ${why}${advice}`, { cause });
}
