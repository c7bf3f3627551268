import { Buffer } from "node:buffer";
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, type Stats } from "node:fs";
import type { UnixSeconds } from "../model.ts";
import { type HookEnd, isWhole, parseHookEnd } from "../parse/hook-env.ts";
import { systemCode } from "./file-failure.ts";

/** What a file in a spool turned out to be. `wrong` is for good, and says why. */
export type HookFile =
  | { readonly kind: "end"; readonly end: HookEnd; readonly writtenAt: UnixSeconds }
  /** Of a hook that nothing is to be done for. */
  | { readonly kind: "idle" }
  /** Still being written, or gone since it was listed. */
  | { readonly kind: "unfinished" }
  | { readonly kind: "wrong"; readonly why: string };

export interface HookFileOptions {
  /** The users whose files are believed. */
  readonly writers: ReadonlySet<number>;
  readonly now: UnixSeconds;
}

/** A hook writes less than 1 KiB: names have 64 bytes, and OpenVPN cuts user names at 128. */
const MOST_BYTES = 16 * 1024;

/** A hook writes its file within milliseconds: one that has no end after this time never will. */
const UNFINISHED_SECONDS = 60;

/** O_NONBLOCK: a FIFO must not be waited for. O_NOCTTY: a terminal must not become ours. */
const OPEN_FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK | constants.O_NOCTTY;

const WRITABLE_BY_OTHERS = 0o022;

/** Reads what a hook left at `path`. Throws what the system says where it cannot be read. */
export function readHookFile(path: string, options: HookFileOptions): HookFile {
  const read = readOwn(path, options.writers, MOST_BYTES);
  if (read === undefined) return { kind: "unfinished" };
  if (typeof read === "string") return { kind: "wrong", why: read };
  const writtenAt = Math.floor(read.stats.mtimeMs / 1000);
  if (!isWhole(read.text)) {
    if (options.now - writtenAt < UNFINISHED_SECONDS) return { kind: "unfinished" };
    return { kind: "wrong", why: "it was not written to its end, as when the disk is full" };
  }
  try {
    const end = parseHookEnd(read.text);
    return end ? { kind: "end", end, writtenAt } : { kind: "idle" };
  } catch (error) {
    if (error instanceof SyntaxError) return { kind: "wrong", why: error.message };
    throw error;
  }
}

/**
 * The text of a small file (one character per byte) that one of these users wrote and nobody else can have changed; or
 * why it is none. Undefined where there is no such file.
 */
export function readOwn(
  path: string,
  writers: ReadonlySet<number>,
  mostBytes: number,
): { readonly text: string; readonly stats: Stats } | string | undefined {
  // Before it is opened, too: opening alone makes some devices act.
  const seen = lstatSync(path, { throwIfNoEntry: false });
  if (seen === undefined) return undefined;
  if (!seen.isFile()) return NOT_REGULAR;
  const file = openExisting(path);
  if (typeof file !== "number") return file;
  try {
    const stats = fstatSync(file);
    const why = whyNotOurs(stats, writers) ?? (stats.size > mostBytes ? `it has ${stats.size} bytes` : undefined);
    return why ?? { text: contentOf(file, mostBytes), stats };
  } finally {
    closeSync(file);
  }
}

const NOT_REGULAR = "it is not a regular file";

/** The opened file; what is wrong with it; undefined where it is gone. */
function openExisting(path: string): number | string | undefined {
  try {
    return openSync(path, OPEN_FLAGS);
  } catch (error) {
    const code = systemCode(error);
    if (code === "ENOENT") return undefined;
    if (code === "ELOOP" || code === "ENXIO") return NOT_REGULAR;
    throw error;
  }
}

/** A file with a second name may be anybody's, put there by whoever may write into the directory. */
function whyNotOurs(stats: Stats, writers: ReadonlySet<number>): string | undefined {
  if (!stats.isFile()) return NOT_REGULAR;
  if (!writers.has(stats.uid)) return `it belongs to user ${stats.uid}, whom OpenVPN does not run as`;
  if (stats.nlink !== 1) return "it has another name elsewhere";
  return (stats.mode & WRITABLE_BY_OTHERS) === 0 ? undefined : "other users may write it";
}

function contentOf(file: number, mostBytes: number): string {
  const buffer = Buffer.allocUnsafe(mostBytes);
  let length = 0;
  for (let read = -1; read !== 0 && length < mostBytes; length += read)
    read = readSync(file, buffer, length, mostBytes - length, length);
  return buffer.toString("latin1", 0, length);
}
