/** The rules of the books, one by one, so that the oracle's own test can break one at a time. */

import type { UnixSeconds } from "../../src/model.ts";
import type { Resolution } from "./books.ts";

const DAY = 86400;

export interface Rules {
  /** Bytes of [from, to] that moved up to `until`: whole, and adding up when taken as differences. */
  share(bytes: bigint, from: UnixSeconds, to: UnixSeconds, until: UnixSeconds): bigint;
  /** What a counter adds to a mark. */
  increase(mark: bigint, counter: bigint): bigint;
  /** As `increase`, for the bytes sent: one rule, but two places to break it. */
  increaseSent(mark: bigint, counter: bigint): bigint;
  /** The most buckets that a credit is spread over. */
  mostBuckets(resolution: Resolution): number;
  retention(resolution: Resolution): number;
  isFresh(at: UnixSeconds, previous: UnixSeconds): boolean;
  isStale(at: UnixSeconds, statusInterval: number, wall: UnixSeconds): boolean;
  isStep(seconds: number): boolean;
  isOldEnough(age: number): boolean;
  isObserved(gap: number, usual: number | undefined): boolean;
  /** TIME, or the mtime where that is to be believed. */
  instant(time: UnixSeconds, mtime: UnixSeconds): UnixSeconds;
  readonly missesThatEnd: number;
  readonly reopens: boolean;
  /** Where the interval of a first sight starts. */
  firstSightFrom(connectedSince: UnixSeconds, at: UnixSeconds): UnixSeconds;
  readonly heldBytesCount: boolean;
  readonly exactEndsAreFinal: boolean;
  readonly keepsTombstones: boolean;
  readonly repeatsAreKnown: boolean;
  readonly finalTakesTheHigher: boolean;
  readonly connectionsAreKeptFor: number;
  readonly tombstonesAreKeptFor: number;
}

/** What must hold. */
export const CONTRACT: Rules = {
  share: (bytes, from, to, until) => (bytes * BigInt(until - from)) / BigInt(to - from),
  increase: (mark, counter) => (counter > mark ? counter - mark : 0n),
  increaseSent: (mark, counter) => (counter > mark ? counter - mark : 0n),
  mostBuckets: (resolution) => (resolution === "five_minutes" || resolution === "hour" ? 12 : Number.POSITIVE_INFINITY),
  retention: (resolution) => {
    switch (resolution) {
      case "five_minutes":
        return 2 * DAY;
      case "hour":
        return 62 * DAY;
      case "day":
        return 3 * 365 * DAY;
      default:
        return Number.POSITIVE_INFINITY;
    }
  },
  isFresh: (at, previous) => at > previous,
  isStale: (at, statusInterval, wall) => at + Math.max(3 * statusInterval, statusInterval + 15) < wall,
  isStep: (seconds) => Math.abs(seconds) > 300,
  isOldEnough: (age) => age > 120,
  isObserved: (gap, usual) => gap > 0 && gap <= Math.max(600, 2.5 * (usual ?? 0)),
  instant: (time, mtime) => (time - mtime > 60 ? mtime : time),
  missesThatEnd: 2,
  reopens: true,
  firstSightFrom: (connectedSince) => connectedSince,
  heldBytesCount: true,
  exactEndsAreFinal: true,
  keepsTombstones: true,
  repeatsAreKnown: true,
  finalTakesTheHigher: true,
  connectionsAreKeptFor: 31 * DAY,
  tombstonesAreKeptFor: 400 * DAY,
};

/** The lower one of the two in the middle where their number is even. */
export function median(numbers: readonly number[]): number | undefined {
  return [...numbers].sort((a, b) => a - b)[Math.floor((numbers.length - 1) / 2)];
}
