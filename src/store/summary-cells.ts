import type { Counters, NameBytes } from "../model.ts";
import type { MachineLine } from "../report/overview.ts";
import type { DaySums, OpenConnections, ServerSums, Summary, UserSums } from "../report/summary.ts";
import { nameOfHex } from "./names.ts";
import { rowsOf } from "./rows.ts";

/* What the cells of `summary.ts` hold, and the plain values that come of it. Bytes stand in them as text. */

type Amount = readonly [received: string, sent: string];

function counters(received: string, sent: string): Counters {
  return { bytesReceived: BigInt(received), bytesSent: BigInt(sent) };
}

/** Bytes by user. */
export function amountsIn(cell: unknown): Map<number, Counters> {
  const rows = rowsOf<readonly [user: number, ...Amount]>(cell);
  return new Map(rows.map(([user, received, sent]) => [user, counters(received, sent)]));
}

/** What a user moved on the days before today. */
export interface Finished {
  /** Of the last 7. */
  readonly week: Counters;
  /** Of the last 30. */
  readonly days: Counters;
}

export function finishedIn(cell: unknown): Map<number, Finished> {
  type Row = readonly [user: number, weekR: string, weekS: string, daysR: string, daysS: string];
  return new Map(
    rowsOf<Row>(cell).map(([user, weekR, weekS, daysR, daysS]) => [
      user,
      { week: counters(weekR, weekS), days: counters(daysR, daysS) },
    ]),
  );
}

export function namesIn(cell: unknown): Map<number, NameBytes> {
  return new Map(rowsOf<readonly [id: number, nameHex: string]>(cell).map(([id, hex]) => [id, nameOfHex(hex)]));
}

export function sumsIn(cell: unknown): Map<number, UserSums> {
  const rows = rowsOf<readonly [id: number, nameHex: string, server: number, ...Amount]>(cell);
  return new Map(
    rows.map(([id, nameHex, server, received, sent]) => [
      id,
      { id, name: nameOfHex(nameHex), server, allTime: counters(received, sent) },
    ]),
  );
}

/** Two sums in one array. */
export function sumIn(cell: unknown): Counters {
  const [received = "0", sent = "0"] = rowsOf<readonly string[]>(`[${cell}]`)[0] ?? [];
  return counters(received, sent);
}

export function openIn(cell: unknown): OpenConnections[] {
  const rows =
    rowsOf<readonly [user: number | null, server: number, count: number, since: number, seenAt: number]>(cell);
  return rows.map(([user, server, count, since, seenAt]) => ({
    user: user ?? undefined,
    server,
    count,
    since,
    seenAt,
  }));
}

export function daysIn(cell: unknown): Summary["days"] {
  const rows = rowsOf<readonly [bucket: number, ...Amount]>(cell);
  return rows.map(([bucket, received, sent]) => ({ bucket, ...counters(received, sent) }));
}

export function userDaysIn(cell: unknown): DaySums[] {
  const rows = rowsOf<readonly [bucket: number, user: number, ...Amount]>(cell);
  return rows.map(([bucket, user, received, sent]) => ({ bucket, user, ...counters(received, sent) }));
}

export function watchedIn(cell: unknown): Summary["watched"] {
  const rows = rowsOf<readonly [bucket: number, server: number, seconds: number]>(cell);
  return rows.map(([bucket, server, seconds]) => ({ bucket, server, seconds }));
}

type Text = string | null;

export function placesIn(cell: unknown): Summary["places"] {
  const rows =
    rowsOf<readonly [city: Text, region: Text, country: Text, provider: Text, users: number, ...Amount]>(cell);
  return rows.map(([city, region, country, provider, users, received, sent]) => ({
    city: city ?? undefined,
    region: region ?? undefined,
    country: country ?? undefined,
    provider: provider ?? undefined,
    users,
    ...counters(received, sent),
  }));
}

type Count = number | null;

export function serversIn(cell: unknown): ServerSums[] {
  type Row = readonly [
    ...[id: number, name: string, source: Text, problem: Text, firstAt: Count, at: Count],
    ...[openvpn: Text, statusInterval: Count, intervals: readonly number[], ...Amount],
  ];
  return rowsOf<Row>(cell).map(
    ([id, name, source, problem, firstAt, at, openvpn, statusInterval, intervals, received, sent]) => ({
      id,
      name,
      source: source ?? "",
      problem: problem ?? undefined,
      firstAt: firstAt ?? undefined,
      at: at ?? undefined,
      openvpn: openvpn ?? undefined,
      statusInterval: statusInterval ?? undefined,
      intervals,
      unauthenticated: counters(received, sent),
    }),
  );
}

export function machineIn(cell: unknown): MachineLine | undefined {
  if (cell === undefined) return undefined;
  type Row = readonly [sampledAt: number, disk: string, ...Count[]];
  const [row] = rowsOf<Row>(`[${cell}]`);
  if (row === undefined) return undefined;
  const [sampledAt, disk, ...figures] = row;
  const [diskPercent, memoryPercent, load1, load5, load15, processes] = figures.map((figure) => figure ?? undefined);
  return { sampledAt, disk, diskPercent, memoryPercent, load1, load5, load15, processes };
}
