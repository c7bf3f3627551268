import { createCalendar } from "../../src/account/calendar.ts";
import type { ArchiveReport, PeriodReport } from "../../src/report/archive.ts";
import type { PeriodSums } from "../../src/report/archive-facts.ts";
import { buildArchive } from "../../src/report/build-archive.ts";
import { buildPeriod, PARTS } from "../../src/report/build-period.ts";
import type { Frame } from "../../src/report/frame.ts";
import { cutsWithin, type PeriodKind, periodNamed } from "../../src/report/period-name.ts";
import { sampleFrame, WRITTEN_AT } from "./sample-frame.ts";

const SERVERS = [
  { id: 1, name: "fra-1", firstAt: WRITTEN_AT - 400 * 86_400, at: WRITTEN_AT - 5, statusInterval: 10, intervals: [] },
  { id: 2, name: "vie <1>", firstAt: WRITTEN_AT - 90 * 86_400, at: WRITTEN_AT - 5, statusInterval: 10, intervals: [] },
];

export interface PeriodSample {
  readonly kind?: PeriodKind;
  readonly name?: string;
  readonly frame?: Partial<Frame>;
  /** Users, the most first. */
  readonly names?: readonly string[];
  readonly lastDeleted?: number;
  readonly monthStartsOn?: number;
}

/** So many bytes on both servers, watched but for an hour of every tenth; a peak each. */
function sums(kind: PeriodKind | "hour", cuts: readonly number[]): PeriodSums[] {
  return cuts.slice(0, -1).flatMap((bucket, index) =>
    SERVERS.filter(() => bucket < WRITTEN_AT).map(({ id }) => ({
      bucket,
      server: id,
      seconds: (cuts[index + 1] ?? bucket) - bucket - (index % 10 === 4 ? 3600 : 0),
      users: id === 1 ? 5 : 1,
      bytesReceived: BigInt((index % 7) + 1) * 1_000_000_000n,
      bytesSent: BigInt((index % 5) + 1) * 9_000_000_000n,
      peak: { connections: 3 + (index % 4), at: bucket + 1800 },
      peakOfAll: kind === "year" ? undefined : { connections: 4 + (index % 4), at: bucket + 1800 },
    })),
  );
}

/** September 2025, as the archive has it; or another period. */
export function samplePeriod({ kind = "month", name = "2025-09", ...sample }: PeriodSample = {}): PeriodReport {
  const calendar = createCalendar("Europe/Vienna", sample.monthStartsOn);
  const bucket = periodNamed(kind, name, calendar);
  if (bucket === undefined) throw new Error(`there is no ${kind} ${name}`);
  const names = sample.names ?? ["ann", "bob"];
  const period = buildPeriod(
    {
      own: sums(kind, [bucket.start, bucket.end]),
      parts: sums(PARTS[kind], cutsWithin(PARTS[kind], bucket, calendar)),
      days: sums("day", cutsWithin("day", bucket, calendar)),
      servers: SERVERS,
      users: names.map((_, index) => ({ user: index + 1, bytesReceived: 1_000_000n, bytesSent: 5_000_000n })),
      lastDeletedHour: sample.lastDeleted,
      lastDeletedDay: sample.lastDeleted,
      before: undefined,
      after: undefined,
    },
    { kind, bucket, now: WRITTEN_AT, calendar, names: new Map(names.map((one, index) => [index + 1, one])) },
  );
  if (period === undefined) throw new Error(`${name} has no page`);
  return { ...sampleFrame(sample.frame), ...period };
}

/** Two years with their months. */
export function sampleArchive(frame: Partial<Frame> = {}, monthStartsOn = 1): ArchiveReport {
  const months = createCalendar("Europe/Vienna", monthStartsOn);
  const from = (count: number) => WRITTEN_AT - count * 86_400;
  const cuts = cutsWithin("month", { start: from(400), end: WRITTEN_AT }, months);
  const years = cutsWithin("year", { start: from(700), end: WRITTEN_AT }, months);
  const facts = { years: sums("year", years), months: sums("month", cuts), servers: SERVERS };
  return { ...sampleFrame(frame), ...buildArchive(facts, { now: WRITTEN_AT, calendar: months }) };
}
