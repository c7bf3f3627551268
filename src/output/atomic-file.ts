import { constants } from "node:fs";
import { type FileHandle, lstat, open, readdir, rename, rm, stat } from "node:fs/promises";
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
 */
export async function writeFileAtomically(path: string, content: string, options: WriteOptions): Promise<void> {
  const whole = resolve(path);
  const name = basename(whole);
  const directory = await anchor(dirname(whole), options.uid).catch((cause) => {
    throw failure(whole, cause);
  });
  const temporary = join(directory.path, `${TEMPORARY.prefix}${crypto.randomUUID()}${TEMPORARY.suffix}`);
  try {
    await refuseSpecial(whole);
    await writeNew(temporary, content, options.mode);
    const written = join(directory.path, name);
    await rename(temporary, written);
    await sweep(directory.path, written);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw failure(whole, cause);
  } finally {
    await directory.close();
  }
}

/** Removes what processes left behind that were killed while they wrote; the file just written tells the time. */
async function sweep(directory: string, written: string): Promise<void> {
  const { prefix, suffix } = TEMPORARY;
  const left = (await readdir(directory)).filter((name) => name.startsWith(prefix) && name.endsWith(suffix));
  if (left.length === 0) return;
  const youngest = (await lstat(written)).mtimeMs - ABANDONED_AFTER_MS;
  for (const path of left.map((name) => join(directory, name))) {
    const found = await lstat(path).catch(() => undefined);
    if (found?.isFile() && found.mtimeMs < youngest) await rm(path, { force: true });
  }
}

/** Renaming replaces anything: as root, the /dev/null that somebody named to have no report would be gone for all. */
async function refuseSpecial(path: string): Promise<void> {
  const found = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return undefined;
    throw cause;
  });
  if (dirname(path) === "/dev" || (found !== undefined && !found.isFile())) throw new Error("it is not a regular file");
}

/**
 * The bytes reach the disk before the name does, else a power failure could leave the name with no bytes. The
 * rename itself is not waited for: after a power failure the old report is as good, and a new one comes soon.
 */
async function writeNew(path: string, content: string, mode: number): Promise<void> {
  const file: FileHandle = await open(path, NEW_FILE, 0o600);
  try {
    await file.writeFile(content);
    await file.chmod(mode);
    await file.sync();
  } finally {
    await file.close();
  }
}

function failure(path: string, cause: unknown): AppError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new AppError("output", `Cannot write ${path}: ${reason}`, { cause });
}
