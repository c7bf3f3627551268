import type { InValue } from "@libsql/client";
import type { UnixSeconds } from "../model.ts";
import type { ConnectionState, Cursor } from "../report/connection-query.ts";
import type { ConnectionSums, LoggedConnection, LoggedServer } from "../report/logged-connection.ts";
import { CONNECTION_FILTERS, type ConnectionFilter, FILTER_ARGUMENTS, resolveFilter } from "./connection-filter.ts";
import { exactSum, exactSumIn } from "./exact-sum.ts";
import type { Database } from "./open.ts";
import { readCells } from "./read-cells.ts";
import { rowsOf } from "./rows.ts";

const LINE = `json_array(
  c.id, c.user, c.server, unixepoch(c.connected_since), unixepoch(c.ended_at), unixepoch(c.db_updated),
  c.end_kind, c.seen_steps - c.since_steps, c.real_address, c.virtual_address, c.virtual_ipv6_address, c.cipher,
  CAST(c.bytes_received AS TEXT), CAST(c.bytes_sent AS TEXT), i.city, i.region, i.country, i.provider)`;

const [SINCE, ID, LIMIT] = [1, 2, 3].map((number) => `?${FILTER_ARGUMENTS + number}`);

/** By the bound on one column alone the index of beginnings is entered at the cursor. */
function selectOlder(filter: string): string {
  return `
    SELECT json_group_array(json(line)) FROM (
      SELECT ${LINE} AS line FROM connections AS c LEFT JOIN ips AS i ON i.id = c.ip_id
      WHERE ${filter} AND c.connected_since <= datetime(${SINCE}, 'unixepoch')
        AND (c.connected_since < datetime(${SINCE}, 'unixepoch') OR c.id < ${ID})
      ORDER BY c.connected_since DESC, c.id DESC LIMIT ${LIMIT})`;
}

function selectNewer(filter: string): string {
  return `
    SELECT json_group_array(json(line)) FROM (
      SELECT ${LINE} AS line FROM connections AS c LEFT JOIN ips AS i ON i.id = c.ip_id
      WHERE ${filter} AND c.connected_since >= datetime(${SINCE}, 'unixepoch')
        AND (c.connected_since > datetime(${SINCE}, 'unixepoch') OR c.id > ${ID})
      ORDER BY c.connected_since, c.id LIMIT ${LIMIT})`;
}

function sumMatching(filter: string): string {
  return `
    SELECT json_array(
      count(*), count(DISTINCT c.user),
      ${exactSum("c.bytes_received")}, ${exactSum("c.bytes_sent")})
    FROM connections AS c WHERE ${filter}`;
}

const { few, any } = CONNECTION_FILTERS;
const STATEMENTS = {
  few: { older: selectOlder(few), newer: selectNewer(few), sums: sumMatching(few) },
  any: { older: selectOlder(any), newer: selectNewer(any), sums: sumMatching(any) },
} as const;

const SELECT_SERVERS = `
  SELECT json_group_array(json_array(id, name, snapshot_at, status_interval, json((
    SELECT json_group_array(gap) FROM (
      SELECT gap FROM observations WHERE server = s.id AND gap IS NOT NULL ORDER BY number DESC LIMIT 10)))))
  FROM (SELECT * FROM servers ORDER BY name) AS s`;

const SELECT_OLDEST = `
  SELECT unixepoch(connected_since) FROM connections WHERE +user IS NOT NULL ORDER BY connected_since LIMIT 1`;

/** Which part of those that match. */
export interface Part {
  /** Undefined: from the newest on. */
  readonly before: Cursor | undefined;
  /** In place of `before`: the ones next to it that are newer. */
  readonly after: Cursor | undefined;
  readonly limit: number;
}

/** No connection begins after this. */
const NEWEST = 253_402_300_798;

export interface ConnectionLog {
  /** Newest first. */
  readonly lines: readonly LoggedConnection[];
  /** There are more of them in the direction that was asked for. */
  readonly more: boolean;
  /** What all that match come to. */
  readonly sums: ConnectionSums;
  /** All there are, by name. */
  readonly servers: readonly LoggedServer[];
  /** When the oldest connection of a user began. */
  readonly keptSince: UnixSeconds | undefined;
}

/** A part of the connections that match, and the sums of all of them. */
export async function loadConnectionLog(
  database: Database,
  filter: ConnectionFilter,
  { before, after, limit }: Part,
): Promise<ConnectionLog> {
  const { kind, args } = await resolveFilter(database, filter);
  const statements = STATEMENTS[kind];
  const { since, id } = after ?? before ?? { since: (filter.begunBy ?? NEWEST) + 1, id: 0 };
  const partArgs = [...args, BigInt(since), BigInt(id), BigInt(limit + 1)];
  const known = knownSums(database, args);
  const started = database.patience.monotonic();
  const cell = await readCells(database, {
    lines: { sql: after ? statements.newer : statements.older, args: partArgs },
    sums: known ? "SELECT NULL" : { sql: statements.sums, args },
    servers: SELECT_SERVERS,
    oldest: SELECT_OLDEST,
  });
  const sums = known ?? sumsIn(cell("sums"));
  if (!known) keepSums(database, args, { sums, took: database.patience.monotonic() - started });
  const servers = serversIn(cell("servers"));
  const found = linesIn(cell("lines"), servers);
  const lines = found.slice(0, limit);
  return {
    lines: after ? lines.reverse() : lines,
    more: found.length > limit,
    sums,
    servers: [...servers.values()],
    keptSince: cell("oldest") === null ? undefined : Number(cell("oldest")),
  };
}

type Text = string | null;

function serversIn(cell: unknown): Map<number, LoggedServer> {
  type Row = readonly [
    ...[id: number, name: string, at: number | null, statusInterval: number | null],
    ...[intervals: readonly number[]],
  ];
  return new Map(
    rowsOf<Row>(cell).map(([id, name, at, statusInterval, intervals]) => [
      id,
      { name, at: at ?? undefined, statusInterval: statusInterval ?? undefined, intervals },
    ]),
  );
}

function linesIn(cell: unknown, servers: ReadonlyMap<number, LoggedServer>): LoggedConnection[] {
  type Row = readonly [
    ...[id: number, user: number, server: number, since: number, endedAt: number | null, seenAt: number],
    ...[endKind: Exclude<ConnectionState, "open"> | null, steps: number, realAddress: string],
    ...[virtualAddress: Text, virtualIpv6Address: Text, cipher: Text, received: string, sent: string],
    ...[city: Text, region: Text, country: Text, provider: Text],
  ];
  return rowsOf<Row>(cell).map(
    ([id, user, server, since, endedAt, seenAt, endKind, steps, realAddress, virtual4, virtual6, cipher, ...rest]) => {
      const [received, sent, city, region, country, provider] = rest;
      const until = endedAt ?? seenAt;
      return {
        ...{ id, user, since, until, realAddress },
        server: servers.get(server)?.name ?? "",
        state: endKind ?? "open",
        seconds: Math.max(0, until - since - steps),
        virtualAddress: virtual4 ?? undefined,
        virtualIpv6Address: virtual6 ?? undefined,
        cipher: cipher ?? undefined,
        bytesReceived: BigInt(received),
        bytesSent: BigInt(sent),
        city: city ?? undefined,
        region: region ?? undefined,
        country: country ?? undefined,
        provider: provider ?? undefined,
      };
    },
  );
}

function sumsIn(cell: unknown): ConnectionSums {
  type Row = readonly [count: number, users: number, received: string, sent: string];
  const [[count, users, received, sent] = [0, 0, "0", "0"]] = rowsOf<Row>(`[${cell}]`);
  return { count, users, bytesReceived: exactSumIn(received), bytesSent: exactSumIn(sent) };
}

interface Kept {
  /** Milliseconds of the monotonic clock. */
  readonly until: number;
  readonly sums: ConnectionSums;
}

/** Adding up reads every connection there is, and whoever turns pages asks again: at most a hundredth of the time may go into that. */
const KEPT_TIMES_AS_LONG = 100;
const MOST_KEPT = 32;

const kept = new WeakMap<Database, Map<string, Kept>>();

function keyOf(args: readonly InValue[]): string {
  return args.map(String).join("\n");
}

function knownSums(database: Database, args: readonly InValue[]): ConnectionSums | undefined {
  const known = kept.get(database)?.get(keyOf(args));
  return known && database.patience.monotonic() < known.until ? known.sums : undefined;
}

function keepSums(
  database: Database,
  args: readonly InValue[],
  { sums, took }: { readonly sums: ConnectionSums; readonly took: number },
): void {
  const all = kept.get(database) ?? new Map<string, Kept>();
  kept.set(database, all);
  if (all.size >= MOST_KEPT) all.clear();
  all.set(keyOf(args), { sums, until: database.patience.monotonic() + KEPT_TIMES_AS_LONG * took });
}
