import type { Database } from "../../src/store/open.ts";

/**
 * Fills the books with 31 days of history, or of more by the day and longer: for each user 24 hours a day of traffic
 * at every resolution and 5 ended connections a day, as the stand-in has them. Sizes are what counts here, not
 * conservation.
 */
export async function fillHistory(database: Database, users: number, now: number, days = 31): Promise<void> {
  const names = Array.from({ length: users }, (_, i) => `user${String(i).padStart(6, "0")}`);
  await database.client.batch(
    [
      { sql: "INSERT INTO servers (name) VALUES ('openvpn')", args: [] },
      {
        sql: "INSERT INTO users (name, text) SELECT CAST(value AS BLOB), value FROM json_each(?1)",
        args: [JSON.stringify(names)],
      },
    ],
    "write",
  );
  const numbers = (count: number) =>
    `(WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ${count}) SELECT i FROM n)`;
  const hour = Math.floor(now / 3600) * 3600;
  const day = Math.floor(now / 86_400) * 86_400;
  const fill = (table: string, start: number, step: number, count: number) =>
    `INSERT INTO ${table} (bucket, user, server, bytes_received, bytes_sent)
     SELECT ${start} - n.i * ${step}, u.id, 1, 1000000 + u.id * 37 + n.i * 1009, 10000000 + u.id * 91 + n.i * 4099
     FROM ${numbers(count)} AS n CROSS JOIN users AS u ORDER BY 1, 2`;
  for (const statement of [
    fill("traffic_five_minutes", Math.floor(now / 300) * 300, 300, 48),
    fill("traffic_hour", hour, 3600, 31 * 24),
    fill("traffic_day", day, 86_400, days),
    fill("traffic_month", day - 86_400 * 21, 2_678_400, Math.ceil(days / 31) + 1),
    ...["hour", "day"].map(
      (resolution, index) =>
        `INSERT INTO observed (resolution, bucket, server, seconds)
         SELECT '${resolution}', ${index === 0 ? hour : day} - n.i * ${[3600, 86_400][index]}, 1, ${[3600, 86_400][index]}
         FROM ${numbers(index === 0 ? 31 * 24 : days)} AS n
         WHERE true ON CONFLICT DO UPDATE SET seconds = excluded.seconds`,
    ),
    `UPDATE servers SET first_at = ${day} - ${days} * 86400`,
    fill("traffic_year", day - 86_400 * 325, 31_536_000, 1),
    ...["hour", "day", "month", "year"].map(
      (resolution) =>
        `INSERT INTO observed (resolution, bucket, server, seconds, bytes_received, bytes_sent, users, peak, peak_at, peak_all, peak_all_at)
         SELECT '${resolution}', bucket, 1, 0, sum(bytes_received), sum(bytes_sent), 0, 9, bucket, 9, bucket
         FROM traffic_${resolution} GROUP BY bucket
         ON CONFLICT DO UPDATE SET bytes_received = excluded.bytes_received, bytes_sent = excluded.bytes_sent,
           peak = excluded.peak, peak_at = excluded.peak_at, peak_all = excluded.peak_all, peak_all_at = excluded.peak_all_at`,
    ),
    `INSERT INTO traffic_total SELECT id, 1, 1000000000, 10000000000, ${now} - 60 FROM users`,
    `INSERT INTO connections (
       id, server, user, common_name, real_address, bytes_received, bytes_sent, connected_since, db_updated, client_id,
       connected_since_text, since_steps, seen_steps, seen_fresh, fell, ended_at, end_kind)
     SELECT 4294967296 + u.id * 155 + n.i, 1, u.id, u.text, '203.0.113.9:4000', 1000000, 10000000,
       datetime(${now} - n.i * 17280 - 20000, 'unixepoch'), datetime(${now} - n.i * 17280 - 19000, 'unixepoch'), u.id,
       datetime(${now} - n.i * 17280 - 20000, 'unixepoch'), 0, 0, 1, 0,
       datetime(${now} - n.i * 17280 - 19000, 'unixepoch'), 'inferred'
     FROM users AS u CROSS JOIN ${numbers(155)} AS n`,
    `UPDATE servers SET connections_opened = ${users * 155 + 155}`,
  ])
    await database.client.execute(statement);
}
