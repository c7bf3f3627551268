import type { Counters, UnixSeconds } from "../model.ts";

/** Bytes of one bucket. */
export interface BucketSums extends Counters {
  readonly bucket: UnixSeconds;
}

/** Seconds of one bucket in which a server was watched. */
export interface WatchedSums {
  readonly bucket: UnixSeconds;
  readonly server: number;
  readonly seconds: number;
}
