import type { InValue } from "@libsql/client";
import { RESOLUTIONS } from "../account/calendar.ts";
import type { UnixSeconds } from "../model.ts";
import type { UserFacts } from "../report/user-facts.ts";
import type { Database } from "./open.ts";
import { type CellStatement, NOTHING_ASKED, readCells } from "./read-cells.ts";
import { BUCKET_AMOUNTS } from "./summary-cells.ts";
import { SELECT_BUCKETS, SELECT_WATCHED } from "./user-buckets.ts";
import {
  bucketsIn,
  connectionsIn,
  countIn,
  keptIn,
  newsIn,
  presenceIn,
  totalsIn,
  unplacedIn,
  userIn,
  userPlacesIn,
  watchedIn,
} from "./user-cells.ts";
import { type DaysBefore, weekBefore } from "./week-before.ts";

/* Each statement gives one cell, as in summary.ts; ?1 is the user. */

const SELECT_USER = "SELECT json_array(hex(name), first_seen_at) FROM users WHERE id = ?1";

const SELECT_TOTALS = `
  SELECT json_group_array(json_array(server, seen_at, CAST(bytes_received AS TEXT), CAST(bytes_sent AS TEXT)))
  FROM traffic_total WHERE user = ?1`;

const HAS_OTHERS = "SELECT EXISTS (SELECT 1 FROM traffic_total WHERE user <> ?1)";

/** Every server, and what tells whether there is news of it. */
export const SELECT_NEWS = `
  SELECT json_group_array(json_array(
    id, name, first_at, snapshot_at, status_interval,
    json((
      SELECT json_group_array(gap) FROM (
        SELECT gap FROM observations WHERE server = s.id AND gap IS NOT NULL ORDER BY number DESC LIMIT 10)))))
  FROM servers AS s`;

/** What all users moved, as it is kept of each period as a whole: their own rows would be thousands. */
const SUM_OF_ALL = `SELECT ${BUCKET_AMOUNTS} FROM observed WHERE resolution = ?1 AND bucket >= ?2`;

/** What is kept of days as a whole outlives their users' rows. */
const SELECT_KEPT = `
  SELECT json_array(${RESOLUTIONS.map(
    (resolution) => `(
      SELECT min(bucket) FROM observed WHERE resolution = '${resolution}' AND bucket > coalesce((
        SELECT CAST(value AS INTEGER) FROM settings WHERE name = 'last_deleted_${resolution}'), -1))`,
  ).join(", ")})`;

const SELECT_UNPLACED = `
  SELECT json_group_array(json_array(resolution, CAST(r AS TEXT), CAST(s AS TEXT))) FROM (
    SELECT resolution, sum(bytes_received) AS r, sum(bytes_sent) AS s FROM unplaced
    WHERE resolution IN (${RESOLUTIONS.map((resolution) => `'${resolution}'`).join(", ")}) AND user = ?1
    GROUP BY resolution)`;

/** Its beginning by the clock of its last sight. */
const START = "unixepoch(connected_since) + seen_steps - since_steps";

const SELECT_CONNECTIONS = `
  SELECT json_group_array(json_array(
    id, server, start, unixepoch(db_updated), unixepoch(ended_at), end_kind,
    real_address, virtual_address, virtual_ipv6_address, cipher, city, region, country, provider,
    CAST(bytes_received AS TEXT), CAST(bytes_sent AS TEXT)))
  FROM (
    SELECT c.*, ${START} AS start, ips.city, ips.region, ips.country, ips.provider
    FROM connections AS c LEFT JOIN ips ON ips.id = c.ip_id
    WHERE c.user = ?1 ORDER BY c.ended_at IS NOT NULL, c.connected_since DESC, c.id DESC LIMIT ?2)`;

const COUNT_CONNECTIONS = `
  SELECT json_array(count(*), unixepoch(min(connected_since))) FROM connections WHERE user = ?1`;

const SELECT_PRESENCE = `
  SELECT json_group_array(json_array(
    server, ${START}, unixepoch(coalesce(ended_at, db_updated)), ended_at IS NULL))
  FROM connections WHERE user = ?1 AND (ended_at IS NULL OR ended_at >= datetime(?2, 'unixepoch'))`;

const SELECT_PLACES = `
  SELECT json_group_array(json_array(city, region, country, provider, n, last, CAST(r AS TEXT), CAST(s AS TEXT)))
  FROM (
    SELECT city, region, country, iif(?3, provider, NULL) AS provider,
      count(*) AS n, unixepoch(max(db_updated)) AS last, sum(bytes_received) AS r, sum(bytes_sent) AS s
    FROM connections JOIN ips ON ips.id = ip_id
    WHERE user = ?1 AND db_updated >= datetime(?2, 'unixepoch')
      AND coalesce(city, region, country, iif(?3, provider, NULL)) IS NOT NULL
    GROUP BY 1, 2, 3, 4 ORDER BY r + s DESC, last DESC)`;

/** What is wanted of a user's books. */
export interface UserQuestion {
  readonly user: number;
  /** From which bucket on; undefined of five minutes: none of them. */
  readonly fiveMinutesFrom: UnixSeconds | undefined;
  /** Not after today's beginning. */
  readonly hoursFrom: UnixSeconds;
  readonly weekBefore: DaysBefore;
  readonly daysFrom: UnixSeconds;
  /** From which on all users' days, and months, are added up. */
  readonly everybodysDaysFrom: UnixSeconds;
  readonly everybodysMonthsFrom: UnixSeconds;
  readonly presenceFrom: UnixSeconds;
  readonly placesFrom: UnixSeconds;
  readonly withProviders: boolean;
  /** How many connections. */
  readonly connections: number;
}

/**
 * Reads a user's books; undefined where there is no such user, or nothing of it. All of it is as of one instant, but that
 * the days before today may already have what was added to them since.
 */
export async function loadUserBooks(database: Database, question: UserQuestion): Promise<UserFacts | undefined> {
  const user = BigInt(question.user);
  const { fiveMinutesFrom, hoursFrom, daysFrom, placesFrom } = question;
  const of = (sql: string, ...args: InValue[]): CellStatement => ({ sql, args: [user, ...args] });
  const buckets = (resolution: keyof typeof SELECT_BUCKETS, from: UnixSeconds | undefined) =>
    from === undefined ? NOTHING_ASKED : of(SELECT_BUCKETS[resolution], BigInt(from));
  const watched = (resolution: string, from: UnixSeconds | undefined) =>
    from === undefined ? NOTHING_ASKED : of(SELECT_WATCHED, resolution, BigInt(from));
  const cell = await readCells(database, {
    user: of(SELECT_USER),
    totals: of(SELECT_TOTALS),
    others: of(HAS_OTHERS),
    news: SELECT_NEWS,
    fiveMinutes: buckets("five_minutes", fiveMinutesFrom),
    hours: buckets("hour", hoursFrom),
    days: buckets("day", daysFrom),
    months: buckets("month", 0),
    years: buckets("year", 0),
    everybodysDays: { sql: SUM_OF_ALL, args: ["day", BigInt(question.everybodysDaysFrom)] },
    everybodysMonths: { sql: SUM_OF_ALL, args: ["month", BigInt(question.everybodysMonthsFrom)] },
    watchedFiveMinutes: watched("five_minutes", fiveMinutesFrom),
    watchedHours: watched("hour", hoursFrom),
    watchedDays: watched("day", daysFrom),
    watchedMonths: watched("month", 0),
    watchedYears: watched("year", 0),
    kept: SELECT_KEPT,
    unplaced: of(SELECT_UNPLACED),
    connections: of(SELECT_CONNECTIONS, BigInt(question.connections)),
    count: of(COUNT_CONNECTIONS),
    presence: of(SELECT_PRESENCE, BigInt(question.presenceFrom)),
    places: of(SELECT_PLACES, BigInt(placesFrom), BigInt(question.withProviders)),
  });
  const known = userIn(cell("user"));
  const totals = totalsIn(cell("totals"));
  if (known === undefined || totals.length === 0) return undefined;
  const [connectionCount, oldestConnection] = countIn(cell("count"));
  const firstSeenAt = known.firstSeenAt ?? oldestConnection;
  const [days, watchedDays] = [bucketsIn(cell("days")), watchedIn(cell("watchedDays"))];
  const keptSince = keptIn(cell("kept"));
  return {
    id: question.user,
    ...known,
    totals,
    isAlone: Number(cell("others")) === 0,
    servers: newsIn(cell("news")),
    fiveMinutes: bucketsIn(cell("fiveMinutes")),
    hours: bucketsIn(cell("hours")),
    weekBefore: await weekBefore(database, question.weekBefore, {
      ...{ user: question.user, since: firstSeenAt ?? 0, days, watched: watchedDays, keptSince: keptSince.hour },
    }),
    days,
    months: bucketsIn(cell("months")),
    years: bucketsIn(cell("years")),
    everybody: { days: bucketsIn(cell("everybodysDays")), months: bucketsIn(cell("everybodysMonths")) },
    watched: {
      five_minutes: watchedIn(cell("watchedFiveMinutes")),
      hour: watchedIn(cell("watchedHours")),
      day: watchedDays,
      month: watchedIn(cell("watchedMonths")),
      year: watchedIn(cell("watchedYears")),
    },
    keptSince,
    unplaced: unplacedIn(cell("unplaced")),
    connections: connectionsIn(cell("connections")),
    connectionCount,
    oldestConnection,
    presence: presenceIn(cell("presence")),
    places: userPlacesIn(cell("places")),
  };
}
