import type { Calendar } from "../account/calendar.ts";
import type { UnixSeconds } from "../model.ts";
import type { PeriodLine } from "./archive.ts";
import type { PeriodSums } from "./archive-facts.ts";
import { highest } from "./highest.ts";
import { isoInstant } from "./iso-instant.ts";
import { type PeriodKind, periodName } from "./period-name.ts";
import type { TrafficColumn } from "./traffic-column.ts";
import { trafficColumns } from "./traffic-series.ts";
import type { NewsOfServer } from "./user-facts.ts";

/**
 * Buckets that were cut in another zone begin hours before or after those of now: each belongs to the period in which
 * it is this long after its beginning.
 */
export const ZONE_SLACK = { hour: 0, day: 12 * 3600, month: 48 * 3600, year: 48 * 3600 } as const;

export type LineKind = PeriodKind | "hour";

export interface LinesOptions {
  readonly kind: LineKind;
  /** The beginnings of the lines, and the end of the last. */
  readonly cuts: readonly UnixSeconds[];
  readonly sums: readonly PeriodSums[];
  readonly servers: readonly NewsOfServer[];
  readonly now: UnixSeconds;
  readonly calendar: Calendar;
}

/** Periods that follow on each other, over all servers. */
export function periodLines({ kind, cuts, servers, now, calendar, ...options }: LinesOptions): PeriodLine[] {
  const sums = options.sums.map((one) => ({ ...one, bucket: cutOf(one.bucket + ZONE_SLACK[kind], cuts) }));
  const byCut = new Map<UnixSeconds, PeriodSums[]>();
  for (const one of sums) byCut.set(one.bucket, [...(byCut.get(one.bucket) ?? []), one]);
  const columns = trafficColumns(cuts, { now, sums, watched: sums, servers, keptSince: undefined });
  const most = columns.reduce((bytes, column) => (bytesOf(column) > bytes ? bytesOf(column) : bytes), 0n);
  return columns.map((column): PeriodLine => {
    const own = byCut.get(column.start) ?? [];
    return {
      ...column,
      name: kind === "hour" ? isoInstant(column.start) : periodName(kind, column.start, calendar.timeZone),
      running: column.start <= now && now < column.end,
      users: kind === "hour" ? undefined : own.reduce((users, one) => users + one.users, 0),
      peak: highest(own.map(({ peakOfAll }) => peakOfAll)),
      length: most === 0n ? 0 : Number(bytesOf(column)) / Number(most),
    };
  });
}

export function bytesOf({ bytesReceived, bytesSent }: Pick<TrafficColumn, "bytesReceived" | "bytesSent">): bigint {
  return bytesReceived + bytesSent;
}

/** Outside all of them: where it is. */
function cutOf(at: UnixSeconds, cuts: readonly UnixSeconds[]): UnixSeconds {
  return cuts.findLast((cut) => cut <= at) ?? at;
}
