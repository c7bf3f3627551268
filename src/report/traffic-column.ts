import type { Counters, UnixSeconds } from "../model.ts";

/** The traffic of a stretch of time. */
export interface TrafficColumn extends Counters {
  readonly start: UnixSeconds;
  readonly end: UnixSeconds;
  /** Share of it, as far as it has passed, that some server was watched, 0 to 1. */
  readonly watched: number;
  /** What is expected of the rest of it; absent where it is over or nothing can be expected. */
  readonly estimate?: Counters | undefined;
}
