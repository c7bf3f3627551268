import type { Counters, UnixSeconds } from "../model.ts";
import type { TrafficColumn } from "./traffic-column.ts";

/** How much moved on a day: 0 is nothing, 1 to 4 the quarters of the days on which anything did. */
export type DayLevel = 0 | 1 | 2 | 3 | 4;

export interface YearDay extends Omit<TrafficColumn, "estimate"> {
  readonly level: DayLevel;
}

/** A year, day by day. */
export interface YearOfDays {
  /** From a Monday to today, oldest first. */
  readonly days: readonly YearDay[];
  /** Levels 1, 2 and 3 reach up to these bytes, both directions together; undefined: nothing moved on any day. */
  readonly bounds: readonly [bigint, bigint, bigint] | undefined;
  /** Since when days are counted and kept, and the user is known; undefined: they are not yet. */
  readonly countingSince: UnixSeconds | undefined;
}

/** Weeks before this one. */
const WEEKS = 52;

/** How many days the year has: whole weeks, and this one as far as it has come. `dayNumber` is today's. */
export function daysOfYear(dayNumber: number): number {
  // 1970-01-01 was a Thursday, three days after a Monday.
  return WEEKS * 7 + ((dayNumber + 3) % 7) + 1;
}

/** Sorts days by the quarters of those on which anything moved. */
export function yearOfDays(days: readonly TrafficColumn[], countingSince: UnixSeconds | undefined): YearOfDays {
  const bounds = quartiles(days.map(bothOf).filter((bytes) => bytes > 0n));
  return {
    days: days.map(({ estimate: _, ...day }) => ({ ...day, level: levelOf(bothOf(day), bounds) })),
    bounds,
    countingSince,
  };
}

function bothOf({ bytesReceived, bytesSent }: Counters): bigint {
  return bytesReceived + bytesSent;
}

function levelOf(bytes: bigint, bounds: YearOfDays["bounds"]): DayLevel {
  if (bytes === 0n || bounds === undefined) return 0;
  if (bytes <= bounds[0]) return 1;
  if (bytes <= bounds[1]) return 2;
  return bytes <= bounds[2] ? 3 : 4;
}

/** The largest amounts of the first three quarters. */
function quartiles(amounts: readonly bigint[]): YearOfDays["bounds"] {
  const sorted = amounts.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const upTo = (quarter: number) => sorted[Math.ceil((sorted.length * quarter) / 4) - 1];
  const [one, two, three] = [upTo(1), upTo(2), upTo(3)];
  return one === undefined || two === undefined || three === undefined ? undefined : [one, two, three];
}
