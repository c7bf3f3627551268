import {
  closeSync,
  constants,
  fchmodSync,
  fsync,
  lstatSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { AppError } from "../errors.ts";
import { anchor } from "./anchor.ts";

export interface WriteOptions {
  /** Permission bits of the file, whatever the umask is. */
  readonly mode: number;
  /** The user who writes; undefined where the system has none. */
  readonly uid: number | undefined;
}

/** Never an existing file, and never through a link (F41). */
const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

const TEMPORARY = { prefix: ".ovpnstats-", suffix: ".tmp" };

/** A younger one may be another process's, which writes it at this moment. */
const ABANDONED_AFTER_MS = 60_000;

/**
 * Replaces the file: a reader sees all of the old or all of the new (F39). When it fails, the old one is as it was
 * and nothing else is left behind (F40). A link at `path` is replaced, not followed (F41).
 *
 * Only for the disk does it wait in another thread: for all else the way there takes longer than the call.
 */
export async function writeFileAtomically(path: string, content: string, options: WriteOptions): Promise<void> {
  const whole = resolve(path);
  try {
    const directory = anchor(dirname(whole), options.uid);
    try {
      await replace(directory.path, whole, content, options.mode);
    } finally {
      directory.close();
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError("output", `Cannot write ${whole}: ${reason}`, { cause });
  }
}

/** Removes a file, as safely as it was written: never one that somebody led the path to (F41). */
export function removeFile(path: string, uid: number | undefined): void {
  const directory = anchor(dirname(path), uid);
  try {
    rmSync(join(directory.path, basename(path)), { force: true });
  } finally {
    directory.close();
  }
}

async function replace(directory: string, path: string, content: string, mode: number): Promise<void> {
  const temporary = join(directory, `${TEMPORARY.prefix}${crypto.randomUUID()}${TEMPORARY.suffix}`);
  const written = join(directory, basename(path));
  try {
    refuseSpecial(path);
    await writeNew(temporary, content, mode);
    renameSync(temporary, written);
  } catch (cause) {
    discard(temporary);
    throw cause;
  }
  sweep(directory, written);
}

/** On a file system that became read-only, not even that is possible; why writing failed is what matters. */
function discard(temporary: string): void {
  try {
    rmSync(temporary, { force: true });
  } catch {
    // A later writing sweeps it up.
  }
}

/** Removes what processes left behind that were killed while they wrote; the file just written tells the time. */
function sweep(directory: string, written: string): void {
  const { prefix, suffix } = TEMPORARY;
  const left = readdirSync(directory).filter((name) => name.startsWith(prefix) && name.endsWith(suffix));
  if (left.length === 0) return;
  const youngest = lstatSync(written).mtimeMs - ABANDONED_AFTER_MS;
  for (const path of left.map((name) => join(directory, name))) {
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found?.isFile() && found.mtimeMs < youngest) rmSync(path, { force: true });
  }
}

/** Renaming replaces anything: as root, the /dev/null that somebody named to have no report would be gone for all. */
function refuseSpecial(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (dirname(path) === "/dev" || (found !== undefined && !found.isFile())) throw new Error("it is not a regular file");
}

/**
 * The bytes reach the disk before the name does, else a power failure could leave the name with no bytes. The
 * rename itself is not waited for: after a power failure the old report is as good, and a new one comes soon.
 */
async function writeNew(path: string, content: string, mode: number): Promise<void> {
  const file = openSync(path, NEW_FILE, 0o600);
  try {
    writeFileSync(file, content);
    fchmodSync(file, mode);
    await onDisk(file);
  } finally {
    closeSync(file);
  }
}

/** By hand: node:util and node:fs/promises, which have this, take `once` a millisecond each to load. */
function onDisk(file: number): Promise<void> {
  return new Promise((done, failed) => fsync(file, (error) => (error ? failed(error) : done())));
}
