import type { YearDay } from "./year-of-days.ts";

/** The days of a year by weeks, Monday first. */
export function weeksOf(days: readonly YearDay[]): readonly (readonly YearDay[])[] {
  return Array.from({ length: Math.ceil(days.length / 7) }, (_, week) => days.slice(week * 7, week * 7 + 7));
}
