import type { InStatement } from "@libsql/client";
import * as v from "valibot";
import type { UnixSeconds } from "../model.ts";
import type { DaySums, Spans, Summary } from "../report/summary.ts";
import type { Database } from "./open.ts";
import { patiently } from "./patience.ts";
import {
  daysIn,
  openIn,
  placesIn,
  sampleCell,
  serversCell,
  sumsCell,
  userDaysIn,
  usersIn,
  watchedIn,
} from "./summary-cells.ts";

/*
 * Each statement gives one cell: the client builds rows cell by cell, which for thousands of users takes longer
 * than reading them. Sums stand in the JSON as text, so none is rounded.
 */

const SELECT_USERS = `
  WITH
  recent AS (
    SELECT user,
      sum(iif(bucket >= ?3, bytes_received, 0)) AS today_r, sum(iif(bucket >= ?3, bytes_sent, 0)) AS today_s,
      sum(iif(bucket >= ?2, bytes_received, 0)) AS week_r,  sum(iif(bucket >= ?2, bytes_sent, 0)) AS week_s,
      sum(bytes_received) AS days_r, sum(bytes_sent) AS days_s
    FROM traffic_day WHERE bucket >= ?1 GROUP BY user),
  month AS (
    SELECT user, sum(bytes_received) AS r, sum(bytes_sent) AS s FROM traffic_month WHERE bucket = ?4 GROUP BY user),
  ever AS (
    SELECT user, sum(bytes_received) AS r, sum(bytes_sent) AS s, max(seen_at) AS seen_at, server
    FROM traffic_total GROUP BY user)
  SELECT json_group_array(json_array(
    u.id, hex(u.name), ever.seen_at, ever.server,
    CAST(coalesce(today_r, 0) AS TEXT), CAST(coalesce(today_s, 0) AS TEXT),
    CAST(coalesce(week_r, 0) AS TEXT),  CAST(coalesce(week_s, 0) AS TEXT),
    CAST(coalesce(days_r, 0) AS TEXT),  CAST(coalesce(days_s, 0) AS TEXT),
    CAST(coalesce(month.r, 0) AS TEXT), CAST(coalesce(month.s, 0) AS TEXT),
    CAST(ever.r AS TEXT), CAST(ever.s AS TEXT)))
  FROM ever JOIN users AS u ON u.id = ever.user LEFT JOIN recent USING (user) LEFT JOIN month USING (user)`;

const SELECT_OPEN = `
  SELECT json_group_array(json_array(user, server, n, since, seen_at)) FROM (
    SELECT user, server, count(*) AS n, unixepoch(min(connected_since)) AS since, unixepoch(max(db_updated)) AS seen_at
    FROM connections WHERE ended_at IS NULL GROUP BY user, server)`;

const SELECT_SERVERS = `
  SELECT json_group_array(json_object(
    'id', id, 'name', name, 'source', source, 'problem', problem, 'firstAt', first_at, 'at', snapshot_at,
    'openvpn', openvpn, 'statusInterval', status_interval,
    'intervals', json((
      SELECT json_group_array(gap) FROM (
        SELECT gap FROM observations WHERE server = s.id AND gap IS NOT NULL ORDER BY number DESC LIMIT 10))),
    'received', CAST(unauthenticated_received + coalesce(nobody.r, 0) AS TEXT),
    'sent', CAST(unauthenticated_sent + coalesce(nobody.s, 0) AS TEXT)))
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
  SELECT json_object(
    'sampledAt', unixepoch(table_updated), 'disk', disk, 'diskPercent', disk_percentage, 'memoryPercent', memory,
    'load1', load_average_1, 'load5', load_average_5, 'load15', load_average_15, 'processes', proc_no)
  FROM system_resources ORDER BY table_updated DESC LIMIT 1`;

const SUM_UNPLACED = `
  SELECT json_array(CAST(coalesce(sum(bytes_received), 0) AS TEXT), CAST(coalesce(sum(bytes_sent), 0) AS TEXT))
  FROM unplaced WHERE resolution = 'hour'`;

const SELECT_USERS_DAYS = `
  SELECT json_group_array(json_array(bucket, user, CAST(r AS TEXT), CAST(s AS TEXT))) FROM (
    SELECT bucket, user, sum(bytes_received) AS r, sum(bytes_sent) AS s FROM traffic_day
    WHERE bucket >= ?1 AND user IN (SELECT value FROM json_each(?2)) GROUP BY bucket, user)`;

/** Reads what a report is made of, all of it from one instant of the books. */
export async function loadSummary(database: Database, spans: Spans, placesSince: UnixSeconds): Promise<Summary> {
  const first = BigInt(spans.days[0] ?? 0);
  const statements: InStatement[] = [
    {
      sql: SELECT_USERS,
      args: [first, BigInt(spans.days.at(-8) ?? 0), BigInt(spans.days.at(-2) ?? 0), BigInt(spans.month)],
    },
    SELECT_OPEN,
    SELECT_SERVERS,
    { sql: SELECT_DAYS, args: [first] },
    { sql: SELECT_WATCHED, args: [first] },
    { sql: SELECT_PLACES, args: [BigInt(placesSince)] },
    { sql: COUNT_ADDRESSES, args: [BigInt(placesSince)] },
    SELECT_SAMPLE,
    SUM_UNPLACED,
  ];
  const results = await patiently(database.patience, () => database.client.batch(statements, "read"));
  const cell = (index: number) => results[index]?.rows[0]?.[0];
  const sample = cell(7);
  return {
    users: usersIn(cell(0)),
    open: openIn(cell(1)),
    servers: v.parse(serversCell, cell(2)),
    days: daysIn(cell(3)),
    watched: watchedIn(cell(4)),
    places: placesIn(cell(5)),
    distinctAddresses: Number(cell(6)),
    machine: sample === undefined ? undefined : v.parse(sampleCell, sample),
    unplacedHours: v.parse(sumsCell, cell(8)),
  };
}

/** The daily traffic of some users since an instant. */
export async function loadUserDays(
  database: Database,
  users: readonly number[],
  since: UnixSeconds,
): Promise<DaySums[]> {
  const args = [BigInt(since), JSON.stringify(users)];
  const { rows } = await patiently(database.patience, () => database.client.execute({ sql: SELECT_USERS_DAYS, args }));
  return userDaysIn(rows[0]?.[0]);
}
