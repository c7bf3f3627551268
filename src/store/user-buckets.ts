import type { Resolution } from "../account/calendar.ts";
import { TRAFFIC_TABLES } from "./migrations.ts";
import { BUCKET_AMOUNTS } from "./summary-cells.ts";

/* A user's time, as cells; ?1 is the user. */

/**
 * A user's buckets from ?2 on. Buckets come first in the key, and reading them whole would read all users: so each that
 * a server has, whatever zone cut it, is taken from what is kept of it as a whole, and the user's is looked up.
 */
function bucketsOf(resolution: Resolution): string {
  return `
    SELECT ${BUCKET_AMOUNTS} FROM (
      SELECT t.bucket, t.bytes_received, t.bytes_sent
      FROM observed AS o CROSS JOIN ${TRAFFIC_TABLES[resolution]} AS t
        ON t.bucket = o.bucket AND t.user = ?1 AND t.server = o.server
      WHERE o.resolution = '${resolution}' AND o.bucket >= ?2)`;
}

/** A user's buckets from ?2 on, by resolution. */
export const SELECT_BUCKETS = {
  five_minutes: bucketsOf("five_minutes"),
  hour: bucketsOf("hour"),
  day: bucketsOf("day"),
  month: bucketsOf("month"),
  year: bucketsOf("year"),
};

/** Which buckets of a resolution, ?2, were watched, from ?3 on; only of the servers that the user was seen on. */
export const SELECT_WATCHED = `
  SELECT group_concat(bucket) || ';' || group_concat(server) || ';' || group_concat(seconds) FROM observed
  WHERE resolution = ?2 AND bucket >= ?3 AND server IN (SELECT server FROM traffic_total WHERE user = ?1)`;
