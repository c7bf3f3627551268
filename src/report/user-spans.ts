import type { Calendar } from "../account/calendar.ts";
import type { UnixSeconds } from "../model.ts";
import { localTime } from "./local-time.ts";
import { lastBuckets } from "./traffic-series.ts";
import { RESOLUTION_OF, type UserResolution } from "./user-resolution.ts";
import { daysOfYear } from "./year-of-days.ts";

/** The instants that the periods of a user's page begin and end at. */
export interface UserSpans {
  /** Starts of the 30 local days, oldest first, and the end of today. */
  readonly days: readonly UnixSeconds[];
  /** Likewise of the year's days. */
  readonly year: readonly UnixSeconds[];
  /** Likewise of this month and the eleven before it. */
  readonly months: readonly UnixSeconds[];
  /** Likewise of the columns of the traffic. */
  readonly traffic: readonly UnixSeconds[];
}

/** How many columns of each resolution are shown: a day of 5 minutes, two of hours, 30 days, two years, ten years. */
const COLUMNS: Readonly<Record<UserResolution, number>> = {
  "5-minutes": 288,
  hours: 48,
  days: 30,
  months: 24,
  years: 10,
};

/** The periods of the page of a user that is written now. */
export function userSpansAt(now: UnixSeconds, calendar: Calendar, by: UserResolution): UserSpans {
  const year = calendar.days(now, daysOfYear(localTime(now, calendar.timeZone).dayNumber));
  return {
    days: year.slice(-31),
    year,
    months: lastBuckets(calendar, "month", now, 12),
    traffic: by === "days" ? year.slice(-31) : lastBuckets(calendar, RESOLUTION_OF[by], now, COLUMNS[by]),
  };
}
