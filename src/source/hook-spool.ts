import { closeSync, fstatSync, opendirSync, openSync, rmSync, type Stats } from "node:fs";
import { join } from "node:path";
import { platform } from "node:process";
import type { UnixSeconds } from "../model.ts";
import type { HookEnd } from "../parse/hook-env.ts";
import { systemCode } from "./file-failure.ts";
import { type HookFile, readHookFile, readOwn } from "./hook-file.ts";
import { type Fate, OPEN_DIRECTORY, putAway, REJECTED_DIRECTORY } from "./hook-rejected.ts";
import { SourceError } from "./source-error.ts";

/** The file in a spool that says, as a number, which user OpenVPN runs as. Only root's or the directory owner's counts. */
export const WRITER_FILE = ".writer";

/** An end that waits in a spool. */
export interface SpooledEnd {
  readonly file: string;
  readonly end: HookEnd;
  readonly writtenAt: UnixSeconds;
}

/** A file that was no hook's. */
export interface Rejected {
  readonly file: string;
  readonly why: string;
  readonly fate: Fate;
}

/** What one look into a spool found. */
export interface SpoolTurn {
  /** Oldest first. */
  readonly ends: readonly SpooledEnd[];
  readonly rejected: readonly Rejected[];
}

/** A directory in which OpenVPN's hooks leave a file for each event, while it is emptied. Its calls throw SourceErrors. */
export interface HookSpool {
  /** The ends to be taken in now; what is no hook's file has been put away, and what needs nothing is deleted. */
  take(now: UnixSeconds): SpoolTurn;
  /** Deletes a file whose end is in the books. */
  remove(file: string): void;
  /** Puts away a file that can never be taken in. */
  reject(file: string, why: string): Rejected;
  close(): void;
}

export interface SpoolOptions {
  /** How many files are taken in at a time; the rest waits for the next turn. */
  readonly mostFiles?: number;
  /** How many files are kept that were put away. */
  readonly mostRejected?: number;
}

const MOST_FILES = 10_000;
const MOST_REJECTED = 1000;

/** Names looked at in a turn: beyond that, the oldest may not be among them. */
const MOST_NAMES = 200_000;

const STICKY = 0o1000;
const ALL_WRITE = 0o002;

/** Opens the spool of one server. Throws a SourceError where there is none, or where it is not safe from other users. */
export function openSpool(directory: string, options: SpoolOptions = {}): HookSpool {
  return guarded(directory, () => {
    const handle = openSync(directory, OPEN_DIRECTORY);
    try {
      const stats = fstatSync(handle);
      if ((stats.mode & ALL_WRITE) !== 0 && (stats.mode & STICKY) === 0)
        throw new SourceError(
          "refused",
          `Cannot trust hook spool ${directory}: every user may write there; ${INSTALL}`,
        );
      // Whatever is done to the path meanwhile, it stays this directory.
      const path = platform === "linux" ? `/proc/self/fd/${handle}` : directory;
      return spoolAt({ directory, path, close: () => closeSync(handle) }, writersOf(path, stats), options);
    } catch (error) {
      closeSync(handle);
      throw error;
    }
  });
}

interface Place {
  /** As it is configured. */
  readonly directory: string;
  readonly path: string;
  close(): void;
}

function spoolAt(place: Place, writers: ReadonlySet<number>, options: SpoolOptions): HookSpool {
  const { mostFiles = MOST_FILES, mostRejected = MOST_REJECTED } = options;
  const { directory, path } = place;
  const remove = (file: string) => guarded(directory, () => rmSync(join(path, file), { force: true }));
  const reject = (file: string, why: string) =>
    guarded(directory, () => ({ file, why, fate: putAway(path, file, { writers, mostRejected }) }));
  return {
    take(now) {
      const ends: SpooledEnd[] = [];
      const rejected: Rejected[] = [];
      for (const file of oldestFirst(guarded(directory, () => namesIn(path))).slice(0, mostFiles)) {
        const found: HookFile = guarded(directory, () => readHookFile(join(path, file), { writers, now }));
        if (found.kind === "end") ends.push({ file, end: found.end, writtenAt: found.writtenAt });
        else if (found.kind === "wrong") rejected.push(reject(file, found.why));
        else if (found.kind === "idle") remove(file);
      }
      return { ends, rejected };
    },
    remove,
    reject,
    close: place.close,
  };
}

/** Root, the directory's owner, and whom one of these names as OpenVPN's user. */
function writersOf(path: string, { uid: owner }: Stats): ReadonlySet<number> {
  const named = readOwn(join(path, WRITER_FILE), new Set([0, owner]), 100);
  const writer = typeof named === "object" && /^\d{1,10}\n?$/.test(named.text) ? [Number(named.text)] : [];
  return new Set([0, owner, ...writer]);
}

function namesIn(path: string): string[] {
  const names: string[] = [];
  const listing = opendirSync(path);
  try {
    for (let next = listing.readSync(); next && names.length < MOST_NAMES; next = listing.readSync())
      if (!next.name.startsWith(".") && next.name !== REJECTED_DIRECTORY) names.push(next.name);
  } finally {
    listing.closeSync();
  }
  return names;
}

/** A hook's file begins with the seconds in which its connection began, and how many it lasted. */
function oldestFirst(names: readonly string[]): readonly string[] {
  const endOf = (name: string) => {
    const [, since = "0", duration = ""] = /^(\d{1,12})\.(\d{0,12})\./.exec(name) ?? [];
    return Number(since) + Number(duration);
  };
  return names
    .map((name) => ({ name, at: endOf(name) }))
    .sort((a, b) => a.at - b.at || (a.name < b.name ? -1 : 1))
    .map(({ name }) => name);
}

const INSTALL = "make it anew with `ovpnstats hook install`, as root";

/** Runs a step on a spool; what the system says of it becomes a SourceError. */
function guarded<T>(directory: string, step: () => T): T {
  try {
    return step();
  } catch (cause) {
    if (cause instanceof SourceError || !(cause instanceof Error)) throw cause;
    const code = systemCode(cause);
    const say = (kind: SourceError["kind"], why: string) =>
      new SourceError(kind, `Cannot empty hook spool ${directory}: ${why}`, { cause });
    if (code === "ENOENT") throw say("missing", `there is no such directory; ${INSTALL}`);
    if (code === "ENOTDIR" || code === "ELOOP") throw say("not-regular", `it is no directory, or a link; ${INSTALL}`);
    if (code === "EACCES" || code === "EPERM")
      throw say("denied", `this user may not read or delete what is in it; ${INSTALL}, with the configuration in use`);
    throw say("io", cause.message);
  }
}
