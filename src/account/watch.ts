import type { UnixSeconds } from "../model.ts";
import { type Calendar, RESOLUTIONS, type Resolution } from "./calendar.ts";
import type { Interval } from "./spread.ts";

/** Seconds of a bucket in which a server was watched. */
export interface WatchedBucket {
  readonly resolution: Resolution;
  readonly bucket: UnixSeconds;
  readonly seconds: number;
}

/** Cuts a watched stretch of time into the buckets it overlaps, at every resolution. */
export function watchedBuckets(interval: Interval, calendar: Calendar): readonly WatchedBucket[] {
  const found: WatchedBucket[] = [];
  for (const resolution of RESOLUTIONS) {
    for (let at = interval.start; at < interval.end; ) {
      const bucket = calendar.bucket(resolution, at);
      const until = Math.min(bucket.end, interval.end);
      found.push({ resolution, bucket: bucket.start, seconds: until - at });
      at = until;
    }
  }
  return found;
}
