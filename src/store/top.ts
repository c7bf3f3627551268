import type { Calendar } from "../account/calendar.ts";
import type { UnixSeconds } from "../model.ts";
import type { TopFacts } from "../report/top.ts";
import type { DaySpan } from "../report/top-query.ts";
import type { Database } from "./open.ts";
import { readCells } from "./read-cells.ts";
import { amountsIn, daysIn } from "./summary-cells.ts";

const AMOUNTS = "group_concat(user) || ';' || group_concat(bytes_received) || ';' || group_concat(bytes_sent)";

/** Whole months come from their own rows, of which there are far fewer; the days before and after them from theirs. */
const SUM_USERS = `
  SELECT ${AMOUNTS} FROM (
    SELECT user, sum(bytes_received) AS bytes_received, sum(bytes_sent) AS bytes_sent FROM (
      SELECT user, bytes_received, bytes_sent FROM traffic_day WHERE bucket >= ?1 AND bucket < ?2
      UNION ALL SELECT user, bytes_received, bytes_sent FROM traffic_month WHERE bucket >= ?2 AND bucket < ?3
      UNION ALL SELECT user, bytes_received, bytes_sent FROM traffic_day WHERE bucket >= ?3 AND bucket < ?4)
    GROUP BY user)`;

const SUM_USERS_EVER = `
  SELECT ${AMOUNTS} FROM (
    SELECT user, sum(bytes_received) AS bytes_received, sum(bytes_sent) AS bytes_sent FROM traffic_total GROUP BY user)`;

const SUM_DAYS = `
  SELECT json_group_array(json_array(bucket, CAST(r AS TEXT), CAST(s AS TEXT))) FROM (
    SELECT bucket, sum(bytes_received) AS r, sum(bytes_sent) AS s
    FROM traffic_day WHERE bucket >= ?1 AND bucket < ?2 GROUP BY bucket ORDER BY bucket)`;

/** What each user, and all of them on each day, moved in a span. */
export async function loadTop(
  database: Database,
  { start = 0, end }: DaySpan,
  { now, calendar }: { readonly now: UnixSeconds; readonly calendar: Calendar },
): Promise<TopFacts> {
  const { first, last } = wholeMonths({ start, end }, calendar);
  const isEver = start === 0 && end > now;
  const cell = await readCells(database, {
    users: isEver ? SUM_USERS_EVER : { sql: SUM_USERS, args: [start, first, last, end].map(BigInt) },
    days: { sql: SUM_DAYS, args: [start, end].map(BigInt) },
  });
  return {
    users: amountsIn(cell("users")),
    days: daysIn(cell("days")).map(({ bucket, ...counters }) => ({ start: bucket, ...counters })),
  };
}

/** The beginning of the first month that is in the span as a whole, and the end of the last; equal where none is. */
function wholeMonths({ start, end }: { readonly start: UnixSeconds; readonly end: UnixSeconds }, calendar: Calendar) {
  const before = calendar.bucket("month", start);
  const first = before.start === start ? start : before.end;
  const after = calendar.bucket("month", end);
  return first < after.start ? { first, last: after.start } : { first: end, last: end };
}
