import type { Client } from "@libsql/client";
import type { BooksDump, ObservedResolution } from "../oracle/books.ts";

const TABLES = {
  five_minutes: "traffic_five_minutes",
  hour: "traffic_hour",
  day: "traffic_day",
  month: "traffic_month",
  year: "traffic_year",
} as const;

/** Everything that the books hold, read with plain SQL. */
export async function dumpBooks(client: Client): Promise<BooksDump> {
  const select = async (sql: string) =>
    (await client.execute(sql)).rows.map((row) => Object.fromEntries(Object.entries(row)));
  const latin1 = (value: unknown) => {
    const bytes = value instanceof ArrayBuffer ? new Uint8Array(value) : new TextEncoder().encode(String(value));
    return Buffer.from(bytes).toString("latin1");
  };
  const account = (row: Record<string, unknown>) => ({
    user: latin1(row.user),
    server: String(row.server),
    received: BigInt(String(row.received)),
    sent: BigInt(String(row.sent)),
  });
  const traffic = (table: string, extra: string) =>
    select(`SELECT ${extra} AS extra, u.name AS user, s.name AS server, bytes_received AS received, bytes_sent AS sent
      FROM ${table} AS t JOIN users AS u ON u.id = t.user JOIN servers AS s ON s.id = t.server`);
  const buckets = async (table: string, bucket = "bucket") =>
    (await traffic(table, bucket)).map((row) => ({ bucket: Number(row.extra), ...account(row) }));
  const aside = async (table: string) =>
    (await traffic(table, "resolution")).map((row) => ({ resolution: String(row.extra) as "hour", ...account(row) }));
  const connection = (row: Record<string, unknown>) => ({
    server: String(row.server),
    commonName: latin1(row.name),
    connectedSince: Number(row.since),
    clientId: row.client_id === null ? null : Number(row.client_id),
    realAddress: String(row.real_address),
    user: row.user === null ? null : latin1(row.user),
    received: BigInt(String(row.received)),
    sent: BigInt(String(row.sent)),
  });
  const connections = await select(`
    SELECT s.name AS server, coalesce(common_name_bytes, CAST(common_name AS BLOB)) AS name, client_id, real_address,
      unixepoch(connected_since) AS since, u.name AS user, bytes_received AS received, bytes_sent AS sent,
      unixepoch(db_updated) + s.clock_steps - c.seen_steps AS seen_at, unixepoch(ended_at) AS ended_at, end_kind
    FROM connections AS c JOIN servers AS s ON s.id = c.server LEFT JOIN users AS u ON u.id = c.user`);
  const tombstones = await select(`
    SELECT s.name AS server, common_name AS name, client_id, real_address,
      connected_since AS since, u.name AS user, bytes_received AS received, bytes_sent AS sent
    FROM tombstones AS t JOIN servers AS s ON s.id = t.server LEFT JOIN users AS u ON u.id = t.user`);
  const observed = await select(
    "SELECT resolution, bucket, s.name AS server, seconds FROM observed AS o JOIN servers AS s ON s.id = o.server",
  );
  const periods = await select(`
    SELECT resolution, bucket, s.name AS server, bytes_received AS received, bytes_sent AS sent, users,
      peak, peak_at, peak_all, peak_all_at
    FROM observed AS o JOIN servers AS s ON s.id = o.server`);
  const peak = (connections: unknown, at: unknown) =>
    connections === null ? null : ([Number(connections), Number(at)] as const);
  const unauthenticated = await select(`
    SELECT s.name AS server,
      s.unauthenticated_received + coalesce(sum(n.bytes_received), 0) AS received,
      s.unauthenticated_sent     + coalesce(sum(n.bytes_sent), 0)     AS sent
    FROM servers AS s LEFT JOIN (
      SELECT server, bytes_received, bytes_sent FROM connections WHERE user IS NULL AND ended_at IS NOT NULL
      UNION ALL SELECT server, bytes_received, bytes_sent FROM tombstones WHERE user IS NULL) AS n ON n.server = s.id
    GROUP BY s.id`);
  return {
    buckets: {
      five_minutes: await buckets(TABLES.five_minutes),
      hour: await buckets(TABLES.hour),
      day: await buckets(TABLES.day),
      month: await buckets(TABLES.month),
      year: await buckets(TABLES.year),
      total: await buckets("traffic_total", "0"),
    },
    unplaced: await aside("unplaced"),
    retired: await aside("retired"),
    forgotten: (await traffic("forgotten", "0")).map(account),
    connections: connections.map((row) => ({
      ...connection(row),
      seenAt: Number(row.seen_at),
      endedAt: row.ended_at === null ? null : Number(row.ended_at),
      end: row.end_kind === null ? null : (String(row.end_kind) as "inferred" | "exact"),
    })),
    tombstones: tombstones.map(connection),
    observed: observed.map((row) => ({
      resolution: String(row.resolution) as ObservedResolution,
      bucket: Number(row.bucket),
      server: String(row.server),
      seconds: Number(row.seconds),
    })),
    periods: periods.map((row) => ({
      resolution: String(row.resolution) as ObservedResolution,
      bucket: Number(row.bucket),
      server: String(row.server),
      received: BigInt(String(row.received)),
      sent: BigInt(String(row.sent)),
      users: Number(row.users),
      peak: peak(row.peak, row.peak_at),
      peakOfAll: peak(row.peak_all, row.peak_all_at),
    })),
    unauthenticated: unauthenticated.map((row) => ({
      server: String(row.server),
      received: BigInt(String(row.received)),
      sent: BigInt(String(row.sent)),
    })),
  };
}
