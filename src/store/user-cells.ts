import type { Counters, NameBytes, UnixSeconds } from "../model.ts";
import type { BucketSums, WatchedSums } from "../report/bucket-sums.ts";
import type {
  NewsOfServer,
  PlaceFacts,
  PresenceFacts,
  UserConnectionFacts,
  UserFacts,
  UserPlaceFacts,
} from "../report/user-facts.ts";
import { nameOfHex } from "./names.ts";
import { rowsOf } from "./rows.ts";
import { type Amount, amountsIn, columnsIn, counters } from "./summary-cells.ts";

/* What the cells of `user-books.ts` hold. Bytes stand in them as text. */

type Text = string | null;
type Count = number | null;
type Place = readonly [city: Text, region: Text, country: Text, provider: Text];

/** The one row of a cell; undefined where the cell is NULL. */
function rowIn<Row extends readonly unknown[]>(cell: unknown): Row | undefined {
  return cell === null ? undefined : rowsOf<Row>(`[${cell}]`)[0];
}

function placeOf(city: Text, region: Text, country: Text, provider: Text): PlaceFacts {
  return {
    city: city ?? undefined,
    region: region ?? undefined,
    country: country ?? undefined,
    provider: provider ?? undefined,
  };
}

/** Undefined where there is no such user. */
export function userIn(cell: unknown): { name: NameBytes; firstSeenAt: UnixSeconds | undefined } | undefined {
  const row = rowIn<readonly [nameHex: string, firstSeenAt: Count]>(cell);
  return row && { name: nameOfHex(row[0]), firstSeenAt: row[1] ?? undefined };
}

export function totalsIn(cell: unknown): UserFacts["totals"] {
  const rows = rowsOf<readonly [server: number, seenAt: number, ...Amount]>(cell);
  return rows.map(([server, seenAt, ...bytes]) => ({ server, seenAt, ...counters(...bytes) }));
}

export function newsIn(cell: unknown): NewsOfServer[] {
  type Row = readonly [
    ...[id: number, name: string, firstAt: Count, at: Count, statusInterval: Count],
    intervals: readonly number[],
  ];
  return rowsOf<Row>(cell).map(([id, name, firstAt, at, statusInterval, intervals]) => ({
    id,
    name,
    firstAt: firstAt ?? undefined,
    at: at ?? undefined,
    statusInterval: statusInterval ?? undefined,
    intervals,
  }));
}

/** Bytes by bucket, over all servers, in the order of their beginnings. */
export function bucketsIn(cell: unknown): BucketSums[] {
  return [...amountsIn(cell)].map(([bucket, counters]) => ({ bucket, ...counters }));
}

export function watchedIn(cell: unknown): WatchedSums[] {
  const [buckets = [], servers = [], seconds = []] = columnsIn(cell);
  return buckets.map((bucket, index) => ({
    bucket: Number(bucket),
    server: Number(servers[index]),
    seconds: Number(seconds[index]),
  }));
}

/** The oldest bucket of each resolution, in the order of RESOLUTIONS. */
export function keptIn(cell: unknown): UserFacts["keptSince"] {
  const [five_minutes, hour, day, month, year] = rowIn<readonly Count[]>(cell) ?? [];
  return {
    five_minutes: five_minutes ?? undefined,
    hour: hour ?? undefined,
    day: day ?? undefined,
    month: month ?? undefined,
    year: year ?? undefined,
  };
}

export function unplacedIn(cell: unknown): Map<string, Counters> {
  const rows = rowsOf<readonly [resolution: string, ...Amount]>(cell);
  return new Map(rows.map(([resolution, ...bytes]) => [resolution, counters(...bytes)]));
}

export function connectionsIn(cell: unknown): UserConnectionFacts[] {
  type Row = readonly [
    ...[
      id: number,
      server: number,
      start: number,
      seenAt: number,
      endedAt: Count,
      endKind: "exact" | "inferred" | null,
    ],
    ...[realAddress: string, virtualAddress: Text, virtualIpv6Address: Text, cipher: Text],
    ...[...Place, ...Amount],
  ];
  return rowsOf<Row>(cell).map(
    ([id, server, start, seenAt, endedAt, kind, realAddress, virtualAddress, virtualIpv6Address, cipher, ...rest]) => {
      const [city, region, country, provider, ...bytes] = rest;
      return {
        id,
        server,
        start,
        seenAt,
        end: endedAt === null || kind === null ? undefined : { at: endedAt, kind },
        realAddress,
        virtualAddress: virtualAddress ?? undefined,
        virtualIpv6Address: virtualIpv6Address ?? undefined,
        cipher: cipher ?? undefined,
        place: placeOf(city, region, country, provider),
        ...counters(...bytes),
      };
    },
  );
}

/** How many connections there are, and when the oldest began. */
export function countIn(cell: unknown): readonly [count: number, oldest: UnixSeconds | undefined] {
  const [count, oldest] = rowIn<readonly [number, Count]>(cell) ?? [0, null];
  return [count, oldest ?? undefined];
}

export function presenceIn(cell: unknown): PresenceFacts[] {
  const rows = rowsOf<readonly [server: number, start: number, end: number, open: number]>(cell);
  return rows.map(([server, start, end, open]) => ({ server, start, end, open: open === 1 }));
}

export function userPlacesIn(cell: unknown): UserPlaceFacts[] {
  const rows = rowsOf<readonly [...Place, connections: number, last: number, ...Amount]>(cell);
  return rows.map(([city, region, country, provider, connections, lastSeenAt, ...bytes]) => ({
    ...placeOf(city, region, country, provider),
    connections,
    lastSeenAt,
    ...counters(...bytes),
  }));
}
