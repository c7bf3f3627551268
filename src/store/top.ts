import type { Calendar } from "../account/calendar.ts";
import type { UnixSeconds } from "../model.ts";
import type { TopFacts } from "../report/top.ts";
import type { DaySpan } from "../report/top-query.ts";
import type { Database } from "./open.ts";
import { readCells } from "./read-cells.ts";
import { AMOUNTS, amountsIn } from "./summary-cells.ts";

/* By server: a user's bytes of one are no more than there can be, those of several are added up where there is no limit. */

/** Whole months come from their own rows, of which there are far fewer; the days before and after them from theirs. */
const SUM_USERS = `
  SELECT ${AMOUNTS} FROM (
    SELECT user, sum(bytes_received) AS bytes_received, sum(bytes_sent) AS bytes_sent FROM (
      SELECT user, server, bytes_received, bytes_sent FROM traffic_day WHERE bucket >= ?1 AND bucket < ?2
      UNION ALL SELECT user, server, bytes_received, bytes_sent FROM traffic_month WHERE bucket >= ?2 AND bucket < ?3
      UNION ALL SELECT user, server, bytes_received, bytes_sent FROM traffic_day WHERE bucket >= ?3 AND bucket < ?4)
    GROUP BY user, server)`;

const SELECT_USERS_EVER = `SELECT ${AMOUNTS} FROM traffic_total`;

/** The days of all users are kept as a whole, and for ever. */
const SELECT_DAYS = `
  SELECT group_concat(bucket) || ';' || group_concat(bytes_received) || ';' || group_concat(bytes_sent)
  FROM (SELECT * FROM observed WHERE resolution = 'day' AND bucket >= ?1 AND bucket < ?2 ORDER BY bucket)`;

const SELECT_DELETED = "SELECT CAST(value AS INTEGER) FROM settings WHERE name = 'last_deleted_day'";

/** What each user, and all of them on each day, moved in a span. */
export async function loadTop(
  database: Database,
  { start = 0, end }: DaySpan,
  { now, calendar }: { readonly now: UnixSeconds; readonly calendar: Calendar },
): Promise<TopFacts> {
  const { first, last } = wholeMonths({ start, end }, calendar);
  const isEver = start === 0 && end > now;
  const cell = await readCells(database, {
    users: isEver ? SELECT_USERS_EVER : { sql: SUM_USERS, args: [start, first, last, end].map(BigInt) },
    days: { sql: SELECT_DAYS, args: [start, end].map(BigInt) },
    deleted: SELECT_DELETED,
  });
  const deleted = cell("deleted") === null ? -1 : Number(cell("deleted"));
  const needsDeleted = (from: UnixSeconds, to: UnixSeconds) => from < to && from <= deleted;
  return {
    users: amountsIn(cell("users")),
    usersAreWhole: isEver || !(needsDeleted(start, first) || needsDeleted(last, end)),
    days: [...amountsIn(cell("days"))].map(([start, counters]) => ({ start, ...counters })),
  };
}

/** The beginning of the first month that is in the span as a whole, and the end of the last; equal where none is. */
function wholeMonths({ start, end }: { readonly start: UnixSeconds; readonly end: UnixSeconds }, calendar: Calendar) {
  const before = calendar.bucket("month", start);
  const first = before.start === start ? start : before.end;
  const after = calendar.bucket("month", end);
  return first < after.start ? { first, last: after.start } : { first: end, last: end };
}
