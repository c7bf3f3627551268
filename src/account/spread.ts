import type { Counters, UnixSeconds } from "../model.ts";
import type { Calendar, Resolution } from "./calendar.ts";
import { increase, isNothing, NOTHING } from "./credit.ts";

/** Time over which bytes moved; nothing is known about where inside it. */
export interface Interval {
  readonly start: UnixSeconds;
  readonly end: UnixSeconds;
}

/** Up to `until`, the bytes of an interval belong to the bucket that starts at `bucket`. */
export interface Cut {
  readonly bucket: UnixSeconds;
  readonly until: UnixSeconds;
}

/** Spreading over more buckets than this would invent precision, so the bytes stay unplaced. */
const MOST_BUCKETS: Record<Resolution, number> = {
  five_minutes: 12,
  hour: 12,
  day: Number.POSITIVE_INFINITY,
  month: Number.POSITIVE_INFINITY,
  year: Number.POSITIVE_INFINITY,
};

/**
 * The buckets that an interval touches, in order, or undefined where they are too many to say when the bytes
 * moved. An interval of no or negative length lies wholly in the bucket of its end.
 */
export function cutsOf(interval: Interval, resolution: Resolution, calendar: Calendar): readonly Cut[] | undefined {
  const { start, end } = interval;
  if (start >= end) return [{ bucket: calendar.bucket(resolution, end).start, until: end }];
  const cuts: Cut[] = [];
  for (let at = start; at < end; ) {
    if (cuts.length === MOST_BUCKETS[resolution]) return undefined;
    const bucket = calendar.bucket(resolution, at);
    at = Math.min(bucket.end, end);
    cuts.push({ bucket: bucket.start, until: at });
  }
  return cuts;
}

/**
 * Shares bytes out over the cuts in proportion to time, in whole bytes that add up exactly: what lies before
 * an instant is rounded down, and a share is the difference of two such amounts. Empty shares are left out.
 */
export function spread(bytes: Counters, interval: Interval, cuts: readonly Cut[]): [UnixSeconds, Counters][] {
  const length = BigInt(interval.end - interval.start);
  const shares: [UnixSeconds, Counters][] = [];
  let before = NOTHING;
  for (const { bucket, until } of cuts) {
    const passed = BigInt(until - interval.start);
    const upTo =
      until === interval.end
        ? bytes
        : {
            bytesReceived: (bytes.bytesReceived * passed) / length,
            bytesSent: (bytes.bytesSent * passed) / length,
          };
    const share = increase(before, upTo);
    if (!isNothing(share)) shares.push([bucket, share]);
    before = upTo;
  }
  return shares;
}
