import type { Calendar } from "../account/calendar.ts";
import { NOTHING, sum } from "../account/credit.ts";
import type { Counters, UnixSeconds } from "../model.ts";
import type { TopFacts } from "../report/top.ts";
import type { DaySpan } from "../report/top-query.ts";
import { daysFingerprint, keeper } from "./keep.ts";
import type { Database } from "./open.ts";
import { readCells } from "./read-cells.ts";
import { AMOUNTS, amountsIn, BUCKET_AMOUNTS } from "./summary-cells.ts";

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
  SELECT ${BUCKET_AMOUNTS}
  FROM (SELECT * FROM observed WHERE resolution = 'day' AND bucket >= ?1 AND bucket < ?2 ORDER BY bucket)`;

const SELECT_DELETED = "SELECT CAST(value AS INTEGER) FROM settings WHERE name = 'last_deleted_day'";

const SELECT_RUNNING = `SELECT ${AMOUNTS} FROM traffic_day WHERE bucket >= ?1 AND bucket < ?2`;

const COUNT_GAPS = "SELECT coalesce(max(id), 0) - count(*) FROM users";

/** Adding up a month of thousands of users takes longer than the rest of the page. */
const keepFinished = keeper<ReadonlyMap<number, Counters>>();

const NOBODYS: ReadonlyMap<number, Counters> = new Map();

/** What each user, and all of them on each day, moved in a span. */
export async function loadTop(
  database: Database,
  { start = 0, end }: DaySpan,
  { now, calendar }: { readonly now: UnixSeconds; readonly calendar: Calendar },
): Promise<TopFacts> {
  const isEver = start === 0 && end > now;
  const running = Math.max(start, Math.min(end, calendar.bucket("day", now).start));
  const { first, last } = wholeMonths({ start, end: running }, calendar);
  const ofDays = {
    days: { sql: SELECT_DAYS, args: [start, end].map(BigInt) },
    running: isEver ? SELECT_USERS_EVER : { sql: SELECT_RUNNING, args: [running, end].map(BigInt) },
    deleted: SELECT_DELETED,
    gaps: COUNT_GAPS,
  };
  let cell: (name: keyof typeof ofDays) => unknown = await readCells(database, ofDays);
  const over = daysFingerprint(
    [...amountsIn(cell("days"))].filter(([day]) => day < running),
    Number(cell("gaps")),
    ...[start, running],
  );
  const finished = isEver
    ? NOBODYS
    : await keepFinished(database, over, async () => {
        // With all the rest: as of one instant.
        const args = [start, first, last, running].map(BigInt);
        const all = await readCells(database, { ...ofDays, finished: { sql: SUM_USERS, args } });
        cell = all;
        return amountsIn(all("finished"));
      });
  const deleted = cell("deleted") === null ? -1 : Number(cell("deleted"));
  const needsDeleted = (from: UnixSeconds, to: UnixSeconds) => from < to && from <= deleted;
  return {
    users: added(finished, amountsIn(cell("running"))),
    usersAreWhole: isEver || !(needsDeleted(start, first) || needsDeleted(last, end)),
    days: [...amountsIn(cell("days"))].map(([start, counters]) => ({ start, ...counters })),
  };
}

/** Amounts of the one and of the other. */
function added(one: ReadonlyMap<number, Counters>, other: ReadonlyMap<number, Counters>): Map<number, Counters> {
  const all = new Map(one);
  for (const [id, counters] of other) all.set(id, sum(all.get(id) ?? NOTHING, counters));
  return all;
}

/** The beginning of the first month that is in the span as a whole, and the end of the last; equal where none is. */
function wholeMonths({ start, end }: { readonly start: UnixSeconds; readonly end: UnixSeconds }, calendar: Calendar) {
  const before = calendar.bucket("month", start);
  const first = before.start === start ? start : before.end;
  const after = calendar.bucket("month", end);
  return first < after.start ? { first, last: after.start } : { first: end, last: end };
}
