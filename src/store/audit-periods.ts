import type { Resolution } from "../account/calendar.ts";
import { cappedSum } from "./capped-sum.ts";
import { TRAFFIC_TABLES } from "./migrations.ts";

/*
 * What is kept of each period of a server as a whole must be what its users' rows add up to, as long as those are
 * kept; and whatever was deleted, the days of a server add up to what its months do, and its years.
 */

const RESOLUTIONS = Object.entries(TRAFFIC_TABLES);

/** Of days whose users' rows were deleted late credits are all that is left there. */
const STILL_KEPT =
  "bucket > coalesce((SELECT CAST(value AS INTEGER) FROM settings WHERE name = 'last_deleted_day'), -1)";

/** A user that was forgotten (`ovpnstats forget`) was one nevertheless: there may be more than are left. */
const OF_USERS = RESOLUTIONS.filter(([resolution]) => ["day", "month", "year"].includes(resolution));

function sumOf(resolution: Resolution, column: string): string {
  return cappedSum(`iif(resolution = '${resolution}', ${column}, 0)`);
}

/** Each gives sentences; none in books that are whole. */
export const SELECT_PERIOD_FAULTS: readonly string[] = [
  ...RESOLUTIONS.map(
    ([resolution, table]) => `
      SELECT 'the ${resolution} bucket of ' || datetime(bucket, 'unixepoch') || ' UTC has ' || r || ' bytes received and '
        || s || ' sent by users of ' || coalesce(servers.name, 'server ' || server) || ', and ' || kept_r || ' and '
        || kept_s || ' as a whole'
      FROM (
        SELECT bucket, server, ${cappedSum("kept_r")} AS kept_r, ${cappedSum("kept_s")} AS kept_s, ${cappedSum("r")} AS r,
          ${cappedSum("s")} AS s
        FROM (
          SELECT bucket, server, bytes_received AS kept_r, bytes_sent AS kept_s, 0 AS r, 0 AS s
          FROM observed WHERE resolution = '${resolution}'
          UNION ALL SELECT bucket, server, 0, 0, bytes_received, bytes_sent FROM ${table})
        WHERE ${resolution === "day" ? STILL_KEPT : "true"} GROUP BY bucket, server)
      LEFT JOIN servers ON servers.id = server
      WHERE (kept_r, kept_s) IS NOT (r, s)`,
  ),
  `SELECT 'all days of ' || coalesce(servers.name, 'server ' || server) || ' add up to ' || day_r || ' bytes received and '
     || day_s || ' sent, and its months to ' || month_r || ' and ' || month_s
   FROM (
     SELECT server,
       ${sumOf("day", "bytes_received")} AS day_r, ${sumOf("day", "bytes_sent")} AS day_s,
       ${sumOf("month", "bytes_received")} AS month_r, ${sumOf("month", "bytes_sent")} AS month_s
     FROM observed GROUP BY server)
   LEFT JOIN servers ON servers.id = server
   WHERE (day_r, day_s) IS NOT (month_r, month_s)
     AND NOT EXISTS (SELECT 1 FROM settings WHERE name = 'last_day_without_sums')`,
  ...OF_USERS.map(
    ([resolution, table]) => `
      SELECT 'the ${resolution} bucket of ' || datetime(bucket, 'unixepoch') || ' UTC counts ' || counted
        || ' users, and has traffic of ' || n
      FROM (SELECT bucket, count(DISTINCT user) AS n FROM ${table} GROUP BY bucket)
      JOIN (SELECT bucket, sum(users) AS counted FROM observed WHERE resolution = '${resolution}' GROUP BY bucket)
        USING (bucket)
      WHERE n > counted AND ${resolution === "day" ? STILL_KEPT : "true"}`,
  ),
  `SELECT n || ' periods had a peak of fewer than 0 connections, or of fewer over all servers than of one' FROM (
     SELECT count(*) AS n FROM observed WHERE peak < 0 OR peak_all < peak OR (peak IS NULL) <> (peak_all IS NULL))
   WHERE n > 0`,
];
