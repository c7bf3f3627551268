import type { Hash } from "node:crypto";
import {
  accessSync,
  type BigIntStats,
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { getBuiltinModule } from "node:process";
import { AppError } from "../errors.ts";
import { isSealed, seal } from "./native-seal.ts";

/** The native module as the build embedded it. */
export interface EmbeddedModule {
  /** Where the executable shows its bytes: they can be read there, but not run. */
  readonly path: string;
  readonly size: number;
  /** In hexadecimal, of the file the build took. */
  readonly sha256: string;
}

const MODULE = "libsql.node";
const ABANDONED_AFTER_MS = 60_000;
const CHUNK_BYTES = 256 * 1024;

/** Where the module lies in a directory of ours. */
export function modulePath(directory: string): string {
  return join(directory, MODULE);
}

/**
 * An open descriptor of the module in `directory`, or undefined when none is there that is ours, private and whole.
 *
 * Whole is what has the SHA-256 that the build took. It is taken once and then sealed: of a start it would be 8 ms in
 * 25 each time (comparing with the embedded bytes, 13), where an empty program takes 7.
 */
export function openModule(directory: string, embedded: EmbeddedModule, uid: number): number | undefined {
  const path = modulePath(directory);
  if (!isFile(path)) return undefined;
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  const found = fstatSync(descriptor, { bigint: true });
  const isOurs = found.uid === BigInt(uid) && (found.mode & 0o077n) === 0n && found.size === BigInt(embedded.size);
  if (isOurs && isSealed(directory, found, embedded.sha256)) return descriptor;
  if (isOurs && hashOf(descriptor) === embedded.sha256) {
    seal(directory, descriptor, embedded.sha256);
    return descriptor;
  }
  closeSync(descriptor);
  return undefined;
}

/** Writes the embedded bytes aside, puts them in the module's place in one step, and answers an open descriptor. */
export function writeModule(directory: string, embedded: EmbeddedModule): number {
  const path = modulePath(directory);
  const aside = join(directory, `${crypto.randomUUID()}.tmp`);
  const descriptor = openSync(aside, "wx+", 0o700);
  try {
    refuseNoexec(aside);
    removeAbandoned(directory, fstatSync(descriptor, { bigint: true }));
    writeFileSync(descriptor, embeddedBytes(embedded));
    // A sealed file whose bytes a power cut took would be trusted for ever.
    fsyncSync(descriptor);
    if (!isFile(path)) rmSync(path, { recursive: true, force: true });
    renameSync(aside, path);
  } catch (cause) {
    closeSync(descriptor);
    rmSync(aside, { force: true });
    throw cause;
  }
  seal(directory, descriptor, embedded.sha256);
  return descriptor;
}

/** The kernel denies execute permission on any file of a noexec mount, which costs nothing to ask before writing. */
function refuseNoexec(path: string): void {
  try {
    accessSync(path, constants.X_OK);
  } catch (cause) {
    throw new Error("is mounted noexec", { cause });
  }
}

/** A process killed while it wrote leaves its 9.7 MB behind. */
function removeAbandoned(directory: string, mine: BigIntStats): void {
  for (const name of readdirSync(directory)) {
    if (!name.endsWith(".tmp")) continue;
    const other = lstatSync(join(directory, name), { bigint: true, throwIfNoEntry: false });
    if (other && mine.mtimeMs - other.mtimeMs > ABANDONED_AFTER_MS) rmSync(join(directory, name), { force: true });
  }
}

function embeddedBytes({ path, sha256 }: EmbeddedModule): Uint8Array {
  const bytes = readFileSync(path);
  const found = sha256Hash().update(bytes).digest("hex");
  if (found === sha256) return bytes;
  throw new AppError(
    "database",
    `Cannot load the database engine: this executable is damaged, its embedded module has SHA-256 ${found} ` +
      `where it was built with ${sha256}; install the executable again`,
  );
}

function hashOf(descriptor: number): string {
  const hash = sha256Hash();
  const chunk = new Uint8Array(CHUNK_BYTES);
  for (let at = 0; ; ) {
    const length = readSync(descriptor, chunk, 0, CHUNK_BYTES, at);
    if (length === 0) return hash.digest("hex");
    hash.update(chunk.subarray(0, length));
    at += length;
  }
}

/** Loading node:crypto takes 3 ms, which a start that finds a seal saves. */
function sha256Hash(): Hash {
  return getBuiltinModule("node:crypto").createHash("sha256");
}

function isFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
