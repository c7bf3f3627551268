import type { Bucket, Calendar } from "../account/calendar.ts";
import type { UnixSeconds } from "../model.ts";
import { localTime } from "./local-time.ts";

/** Periods that have a page of their own. */
export type PeriodKind = "year" | "month" | "day";

const LENGTHS = { year: 4, month: 7, day: 10 } as const;

/** Local noon of a date in UTC may be the day before or after in the zone. */
const AROUND = [0, -14 * 3600, 14 * 3600] as const;

/**
 * The name of the period that begins then: "2026", "2026-10", "2026-10-31". A billing month has the name of the month
 * in which it begins: where months start on the 15th, October is from 15 October to 14 November.
 */
export function periodName(kind: PeriodKind, start: UnixSeconds, timeZone: string): string {
  const { dayNumber } = localTime(start, timeZone);
  return new Date(dayNumber * 86_400_000).toISOString().slice(0, LENGTHS[kind]);
}

/** The period of that name; undefined where the calendar has none: "2026-13", or a day that a zone left out. */
export function periodNamed(kind: PeriodKind, name: string, calendar: Calendar): Bucket | undefined {
  const noon = noonOf(kind, name);
  if (Number.isNaN(noon)) return undefined;
  return AROUND.map((seconds) => calendar.bucket(kind, noon + seconds)).find(
    ({ start }) => periodName(kind, start, calendar.timeZone) === name,
  );
}

/** Noon of a day in that period, whatever day its months start on: their last one. */
function noonOf(kind: PeriodKind, name: string): UnixSeconds {
  const [year = Number.NaN, month = 1, day] = name.split("-").map(Number);
  const at = day === undefined ? Date.UTC(year, month, 0, 12) : Date.UTC(year, month - 1, day, 12);
  return kind === "year" ? Date.UTC(year, 6, 1) / 1000 : at / 1000;
}

/** The periods of a kind that begin in a stretch of time, and the end of the last of them. */
export function cutsWithin(kind: PeriodKind | "hour", { start, end }: Bucket, calendar: Calendar): UnixSeconds[] {
  const first = calendar.bucket(kind, start);
  const cuts = [first.start === start ? first.start : first.end];
  for (let last = cuts[0] ?? end; last < end; cuts.push(last)) last = calendar.bucket(kind, last).end;
  return cuts;
}
