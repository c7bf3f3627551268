import { RESOLUTIONS, type Resolution } from "../account/calendar.ts";
import type { HeldConnection, Holdings } from "../report/holdings.ts";
import type { Account } from "./account.ts";
import { TRAFFIC_TABLES } from "./migrations.ts";
import { nameOfHex } from "./names.ts";
import type { Database } from "./open.ts";
import { readCells } from "./read-cells.ts";
import { rowsOf } from "./rows.ts";
import { counters } from "./summary-cells.ts";

/* Each statement gives one cell; ?1 is the user. Bytes stand in them as text. */

const BYTES = "CAST(t.bytes_received AS TEXT), CAST(t.bytes_sent AS TEXT)";

const SELECT_USER = "SELECT json_array(json_array(first_seen_at)) FROM users WHERE id = ?1";

const SELECT_TOTALS = `
  SELECT json_group_array(json_array(s.name, ${BYTES}, seen_at))
  FROM traffic_total AS t JOIN servers AS s ON s.id = server WHERE user = ?1`;

/** Bucket by bucket: rows are keyed by it first, and most are other users'. */
function bucketsOf(table: string): string {
  return `
    WITH RECURSIVE b (bucket) AS (
      SELECT min(bucket) FROM ${table}
      UNION ALL SELECT (SELECT min(t.bucket) FROM ${table} AS t WHERE t.bucket > b.bucket) FROM b WHERE bucket IS NOT NULL)
    SELECT json_group_array(json_array(s.name, ${BYTES}, t.bucket))
    FROM b CROSS JOIN ${table} AS t ON t.bucket = b.bucket AND t.user = ?1 JOIN servers AS s ON s.id = t.server`;
}

const SELECT_BUCKETS = {
  five_minutes: bucketsOf(TRAFFIC_TABLES.five_minutes),
  hour: bucketsOf(TRAFFIC_TABLES.hour),
  day: bucketsOf(TRAFFIC_TABLES.day),
  month: bucketsOf(TRAFFIC_TABLES.month),
  year: bucketsOf(TRAFFIC_TABLES.year),
};

const SELECT_ASIDE = `
  SELECT json_group_array(json_array(s.name, ${BYTES}, kind, resolution)) FROM (
    SELECT server, resolution, bytes_received, bytes_sent, 'unplaced' AS kind FROM unplaced WHERE user = ?1
    UNION ALL SELECT server, resolution, bytes_received, bytes_sent, 'retired' FROM retired WHERE user = ?1) AS t JOIN servers AS s ON s.id = server`;

const SELECT_DROPPED = `
  SELECT json_group_array(json_array(s.name, ${BYTES}))
  FROM forgotten AS t JOIN servers AS s ON s.id = server WHERE user = ?1`;

/** The user's own, and those of nobody that go by the name ?2. */
const SELECT_CONNECTIONS = `
  SELECT json_group_array(json_array(
    s.name, ${BYTES}, iif(ended_at IS NULL, 'open', 'ended'), user IS NOT NULL,
    hex(coalesce(common_name_bytes, common_name)), hex(username), username IS NULL,
    unixepoch(connected_since), unixepoch(db_updated), unixepoch(ended_at), end_kind,
    real_address, city, region, country, provider, virtual_address, virtual_ipv6_address, cipher))
  FROM (
    SELECT c.*, ips.city, ips.region, ips.country, ips.provider FROM connections AS c LEFT JOIN ips ON ips.id = ip_id
    WHERE user = ?1
      OR (user IS NULL AND (username = ?2 OR coalesce(common_name_bytes, CAST(common_name AS BLOB)) = ?2))
    ORDER BY connected_since, c.id) AS t
  JOIN servers AS s ON s.id = server`;

const SELECT_DELETED = `
  SELECT json_group_array(json_array(
    s.name, ${BYTES}, 'deleted', user IS NOT NULL, hex(common_name), '', 1,
    connected_since, t.seen_at, ended_at, end_kind, real_address, NULL, NULL, NULL, NULL, NULL, NULL, NULL))
  FROM (
    SELECT
      server, user, common_name, connected_since, seen_at, ended_at, end_kind, real_address, bytes_received, bytes_sent
    FROM tombstones WHERE user = ?1 OR (user IS NULL AND common_name = ?2) ORDER BY connected_since, id) AS t
  JOIN servers AS s ON s.id = server`;

const SELECT_SIGHTS = `
  SELECT json_group_array(json_array(kind, name, first_at)) FROM (
    SELECT kind, name, first_at FROM first_sights WHERE user = ?1 ORDER BY first_at, kind, key)`;

type Bytes = readonly [server: string, received: string, sent: string];

/** All that the books hold about a user, as of one instant. */
export async function loadHoldings(database: Database, { id, name }: Account): Promise<Holdings> {
  const user = BigInt(id);
  const of = (sql: string) => ({ sql, args: [user] });
  const named = (sql: string) => ({ sql, args: [user, Buffer.from(name, "latin1")] });
  const cell = await readCells(database, {
    user: of(SELECT_USER),
    totals: of(SELECT_TOTALS),
    five_minutes: of(SELECT_BUCKETS.five_minutes),
    hour: of(SELECT_BUCKETS.hour),
    day: of(SELECT_BUCKETS.day),
    month: of(SELECT_BUCKETS.month),
    year: of(SELECT_BUCKETS.year),
    aside: of(SELECT_ASIDE),
    dropped: of(SELECT_DROPPED),
    connections: named(SELECT_CONNECTIONS),
    deleted: named(SELECT_DELETED),
    sights: of(SELECT_SIGHTS),
  });
  const bucketsIn = (resolution: Resolution) =>
    rowsOf<readonly [...Bytes, start: number]>(cell(resolution)).map((row) => ({
      ...bytesIn(row),
      ...{ resolution, start: row[3] },
    }));
  const [[firstSeenAt] = [null]] = rowsOf<readonly [number | null]>(cell("user"));
  return {
    ...{ id, name, firstSeenAt: firstSeenAt ?? undefined },
    totals: rowsOf<readonly [...Bytes, seenAt: number]>(cell("totals")).map((row) => ({
      ...bytesIn(row),
      seenAt: row[3],
    })),
    buckets: RESOLUTIONS.flatMap(bucketsIn),
    aside: rowsOf<readonly [...Bytes, "unplaced" | "retired", resolution: string]>(cell("aside")).map((row) => ({
      ...bytesIn(row),
      ...{ kind: row[3], resolution: row[4] },
    })),
    connections: [...connectionsIn(cell("deleted")), ...connectionsIn(cell("connections"))],
    dropped: rowsOf<Bytes>(cell("dropped")).map(bytesIn),
    sights: rowsOf<readonly [kind: string, name: string, firstAt: number]>(cell("sights")).map(
      ([kind, sight, firstAt]) => ({ kind, name: sight, firstAt }),
    ),
  };
}

function bytesIn([server, received, sent]: readonly [...Bytes, ...unknown[]]) {
  return { server, ...counters(received, sent) };
}

/** A row of SELECT_CONNECTIONS and SELECT_DELETED. */
type ConnectionRow = readonly [
  ...Bytes,
  ...[state: HeldConnection["state"], isUsers: number, nameHex: string, usernameHex: string, hasNoUsername: number],
  ...[start: number, seenAt: number, endedAt: number | null, endKind: string | null, realAddress: string],
  ...[city: string | null, region: string | null, country: string | null, provider: string | null],
  ...[virtualAddress: string | null, virtualIpv6Address: string | null, cipher: string | null],
];

function connectionsIn(cell: unknown): readonly HeldConnection[] {
  return rowsOf<ConnectionRow>(cell).map(([server, received, sent, state, isUsers, nameHex, usernameHex, ...rest]) => {
    const [hasNoUsername, start, seenAt, endedAt, endKind, realAddress, ...more] = rest;
    const [city, region, country, provider, virtualAddress, virtualIpv6Address, cipher] = more;
    return {
      ...{ server, ...counters(received, sent), state, isUsers: isUsers === 1, commonName: nameOfHex(nameHex) },
      username: hasNoUsername === 1 ? undefined : nameOfHex(usernameHex),
      ...{ start, seenAt, end: endedAt === null ? undefined : { at: endedAt, kind: endKind ?? "" }, realAddress },
      city: city ?? undefined,
      region: region ?? undefined,
      country: country ?? undefined,
      provider: provider ?? undefined,
      virtualAddress: virtualAddress ?? undefined,
      virtualIpv6Address: virtualIpv6Address ?? undefined,
      cipher: cipher ?? undefined,
    };
  });
}
