import type { Counters, UnixSeconds } from "../model.ts";
import type { Estimate, WatchedStretch } from "./estimate.ts";

/** What a limit says of a running month. */
export interface LimitLine {
  /** Both directions together. */
  readonly bytes: bigint;
  /** `over`: it is passed. `passing`: the estimate passes it. `within`: neither. */
  readonly state: "within" | "passing" | "over";
  /** The day on which it was passed, or probably will be; undefined while it is not, or where no day can be told. */
  readonly passedAt: UnixSeconds | undefined;
}

export interface LimitedMonth {
  readonly now: UnixSeconds;
  readonly moved: Counters;
  readonly estimate: Estimate | undefined;
  /** The days of the month so far, oldest first. */
  readonly days: readonly WatchedStretch[];
}

/** Where a month stands against its limit. */
export function limitLine(bytes: bigint, { now, moved, estimate, days }: LimitedMonth): LimitLine {
  const left = bytes - bothOf(moved);
  if (left < 0n) return { bytes, state: "over", passedAt: dayPassed(bytes, days) };
  if (estimate === undefined || bothOf(estimate.total) <= bytes) return { bytes, state: "within", passedAt: undefined };
  return { bytes, state: "passing", passedAt: now + Math.ceil(Number(left) / estimate.bytesPerSecond) };
}

function dayPassed(limit: bigint, days: readonly WatchedStretch[]): UnixSeconds | undefined {
  let moved = 0n;
  for (const day of days) {
    moved += bothOf(day);
    if (moved > limit) return day.start;
  }
  return undefined;
}

function bothOf({ bytesReceived, bytesSent }: Counters): bigint {
  return bytesReceived + bytesSent;
}
