import { NOTHING, sum } from "../account/credit.ts";
import type { Counters, UnixSeconds } from "../model.ts";
import type { ReportFacts } from "../report/build-overview.ts";
import type { Selection } from "../report/select-users.ts";
import type { ShownUsers, Spans, Standing, Summary } from "../report/summary.ts";
import { finishedDays } from "./finished-days.ts";
import type { Database } from "./open.ts";
import { readCells } from "./read-cells.ts";
import { rowsOf } from "./rows.ts";
import {
  amountsIn,
  daysIn,
  type Finished,
  machineIn,
  namesIn,
  openIn,
  placesIn,
  serversIn,
  sumIn,
  sumsIn,
  userDaysIn,
  watchedIn,
} from "./summary-cells.ts";

/*
 * Each statement gives one cell: the client builds rows cell by cell, which for thousands of users takes longer
 * than reading them. Sums stand in the JSON as text, so none is rounded.
 */

const PAIR = "CAST(coalesce(sum(bytes_received), 0) AS TEXT), CAST(coalesce(sum(bytes_sent), 0) AS TEXT)";

/** All users in the order of their names. */
const SELECT_SEEN = `
  SELECT json_group_array(json_array(id, seen_at)) FROM (
    SELECT id, seen_at FROM users AS u JOIN (
      SELECT user, max(seen_at) AS seen_at FROM traffic_total GROUP BY user) AS t ON t.user = u.id
    ORDER BY text COLLATE NOCASE, name)`;

const NO_ROWS = "SELECT '[]'";

const SELECT_NAMES = "SELECT json_group_array(json_array(id, hex(name))) FROM users";

/** A bucket's bytes, user by user. */
function selectAmounts(table: string, condition: string): string {
  return `
  SELECT json_group_array(json_array(user, CAST(r AS TEXT), CAST(s AS TEXT))) FROM (
    SELECT user, sum(bytes_received) AS r, sum(bytes_sent) AS s FROM ${table} WHERE ${condition} GROUP BY user)`;
}

const SELECT_TODAY = selectAmounts("traffic_day", "bucket >= ?1");
const SELECT_MONTH = selectAmounts("traffic_month", "bucket = ?1");

const SUM_EVER = `SELECT json_array(${PAIR}) FROM traffic_total`;

const SELECT_OPEN = `
  SELECT json_group_array(json_array(user, server, n, since, seen_at)) FROM (
    SELECT user, server, count(*) AS n, unixepoch(min(connected_since)) AS since, unixepoch(max(db_updated)) AS seen_at
    FROM connections WHERE ended_at IS NULL GROUP BY user, server)`;

const SELECT_SERVERS = `
  SELECT json_group_array(json_array(
    id, name, source, problem, first_at, snapshot_at, openvpn, status_interval,
    json((
      SELECT json_group_array(gap) FROM (
        SELECT gap FROM observations WHERE server = s.id AND gap IS NOT NULL ORDER BY number DESC LIMIT 10))),
    CAST(unauthenticated_received + coalesce(nobody.r, 0) AS TEXT),
    CAST(unauthenticated_sent + coalesce(nobody.s, 0) AS TEXT)))
  FROM servers AS s LEFT JOIN (
    SELECT server, sum(bytes_received) AS r, sum(bytes_sent) AS s FROM (
      SELECT server, bytes_received, bytes_sent FROM connections WHERE user IS NULL AND ended_at IS NOT NULL
      UNION ALL
      SELECT server, bytes_received, bytes_sent FROM tombstones WHERE user IS NULL)
    GROUP BY server) AS nobody ON nobody.server = s.id`;

const SELECT_DAYS = `
  SELECT json_group_array(json_array(bucket, CAST(r AS TEXT), CAST(s AS TEXT))) FROM (
    SELECT bucket, sum(bytes_received) AS r, sum(bytes_sent) AS s
    FROM traffic_day WHERE bucket >= ?1 GROUP BY bucket ORDER BY bucket)`;

const SELECT_WATCHED = `
  SELECT json_group_array(json_array(bucket, server, seconds)) FROM observed
  WHERE resolution = 'day' AND bucket >= ?1`;

const SELECT_PLACES = `
  SELECT json_group_array(json_array(city, region, country, provider, n, CAST(r AS TEXT), CAST(s AS TEXT))) FROM (
    SELECT city, region, country, provider, count(DISTINCT user) AS n, sum(bytes_received) AS r, sum(bytes_sent) AS s
    FROM connections AS c JOIN ips AS i ON i.id = c.ip_id
    WHERE c.user IS NOT NULL AND c.db_updated >= datetime(?1, 'unixepoch')
      AND coalesce(city, region, country, provider) IS NOT NULL
    GROUP BY city, region, country, provider ORDER BY sum(bytes_received + bytes_sent) DESC)`;

const COUNT_ADDRESSES = `
  SELECT count(DISTINCT ip_id) FROM connections WHERE user IS NOT NULL AND db_updated >= datetime(?1, 'unixepoch')`;

const SELECT_SAMPLE = `
  SELECT json_array(
    unixepoch(table_updated), disk, disk_percentage, memory, load_average_1, load_average_5, load_average_15, proc_no)
  FROM system_resources ORDER BY table_updated DESC LIMIT 1`;

const SUM_UNPLACED = `SELECT json_array(${PAIR}) FROM unplaced WHERE resolution = 'hour'`;

/** Every change of the books raises it. */
const COUNT_OBSERVATIONS = "SELECT sum(observation) FROM servers";

const SELECT_SHOWN = `
  SELECT json_group_array(json_array(u.id, hex(u.name), t.server, CAST(t.r AS TEXT), CAST(t.s AS TEXT)))
  FROM users AS u JOIN (
    SELECT user, server, sum(bytes_received) AS r, sum(bytes_sent) AS s, max(seen_at) FROM traffic_total
    WHERE user IN (SELECT value FROM json_each(?1)) GROUP BY user) AS t ON t.user = u.id`;

const SELECT_USERS_DAYS = `
  SELECT json_group_array(json_array(bucket, user, CAST(r AS TEXT), CAST(s AS TEXT))) FROM (
    SELECT bucket, user, sum(bytes_received) AS r, sum(bytes_sent) AS s FROM traffic_day
    WHERE bucket >= ?1 AND user IN (SELECT value FROM json_each(?2)) GROUP BY bucket, user)`;

/** What is wanted of the books. */
export interface ReportQuestion {
  readonly spans: Spans;
  readonly placesSince: UnixSeconds;
  /** The names of all users are needed. */
  readonly names: boolean;
  /** Takes the users that are to be shown. */
  readonly select: (summary: Summary) => Selection;
  /** How many of them, at most, are shown with their days. */
  readonly withDays: number;
}

/** Against somebody who writes between any two readings: that report's rows may be newer than its sums. */
const TRIES = 3;

/** Reads what a report is made of, all of it as of one instant of the books. */
export async function loadReport(database: Database, question: ReportQuestion): Promise<ReportFacts> {
  for (let tries = 1; ; tries++) {
    const { summary, observations } = await loadSummary(database, question);
    const selection = question.select(summary);
    const { shown, observations: after } = await loadShown(database, selection, question);
    if (after === observations || tries === TRIES) return { summary, selection, shown };
  }
}

async function loadSummary(database: Database, { spans, placesSince, names }: ReportQuestion) {
  const recent = [BigInt(spans.days[0] ?? 0)];
  const places = [BigInt(placesSince)];
  const cell = await readCells(database, {
    seen: SELECT_SEEN,
    names: names ? SELECT_NAMES : NO_ROWS,
    today: { sql: SELECT_TODAY, args: [BigInt(spans.days.at(-2) ?? 0)] },
    month: { sql: SELECT_MONTH, args: [BigInt(spans.month)] },
    ever: SUM_EVER,
    open: SELECT_OPEN,
    servers: SELECT_SERVERS,
    days: { sql: SELECT_DAYS, args: recent },
    watched: { sql: SELECT_WATCHED, args: recent },
    places: { sql: SELECT_PLACES, args: places },
    addresses: { sql: COUNT_ADDRESSES, args: places },
    sample: SELECT_SAMPLE,
    unplaced: SUM_UNPLACED,
    observations: COUNT_OBSERVATIONS,
  });
  const days = daysIn(cell("days"));
  const month = amountsIn(cell("month"));
  const finished = await finishedDays(database, spans, days);
  const summary: Summary = {
    users: standings(cell("seen"), { finished, today: amountsIn(cell("today")), month }),
    names: namesIn(cell("names")),
    month: [...month.values()].reduce(sum, NOTHING),
    allTime: sumIn(cell("ever")),
    open: openIn(cell("open")),
    servers: serversIn(cell("servers")),
    days,
    watched: watchedIn(cell("watched")),
    places: placesIn(cell("places")),
    distinctAddresses: Number(cell("addresses")),
    machine: machineIn(cell("sample")),
    unplacedHours: sumIn(cell("unplaced")),
  };
  return { summary, observations: cell("observations") };
}

interface Moved {
  readonly finished: ReadonlyMap<number, Finished>;
  readonly today: ReadonlyMap<number, Counters>;
  readonly month: ReadonlyMap<number, Counters>;
}

function standings(seen: unknown, { finished, today, month }: Moved): Standing[] {
  return rowsOf<readonly [id: number, seenAt: number]>(seen).map(([id, seenAt]) => {
    const now = today.get(id) ?? NOTHING;
    const before = finished.get(id);
    return {
      id,
      seenAt,
      today: now,
      last7Days: before ? sum(before.week, now) : now,
      last30Days: before ? sum(before.days, now) : now,
      month: month.get(id) ?? NOTHING,
    };
  });
}

async function loadShown(database: Database, { users }: Selection, { spans, withDays }: ReportQuestion) {
  const ids = users.map(({ user }) => user.id);
  const cell = await readCells(database, {
    sums: { sql: SELECT_SHOWN, args: [JSON.stringify(ids)] },
    days: {
      sql: SELECT_USERS_DAYS,
      args: [BigInt(spans.days[0] ?? 0), JSON.stringify(ids.slice(0, withDays))],
    },
    observations: COUNT_OBSERVATIONS,
  });
  const shown: ShownUsers = { sums: sumsIn(cell("sums")), days: userDaysIn(cell("days")) };
  return { shown, observations: cell("observations") };
}
