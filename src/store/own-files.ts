import { join } from "node:path";

/** The file that is a server's lock, in the directory of locks; a name may hold a slash. */
export function serverLockPath(directory: string, server: string): string {
  return join(directory, `${encodeURIComponent(server)}.lock`);
}

/** The file by which a machine is told from others that share a remote database. */
export function machinePath(directory: string): string {
  return join(directory, "machine.json");
}

/** A local database's file, and what SQLite keeps beside it while it writes. */
export function databaseFiles(path: string): readonly string[] {
  return [path, `${path}-journal`];
}
