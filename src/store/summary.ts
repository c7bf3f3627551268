import { NOTHING, sum } from "../account/credit.ts";
import type { Counters, UnixSeconds } from "../model.ts";
import type { ReportFacts } from "../report/build-overview.ts";
import type { Needs, Selection } from "../report/select-users.ts";
import type { ShownUsers, Spans, Standing, Summary, WatchedDay } from "../report/summary.ts";
import { type FinishedDays, finishedDays } from "./finished-days.ts";
import type { Database } from "./open.ts";
import { NOTHING_ASKED, readCells } from "./read-cells.ts";
import { type RecentPlaces, recentPlaces } from "./recent-places.ts";
import {
  AMOUNTS,
  amountsIn,
  type Finished,
  idsIn,
  machineIn,
  namesIn,
  openIn,
  seenIn,
  serversIn,
  sumIn,
  sumsIn,
  watchedDaysIn,
} from "./summary-cells.ts";
import { SELECT_NAMES } from "./user-names.ts";

/*
 * Each statement gives one cell: the client builds rows cell by cell, which for thousands of users takes longer
 * than reading them. Sums stand in the JSON as text, so none is rounded.
 */

const PAIR = "CAST(coalesce(sum(bytes_received), 0) AS TEXT), CAST(coalesce(sum(bytes_sent), 0) AS TEXT)";

/** Ids in the order of names. */
const SELECT_IDS = "SELECT group_concat(id) FROM (SELECT id FROM users ORDER BY text COLLATE NOCASE, name)";

const SELECT_SEEN = "SELECT group_concat(user) || ';' || group_concat(seen_at) FROM traffic_total";

const SELECT_TODAY = `SELECT ${AMOUNTS} FROM traffic_day WHERE bucket >= ?1`;
const SELECT_MONTH = `SELECT ${AMOUNTS} FROM traffic_month WHERE bucket = ?1`;

const SUM_MONTH = `SELECT json_array(${PAIR}) FROM traffic_month WHERE bucket = ?1`;
const SUM_EVER = `SELECT json_array(${PAIR}) FROM traffic_total`;

const SELECT_OPEN = `
  SELECT json_group_array(json_array(user, server, n, since, seen_at)) FROM (
    SELECT user, server, count(*) AS n, unixepoch(min(connected_since)) AS since, unixepoch(max(db_updated)) AS seen_at
    FROM connections WHERE ended_at IS NULL GROUP BY user, server)`;

const SELECT_SERVERS = `
  SELECT json_group_array(json_array(
    id, name, source, problem, first_at, snapshot_at, openvpn, dco, up_since, still_since, status_interval,
    json((
      SELECT json_group_array(gap) FROM (
        SELECT gap FROM observations WHERE server = s.id AND gap IS NOT NULL ORDER BY number DESC LIMIT 10))),
    CAST(unauthenticated_received + coalesce(nobody.r, 0) AS TEXT),
    CAST(unauthenticated_sent + coalesce(nobody.s, 0) AS TEXT)))
  FROM servers AS s LEFT JOIN (
    SELECT server, sum(bytes_received) AS r, sum(bytes_sent) AS s FROM (
      SELECT server, bytes_received, bytes_sent FROM connections WHERE user IS NULL AND +ended_at IS NOT NULL
      UNION ALL
      SELECT server, bytes_received, bytes_sent FROM tombstones WHERE user IS NULL)
    GROUP BY server) AS nobody ON nobody.server = s.id`;

/** Each day as a whole is kept for itself: the rows of its users would be thousands. */
const SELECT_DAYS = `
  SELECT json_group_array(json_array(
    bucket, server, seconds, CAST(bytes_received AS TEXT), CAST(bytes_sent AS TEXT), peak_all, peak_all_at))
  FROM observed WHERE resolution = 'day' AND bucket >= ?1`;

const SELECT_SAMPLE = `
  SELECT json_array(
    unixepoch(table_updated), disk, disk_percentage, memory, load_average_1, load_average_5, load_average_15, proc_no)
  FROM system_resources ORDER BY table_updated DESC LIMIT 1`;

const SUM_UNPLACED = `SELECT json_array(${PAIR}) FROM unplaced WHERE resolution = 'hour'`;

/** Every change of a user's bytes raises it. */
const COUNT_OBSERVATIONS = "SELECT sum(observation) FROM servers";

/** What stands in a user's row, of users for whom a condition holds; ?1 is the month. */
function sumsOfUsers(condition: string): string {
  return `
    SELECT json_group_array(json_array(
      u.id, hex(u.name), t.server, CAST(t.r AS TEXT), CAST(t.s AS TEXT),
      CAST(coalesce(m.r, 0) AS TEXT), CAST(coalesce(m.s, 0) AS TEXT)))
    FROM users AS u JOIN (
      SELECT user, server, sum(bytes_received) AS r, sum(bytes_sent) AS s, max(seen_at) FROM traffic_total
      WHERE ${condition} GROUP BY user) AS t ON t.user = u.id
    LEFT JOIN (
      SELECT user, sum(bytes_received) AS r, sum(bytes_sent) AS s FROM traffic_month
      WHERE bucket = ?1 AND ${condition} GROUP BY user) AS m ON m.user = u.id`;
}

const SELECT_SHOWN = sumsOfUsers("user IN (SELECT value FROM json_each(?2))");

/** Of few users all is read at once, whoever will be shown: another statement would take longer. */
const SELECT_FEW = `SELECT iif((SELECT count(*) FROM users) <= 200, (${sumsOfUsers("true")}), NULL)`;

/** What is wanted of the books. */
export interface ReportQuestion {
  readonly spans: Spans;
  readonly now: UnixSeconds;
  /** Of how many days the places are wanted. */
  readonly placesDays: number;
  readonly withProviders: boolean;
  /** What is needed of all users. */
  readonly needs: Needs;
  /** Takes the users that are to be shown. */
  readonly select: (summary: Summary) => Selection;
  /** How many of them, at most, are shown with their days. */
  readonly withDays: number;
}

/** Against somebody who writes between any two readings: that report's rows may be newer than its sums. */
const TRIES = 3;

/** Reads what a report is made of, all of it as of one instant of the books. */
export async function loadReport(database: Database, question: ReportQuestion): Promise<ReportFacts> {
  const places = await recentPlaces(database, question);
  for (let tries = 1; ; tries++) {
    const { summary, observations, ...known } = await loadSummary(database, question, places);
    const selection = question.select(summary);
    const { shown, observations: after = observations } = await loadShown(
      database,
      { summary, selection, ...known },
      question,
    );
    if (after === observations || tries === TRIES) return { summary, selection, shown };
  }
}

async function loadSummary(database: Database, { spans, needs }: ReportQuestion, places: RecentPlaces) {
  const month = [BigInt(spans.month)];
  const recent = [BigInt(spans.days[0] ?? 0)];
  const cell = await readCells(database, {
    ids: SELECT_IDS,
    seen: SELECT_SEEN,
    names: needs.names ? SELECT_NAMES : NOTHING_ASKED,
    today: { sql: SELECT_TODAY, args: [BigInt(spans.days.at(-2) ?? 0)] },
    few: { sql: SELECT_FEW, args: month },
    months: needs.months ? { sql: SELECT_MONTH, args: month } : NOTHING_ASKED,
    month: { sql: SUM_MONTH, args: month },
    ever: SUM_EVER,
    open: SELECT_OPEN,
    servers: SELECT_SERVERS,
    days: { sql: SELECT_DAYS, args: recent },
    sample: SELECT_SAMPLE,
    unplaced: SUM_UNPLACED,
    observations: COUNT_OBSERVATIONS,
  });
  const watched = watchedDaysIn(cell("days"));
  const [ids, days] = [idsIn(cell("ids")), sumsByDay(watched)];
  const finished = await finishedDays(database, { spans, days, ids });
  const summary: Summary = {
    users: standings(ids, {
      seen: seenIn(cell("seen")),
      finished: finished.byUser,
      today: amountsIn(cell("today")),
      months: amountsIn(cell("months")),
    }),
    names: namesIn(cell("names")),
    month: sumIn(cell("month")),
    allTime: sumIn(cell("ever")),
    open: openIn(cell("open")),
    servers: serversIn(cell("servers")),
    days,
    watched,
    ...places,
    machine: machineIn(cell("sample")),
    unplacedHours: sumIn(cell("unplaced")),
  };
  const few = cell("few") === null ? undefined : sumsIn(cell("few"));
  return { summary, finished, few, observations: cell("observations") };
}

/** All servers' days; they come in the order of their beginnings. */
function sumsByDay(days: readonly (WatchedDay & Counters)[]): Summary["days"] {
  const sums = new Map<UnixSeconds, Counters>();
  for (const day of days) sums.set(day.bucket, sum(sums.get(day.bucket) ?? NOTHING, day));
  return [...sums].map(([bucket, counters]) => ({ bucket, ...counters }));
}

interface Facts {
  readonly seen: ReadonlyMap<number, UnixSeconds>;
  readonly finished: ReadonlyMap<number, Finished>;
  readonly today: ReadonlyMap<number, Counters>;
  readonly months: ReadonlyMap<number, Counters>;
}

function standings(ids: readonly number[], { seen, finished, today, months }: Facts): Standing[] {
  const users: Standing[] = [];
  for (const id of ids) {
    const seenAt = seen.get(id);
    // Nobody yet: the account of a connection that was not credited.
    if (seenAt === undefined) continue;
    const now = today.get(id) ?? NOTHING;
    const { week, days } = finished.get(id) ?? { week: NOTHING, days: NOTHING };
    const [last7Days, last30Days] = [sum(week, now), sum(days, now)];
    users.push({ id, seenAt, today: now, last7Days, last30Days, month: months.get(id) });
  }
  return users;
}

interface Choice {
  readonly summary: Summary;
  readonly selection: Selection;
  readonly finished: FinishedDays;
  /** The sums of all users, where they are few. */
  readonly few: ShownUsers["sums"] | undefined;
}

async function loadShown(
  database: Database,
  { summary, selection, finished, few }: Choice,
  { spans, withDays }: ReportQuestion,
): Promise<{ shown: ShownUsers; observations?: unknown }> {
  const ids = selection.users.map(({ user }) => user.id);
  const days = finished.columnsOf(ids.slice(0, withDays), summary.users.length);
  if (few && days.known) return { shown: { sums: few, finishedDays: days.known } };
  const cell = await readCells(database, {
    sums: { sql: SELECT_SHOWN, args: [BigInt(spans.month), JSON.stringify(ids)] },
    days: days.statement,
    observations: COUNT_OBSERVATIONS,
  });
  const shown = { sums: sumsIn(cell("sums")), finishedDays: days.columnsIn(cell("days")) };
  return { shown, observations: cell("observations") };
}
