import type { Calendar } from "../account/calendar.ts";
import type { UnixSeconds } from "../model.ts";
import type { Spans } from "./summary.ts";

/** How many days, today included, the longest span of the overview has. */
const DAYS = 30;

/** The periods of a report that is written now. */
export function spansAt(now: UnixSeconds, calendar: Calendar): Spans {
  const month = calendar.bucket("month", now);
  return { days: calendar.days(now, DAYS), month: month.start, monthEnd: month.end };
}
