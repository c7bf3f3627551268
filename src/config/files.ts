import { resolve } from "node:path";
import type { Surroundings } from "./surroundings.ts";

/** A file's text, permission bits and owner; fails as `node:fs` does. */
export type ReadFile = (path: string) => Promise<FileText>;

export interface FileText {
  readonly text: string;
  readonly mode: number;
  readonly uid: number;
}

/** A path without links in it; the path itself where nothing is there yet. */
export type RealPath = (path: string) => string;

/** What was found, or why it could not be had. */
export interface Found<Content> {
  readonly content: Content | undefined;
  readonly problems: readonly string[];
}

const USUAL_PLACES = ["ovpnstats.toml", "/etc/ovpnstats/ovpnstats.toml"];

/** The configuration file: the named one, else the first of the usual places; nothing where there is none. */
export async function findConfigFile(
  named: string | undefined,
  { cwd, readFile, surroundings }: { cwd: string; readFile: ReadFile; surroundings: Surroundings },
): Promise<Found<{ readonly path: string; readonly text: string }>> {
  for (const place of named === undefined ? USUAL_PLACES : [named]) {
    const path = resolve(cwd, place);
    try {
      const file = await readFile(path);
      const isPlanted = named === undefined && !isTrusted(file, surroundings);
      if (!isPlanted) return { content: { path, text: file.text }, problems: [] };
      return {
        content: undefined,
        problems: [`${path}: another user may write it: name it with --config to trust it`],
      };
    } catch (cause) {
      if (named === undefined && isMissing(cause)) continue;
      return { content: undefined, problems: [`${path}: cannot be read: ${reasonOf(cause)}`] };
    }
  }
  return { content: undefined, problems: [] };
}

/** A file that merely lies where root happens to stand must not tell root where to write. */
function isTrusted({ mode, uid }: FileText, surroundings: Surroundings): boolean {
  return (uid === 0 || uid === surroundings.uid) && (mode & 0o002) === 0;
}

/** The secret in a file, without the line end that editors leave. No problem repeats any part of it. */
export async function readSecret(
  path: string,
  readFile: ReadFile,
): Promise<Found<{ readonly secret: string; readonly isOpen: boolean }>> {
  try {
    const { text, mode } = await readFile(path);
    return secretIn(text, path, (mode & 0o007) !== 0);
  } catch (cause) {
    return { content: undefined, problems: [`${path}: cannot be read: ${reasonOf(cause)}`] };
  }
}

/** The secret in a text from `place`. */
export function secretIn(
  text: string,
  place: string,
  isOpen = false,
): Found<{ readonly secret: string; readonly isOpen: boolean }> {
  const secret = text.trim();
  if (/^[!-~]+$/.test(secret)) return { content: { secret, isOpen }, problems: [] };
  return { content: undefined, problems: [`${place}: must hold one line of printable ASCII without spaces`] };
}

function isMissing(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && (cause.code === "ENOENT" || cause.code === "ENOTDIR");
}

/** What the system said, without the call and the path that our own message has already. */
function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message.replace(/^E[A-Z]+: /, "").replace(/,? \w+ '.*'$/, "") : String(cause);
}
