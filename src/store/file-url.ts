import { resolve } from "node:path";
import { platform } from "node:process";

/** The URL by which libSQL opens the file at `path`, whatever characters the path has. */
export function fileUrl(path: string): string {
  return `file:${escaped(fileUri(path))}`;
}

/**
 * What libSQL hands to SQLite in turn: a URI that asks for SQLite's own way to files. By default libSQL goes through one
 * that could also encrypt them, and takes a read that failed for one that succeeded (SQLite3 Multiple Ciphers before its
 * #272): the database is damaged where the disk fails to read the journal of a process that was killed.
 */
export function fileUri(path: string): string {
  return platform === "win32" ? path : `file://${escaped(resolve(path))}?vfs=unix`;
}

function escaped(text: string): string {
  return encodeURI(text).replaceAll("?", "%3F").replaceAll("#", "%23");
}
