import { NOTHING, sum } from "../account/credit.ts";
import type { Counters, UnixSeconds } from "../model.ts";

/** What moved in a stretch of time, and how much of it was seen. */
export interface WatchedStretch extends Counters {
  readonly start: UnixSeconds;
  readonly end: UnixSeconds;
  /** Share of it, as far as it has passed and was counted, that was watched, 0 to 1. */
  readonly watched: number;
}

/** A period that is still running. */
export interface RunningPeriod {
  readonly start: UnixSeconds;
  readonly end: UnixSeconds;
  readonly now: UnixSeconds;
  /** When the books, or those of the user, begin; undefined: nothing is counted yet. */
  readonly since: UnixSeconds | undefined;
  /** All that has moved in it. */
  readonly moved: Counters;
  /** Its days, or as many of the last as are known; those of before it are left out. */
  readonly days: readonly WatchedStretch[];
}

/** What a running period will come to, if what is left of it goes as what was seen of it. */
export interface Estimate {
  readonly total: Counters;
  /** Both directions, in one second of the rest. */
  readonly bytesPerSecond: number;
}

/** So much of a period must have been watched before anything is said of the rest. */
const LEAST_WATCHED = 1 / 10;

/**
 * Days count from the first whole one on: what connections that were open already moved before the books began stands
 * on the first. A day that was watched less than this says little: much of what stands
 * in it moved on other days.
 */
const LEAST_OF_DAY = 1 / 2;

/**
 * What the period comes to, from the traffic per watched second so far; time that was not watched, and what is booked
 * in it, tells nothing of the rest. Undefined where too little of the period was watched.
 */
export function estimate({ start, end, now, since, moved, days }: RunningPeriod): Estimate | undefined {
  const begin = Math.max(start, since ?? now);
  let watched = 0;
  let seen = NOTHING;
  for (const day of days) {
    const seconds = Math.min(day.end, now) - day.start;
    if (day.start < begin || seconds <= 0 || day.watched < LEAST_OF_DAY) continue;
    watched += seconds * day.watched;
    seen = sum(seen, day);
  }
  if (watched < (end - start) * LEAST_WATCHED) return undefined;
  const [left, base] = [BigInt(Math.max(0, end - now)), BigInt(Math.round(watched))];
  const rest = {
    bytesReceived: (seen.bytesReceived * left) / base,
    bytesSent: (seen.bytesSent * left) / base,
  };
  return { total: sum(moved, rest), bytesPerSecond: Number(seen.bytesReceived + seen.bytesSent) / watched };
}
