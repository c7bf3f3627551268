import { sum } from "../account/credit.ts";
import type { Counters, NameBytes } from "../model.ts";
import type { DaySums } from "../report/day-columns.ts";
import type { MachineLine } from "../report/overview.ts";
import type { OpenConnections, ServerSums, Summary, UserSums, WatchedDay } from "../report/summary.ts";
import { nameOfHex } from "./names.ts";
import { rowsOf } from "./rows.ts";

/* What the cells of `summary.ts` hold, and the plain values that come of it. Bytes stand in them as text. */

export type Amount = readonly [received: string, sent: string];

export function counters(received: string, sent: string): Counters {
  return { bytesReceived: BigInt(received), bytesSent: BigInt(sent) };
}

/** Columns of who moved what, as `amountsIn()` reads them. */
export const AMOUNTS = "group_concat(user) || ';' || group_concat(bytes_received) || ';' || group_concat(bytes_sent)";

/** The same by bucket. */
export const BUCKET_AMOUNTS =
  "group_concat(bucket) || ';' || group_concat(bytes_received) || ';' || group_concat(bytes_sent)";

/** Columns of numbers, as group_concat() writes them: none where there are no rows. */
export function columnsIn(cell: unknown): string[][] {
  return typeof cell === "string" ? cell.split(";").map((column) => column.split(",")) : [];
}

export function idsIn(cell: unknown): number[] {
  return (columnsIn(cell)[0] ?? []).map(Number);
}

/** When each user was last seen, through whichever server. */
export function seenIn(cell: unknown): Map<number, number> {
  const [ids = [], instants = []] = columnsIn(cell);
  const seen = new Map<number, number>();
  ids.forEach((text, index) => {
    const id = Number(text);
    seen.set(id, Math.max(seen.get(id) ?? 0, Number(instants[index])));
  });
  return seen;
}

/** Bytes by user, or by bucket, over all of whatever else there is. */
export function amountsIn(cell: unknown): Map<number, Counters> {
  const [ids = [], received = [], sent = []] = columnsIn(cell);
  const amounts = new Map<number, Counters>();
  ids.forEach((text, index) => {
    const id = Number(text);
    const moved = counters(received[index] ?? "0", sent[index] ?? "0");
    const before = amounts.get(id);
    amounts.set(id, before ? sum(before, moved) : moved);
  });
  return amounts;
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

/** Empty where they were not asked for. */
export function namesIn(cell: unknown): Map<number, NameBytes> {
  if (cell === null) return new Map();
  return new Map(rowsOf<readonly [id: number, nameHex: string]>(cell).map(([id, hex]) => [id, nameOfHex(hex)]));
}

export function sumsIn(cell: unknown): Map<number, UserSums> {
  type Row = readonly [...[id: number, nameHex: string, server: number, ...Amount], ...Amount];
  return new Map(
    rowsOf<Row>(cell).map(([id, nameHex, server, everR, everS, monthR, monthS]) => [
      id,
      { id, name: nameOfHex(nameHex), server, allTime: counters(everR, everS), month: counters(monthR, monthS) },
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

/** Bytes by bucket and user; a user of several servers comes several times. */
export function userDaysIn(cell: unknown): DaySums[] {
  const [buckets = [], users = [], received = [], sent = []] = columnsIn(cell);
  return buckets.map((bucket, index) => ({
    bucket: Number(bucket),
    user: Number(users[index]),
    bytesReceived: BigInt(received[index] ?? "0"),
    bytesSent: BigInt(sent[index] ?? "0"),
  }));
}

/** The days of each server as a whole. */
export function watchedDaysIn(cell: unknown): (WatchedDay & Counters)[] {
  type Row = readonly [
    bucket: number,
    server: number,
    seconds: number,
    ...Amount,
    peakOfAll: Count,
    peakOfAllAt: Count,
  ];
  return rowsOf<Row>(cell).map(([bucket, server, seconds, received, sent, connections, at]) => ({
    ...{ bucket, server, seconds, ...counters(received, sent) },
    peakOfAll: connections === null || at === null ? undefined : { connections, at },
  }));
}

type Text = string | null;

/** How many addresses there are, and the places. */
export function placesIn(cell: unknown): Pick<Summary, "places" | "distinctAddresses"> {
  type Row = readonly [city: Text, region: Text, country: Text, provider: Text, users: number, ...Amount];
  const [[distinctAddresses = 0, rows = []] = []] = rowsOf<readonly [number, readonly Row[]]>(`[${cell}]`);
  const places = rows.map(([city, region, country, provider, users, received, sent]) => ({
    city: city ?? undefined,
    region: region ?? undefined,
    country: country ?? undefined,
    provider: provider ?? undefined,
    users,
    ...counters(received, sent),
  }));
  return { places, distinctAddresses };
}

type Count = number | null;

export function serversIn(cell: unknown): ServerSums[] {
  type Row = readonly [
    ...[id: number, name: string, source: Text, problem: Text, firstAt: Count, at: Count],
    ...[openvpn: Text, dco: Count, upSince: Count, stillSince: Count],
    ...[statusInterval: Count, intervals: readonly number[], ...Amount],
  ];
  return rowsOf<Row>(cell).map(
    ([
      id,
      name,
      source,
      problem,
      firstAt,
      at,
      openvpn,
      dco,
      upSince,
      stillSince,
      statusInterval,
      intervals,
      ...bytes
    ]) => ({
      id,
      name,
      source: source ?? "",
      problem: problem ?? undefined,
      firstAt: firstAt ?? undefined,
      at: at ?? undefined,
      openvpn: openvpn ?? undefined,
      dco: dco === null ? undefined : dco === 1,
      upSince: upSince ?? undefined,
      stillSince: stillSince ?? undefined,
      statusInterval: statusInterval ?? undefined,
      intervals,
      unauthenticated: counters(...bytes),
    }),
  );
}

export function machineIn(cell: unknown): MachineLine | undefined {
  if (cell === null) return undefined;
  type Row = readonly [sampledAt: number, disk: string, ...Count[]];
  const [row] = rowsOf<Row>(`[${cell}]`);
  if (row === undefined) return undefined;
  const [sampledAt, disk, ...figures] = row;
  const [diskPercent, memoryPercent, load1, load5, load15, processes] = figures.map((figure) => figure ?? undefined);
  return { sampledAt, disk, diskPercent, memoryPercent, load1, load5, load15, processes };
}
