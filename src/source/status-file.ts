import { Buffer } from "node:buffer";
import { type BigIntStats, closeSync, constants, fstatSync, openSync, readSync, statSync } from "node:fs";
import type { StatusText, UnixSeconds } from "../model.ts";
import { parseStatus } from "../parse/status.ts";
import { StatusSyntaxError } from "../parse/status-syntax-error.ts";
import { contentHashOf } from "./content-hash.ts";
import { sourceErrorOf } from "./file-failure.ts";
import { SourceError, type SourceErrorKind } from "./source-error.ts";

/** Time as the reader needs it, passed in so that tests can turn it. */
export interface Clock {
  /** Milliseconds since 1970; may be set back or forth at any moment. */
  now(): number;
  /** Milliseconds that only ever go on, from any beginning. */
  monotonic(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** How a status file is read. */
export interface StatusFileOptions {
  readonly clock: Clock;
  /** A larger file is refused unread: 64 MiB unless told, some 250,000 clients. */
  readonly maxBytes?: number;
}

/** A server's whole status, taken at one instant. */
export interface StatusReading {
  readonly text: StatusText;
  /** When its file was written; of a status that was asked for, when the answer came. */
  readonly modifiedAt: UnixSeconds;
  /** Since when OpenVPN is up, where it was asked: it is another instant after each restart. */
  readonly upSince?: UnixSeconds | undefined;
  /** Read instead of something fresher: it counts only where it is newer than what the books know. */
  readonly isSubstitute?: boolean;
  /** The same 16 hexadecimal digits for the same bytes. */
  readonly contentHash: string;
  readonly size: number;
}

const MAX_BYTES = 64 * 1024 * 1024;

/** A rewrite lasts about 1 ms with 500 clients; a file that was left alone for this long is not in the middle of one. */
const QUIET_MILLISECONDS = 100;
const RETRIES = 5;
const RETRY_MILLISECONDS = 50;

/** O_NONBLOCK: opening a FIFO must not wait for its writer. O_NOCTTY: a terminal must not become ours. */
const OPEN_FLAGS = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;

const UNQUIET = "it was being written each time it was looked at; the next poll tries again";
const EMPTY =
  "it is empty; OpenVPN stops writing after a full disk or a line over 511 bytes (a very long username) and begins again at SIGHUP or a restart";

/**
 * Reads a status file as it stood at one instant.
 *
 * OpenVPN rewrites the file in place, one write() per line, without a lock (`status.c`): most torn reads
 * still end in END. So a reading counts only if the file had been left alone for 100 ms and was not touched
 * meanwhile, and its content is whole; else the file is read again, 5 times at most. Throws a SourceError.
 */
export async function readStatusFile(path: string, options: StatusFileOptions): Promise<StatusReading> {
  let last = await tryToRead(path, options, undefined);
  for (let retry = 0; retry < RETRIES && "failure" in last; retry++) {
    await options.clock.sleep(RETRY_MILLISECONDS);
    last = await tryToRead(path, options, last);
  }
  if ("failure" in last) throw last.failure;
  return last;
}

/** A reading that may succeed when it is repeated: what was seen of the file, and since when (monotonic) it is unchanged. */
interface Attempt {
  readonly failure: SourceError;
  readonly seen: BigIntStats;
  readonly unchangedSince: number;
  /** The content itself was refused, so that it need not be read again as long as it is unchanged. */
  readonly refused: boolean;
}

async function tryToRead(
  path: string,
  { clock, maxBytes = MAX_BYTES }: StatusFileOptions,
  previous: Attempt | undefined,
): Promise<StatusReading | Attempt> {
  const file = openRegular(path);
  try {
    const seen = statOf(file, path);
    refuseUnlessRegular(path, seen);
    const unchanged = previous !== undefined && isSame(previous.seen, seen);
    const unchangedSince = unchanged ? previous.unchangedSince : clock.monotonic();
    const again = (failure: SourceError, refused = false): Attempt => ({ failure, seen, unchangedSince, refused });

    if (seen.size > maxBytes) throw tooLarge(path, seen.size, maxBytes);
    if (seen.size === 0n) return again(failed(path, "empty", EMPTY));
    if (unchanged && previous.refused) return previous;
    if (!isQuiet(seen, unchangedSince, clock)) return again(failed(path, "torn", UNQUIET));
    const content = contentOf(file, Number(seen.size), path);
    if (content === undefined || !isSame(seen, statOf(file, path))) return again(failed(path, "torn", UNQUIET));
    const text = textOf(path, content);
    if (text instanceof SourceError) return again(text, true);
    const modifiedAt = Math.floor(Number(seen.mtimeNs) / 1e9);
    return { text, modifiedAt, contentHash: await contentHashOf(content), size: content.length };
  } finally {
    closeSync(file);
  }
}

/** Where the clock was set back a file's age says nothing: then only having watched it for as long counts. */
function isQuiet(seen: BigIntStats, unchangedSince: number, clock: Clock): boolean {
  const age = clock.now() - Number(seen.mtimeNs) / 1e6;
  return age >= QUIET_MILLISECONDS || clock.monotonic() - unchangedSince >= QUIET_MILLISECONDS;
}

function isSame(before: BigIntStats, after: BigIntStats): boolean {
  return (
    before.mtimeNs === after.mtimeNs &&
    before.size === after.size &&
    before.ino === after.ino &&
    before.dev === after.dev
  );
}

function textOf(path: string, content: Buffer): StatusText | SourceError {
  try {
    return parseStatus(content.toString("latin1"), content);
  } catch (cause) {
    if (!(cause instanceof StatusSyntaxError)) throw cause;
    const failure = new SourceError(cause.kind, `Cannot use status file ${path}: ${cause.message}`, { cause });
    if (cause.kind === "torn" || cause.kind === "empty") return failure;
    throw failure;
  }
}

/* The calls below do not wait in another thread: on a local disk, the way there takes longer than they do. */

function openRegular(path: string): number {
  try {
    // Before it is opened, too: opening alone makes some devices act (a watchdog starts to count).
    refuseUnlessRegular(path, statSync(path, { bigint: true }));
    return openSync(path, OPEN_FLAGS);
  } catch (error) {
    throw error instanceof SourceError ? error : sourceErrorOf(path, error);
  }
}

function statOf(file: number, path: string): BigIntStats {
  try {
    return fstatSync(file, { bigint: true });
  } catch (error) {
    throw sourceErrorOf(path, error);
  }
}

/** All bytes of the file; undefined when they are not as many as its size said. */
function contentOf(file: number, size: number, path: string): Buffer<ArrayBuffer> | undefined {
  // One byte more than there should be: a file that grew is noticed, and never read to its new end.
  const buffer = Buffer.allocUnsafeSlow(size + 1);
  let length = 0;
  try {
    while (length <= size) {
      const bytesRead = readSync(file, buffer, length, size + 1 - length, length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
  } catch (error) {
    throw sourceErrorOf(path, error);
  }
  return length === size ? buffer.subarray(0, size) : undefined;
}

function refuseUnlessRegular(path: string, stats: BigIntStats): void {
  if (stats.isFile()) return;
  const what = stats.isDirectory()
    ? "a directory"
    : stats.isFIFO()
      ? "a FIFO"
      : stats.isSocket()
        ? "a socket"
        : "a device";
  throw failed(path, "not-regular", `it is ${what}, not a regular file`);
}

function tooLarge(path: string, size: bigint, maxBytes: number): SourceError {
  return failed(path, "too-large", `it has ${size} bytes, more than the limit of ${maxBytes}; is it a status file?`);
}

function failed(path: string, kind: SourceErrorKind, why: string): SourceError {
  return new SourceError(kind, `Cannot read status file ${path}: ${why}`);
}
