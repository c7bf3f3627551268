import type { Interval } from "../account/spread.ts";
import type { UnixSeconds } from "../model.ts";
import type { Unwatched } from "./machine-history.ts";

/** How long a server was watched in a short stretch of time. */
export interface ObservedBucket {
  readonly server: number;
  readonly bucket: UnixSeconds;
  readonly seconds: number;
  /** How long such a stretch is; one that is followed sooner by another is shorter. */
  readonly length: number;
}

/** Seconds come and go at the edges of readings: so few are no gap. */
const LEAST_SECONDS = 30;

/**
 * The times of a span that are not in a server's buckets, in their order. Where in a bucket it was not watched is not
 * known, so such a time has the seconds that are missing of it.
 */
export function unwatchedOf(buckets: readonly ObservedBucket[], { start, end }: Interval): Unwatched[] {
  const found: { from: UnixSeconds; to: UnixSeconds; seconds: number }[] = [];
  const add = (from: UnixSeconds, to: UnixSeconds, seconds: number) => {
    if (seconds <= 0 || from >= to) return;
    const last = found.at(-1);
    if (last?.to !== from) found.push({ from, to, seconds });
    else Object.assign(last, { to, seconds: last.seconds + seconds });
  };
  let known = start;
  buckets.forEach(({ bucket, seconds, length }, index) => {
    const from = Math.max(bucket, start);
    const to = Math.min(bucket + length, buckets[index + 1]?.bucket ?? end, end);
    if (to <= from) return;
    add(known, from, from - known);
    // Of a bucket that the span cuts, what was watched may lie in either part.
    add(from, to, to - from - seconds);
    known = to;
  });
  add(known, end, end - known);
  return found.filter(({ seconds }) => seconds >= LEAST_SECONDS);
}
