import type { Calendar } from "../account/calendar.ts";
import type { UnixSeconds } from "../model.ts";
import type { Spans } from "./summary.ts";

/** How many days, today included, the longest span of the overview has. */
const DAYS = 30;

/** The periods of a report that is written now. */
export function spansAt(now: UnixSeconds, calendar: Calendar): Spans {
  const today = calendar.bucket("day", now);
  const days = [today.start, today.end];
  // The second before a day's start lies in the day before it, however long that is.
  while (days.length <= DAYS) days.unshift(calendar.bucket("day", (days[0] ?? now) - 1).start);
  const month = calendar.bucket("month", now);
  return { days, month: month.start, monthEnd: month.end };
}
