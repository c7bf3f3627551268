import type { Bucket, Calendar } from "../account/calendar.ts";
import { NOTHING, sum } from "../account/credit.ts";
import type { Counters, UnixSeconds } from "../model.ts";
import {
  type ArchiveServer,
  type ArchiveUser,
  type Period,
  type PeriodLine,
  type PeriodRef,
  TOP_DAYS,
} from "./archive.ts";
import type { PeriodFacts } from "./archive-facts.ts";
import { isBilling, isCounted } from "./build-archive.ts";
import { highest } from "./highest.ts";
import { bytesOf, periodLines } from "./period-lines.ts";
import { cutsWithin, type PeriodKind, periodName } from "./period-name.ts";
import { countedSince } from "./traffic-series.ts";
import { columnView } from "./watched.ts";

/** What a period is made of. */
export const PARTS = { year: "month", month: "day", day: "hour" } as const;

const WITHIN: Readonly<Record<PeriodKind, readonly PeriodKind[]>> = {
  year: [],
  month: ["year"],
  day: ["month", "year"],
};

export interface PeriodOptions {
  readonly kind: PeriodKind;
  readonly bucket: Bucket;
  readonly now: UnixSeconds;
  readonly calendar: Calendar;
  /** How users may be named here. */
  readonly names: ReadonlyMap<number, string>;
}

/** Makes the page of a period; undefined where the books have nothing of that time. */
export function buildPeriod(facts: PeriodFacts, options: PeriodOptions): Period | undefined {
  const { kind, bucket, now, calendar } = options;
  const { own, servers } = facts;
  const since = countedSince({ now, sums: [], watched: [], servers, keptSince: undefined });
  const shared = { servers, now, calendar };
  const [line] = periodLines({ kind, cuts: [bucket.start, bucket.end], sums: own, ...shared });
  const isKept = own.length > 0 || facts.parts.length > 0 || isCounted(reachOf(kind, bucket, calendar), since, now);
  if (line === undefined || !isKept) return undefined;
  const lines = (part: "month" | "day" | "hour", sums: PeriodFacts["parts"]) =>
    periodLines({ kind: part, cuts: cutsWithin(part, bucket, calendar), sums, ...shared }).filter(
      // Of a running period what is to come is no gap.
      ({ start }) => start <= now,
    );
  const parts =
    kind === "day" && isDeleted(bucket, facts.lastDeletedHour) ? undefined : lines(PARTS[kind], facts.parts);
  const days = kind === "day" ? [] : kind === "month" ? (parts ?? []) : lines("day", facts.days);
  return {
    ...line,
    ...{ period: kind, countingSince: since, billing: isBilling(calendar, now), partKind: PARTS[kind], parts },
    elsewhere: parts && kind !== "year" ? leftOver(line, parts) : NOTHING,
    topUsers: kind === "day" && isDeleted(bucket, facts.lastDeletedDay) ? undefined : topUsers(facts, line, options),
    topDays: mostFirst(days).slice(0, TOP_DAYS),
    busiest: mostFirst(parts ?? [])[0],
    servers: serverLines(facts, line, options),
    gaps: (parts ?? []).filter((part) => ["part", "none"].includes(columnView(part, since))),
    peakSince: peakSince(days, line),
    previous: neighbour(facts.before, bucket.start - 1, since, options),
    next: neighbour(facts.after, bucket.end, since, options),
    within: WITHIN[kind].map((outer) => refTo(outer, bucket.start, calendar)),
  };
}

/** The period with all of the parts that begin in it: a billing month may outlast its year. */
function reachOf(kind: PeriodKind, { start, end }: Bucket, calendar: Calendar): Bucket {
  return { start, end: Math.max(end, cutsWithin(PARTS[kind], { start, end }, calendar).at(-1) ?? end) };
}

/** Those with traffic; equals in the order of time. */
function mostFirst(lines: readonly PeriodLine[]): PeriodLine[] {
  return lines
    .filter((line) => bytesOf(line) > 0n)
    .sort((a, b) => (bytesOf(a) === bytesOf(b) ? a.start - b.start : bytesOf(a) > bytesOf(b) ? -1 : 1));
}

function isDeleted({ start }: Bucket, last: UnixSeconds | undefined): boolean {
  return last !== undefined && start <= last;
}

/** In no direction less than nothing: parts that another zone cut may reach beyond it. */
function leftOver(whole: Counters, parts: readonly Counters[]): Counters {
  const { bytesReceived, bytesSent } = parts.reduce(sum, NOTHING);
  return {
    bytesReceived: whole.bytesReceived > bytesReceived ? whole.bytesReceived - bytesReceived : 0n,
    bytesSent: whole.bytesSent > bytesSent ? whole.bytesSent - bytesSent : 0n,
  };
}

function topUsers({ users }: PeriodFacts, whole: Counters, { names }: PeriodOptions): ArchiveUser[] {
  const [all, most] = [Number(bytesOf(whole)), Number(users[0] ? bytesOf(users[0]) : 0n)];
  return users.map(({ user, bytesReceived, bytesSent }) => {
    const bytes = Number(bytesReceived + bytesSent);
    const part = (of: number) => (of === 0 ? 0 : bytes / of);
    return { id: user, name: names.get(user) ?? "", bytesReceived, bytesSent, share: part(all), length: part(most) };
  });
}

function serverLines({ own, servers }: PeriodFacts, line: PeriodLine, options: PeriodOptions): ArchiveServer[] {
  const { kind, bucket, now, calendar } = options;
  return servers
    .map((server) => ({ server, sums: own.filter((one) => one.server === server.id) }))
    .filter(({ sums }) => sums.length > 0)
    .map(({ server, sums }) => {
      const cuts = [bucket.start, bucket.end];
      const [column = line] = periodLines({ kind, cuts, sums, servers: [server], now, calendar });
      const { bytesReceived, bytesSent, watched } = column;
      return { name: server.name, bytesReceived, bytesSent, watched, peak: highest(sums.map(({ peak }) => peak)) };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Where days were watched before the first one with a peak. */
function peakSince(days: readonly PeriodLine[], { peak }: PeriodLine): UnixSeconds | undefined {
  if (peak === undefined) return undefined;
  const first = days.find((day) => day.peak !== undefined);
  const watched = days.find((day) => day.watched > 0);
  return first && watched && watched.start < first.start ? first.start : undefined;
}

/** The adjacent one, where that is part of the books; else the nearest that has anything. */
function neighbour(
  nearest: UnixSeconds | undefined,
  adjacent: UnixSeconds,
  since: UnixSeconds | undefined,
  { kind, calendar, now }: PeriodOptions,
): PeriodRef | undefined {
  const beside = calendar.bucket(kind, adjacent);
  const at = isCounted(reachOf(kind, beside, calendar), since, now) ? beside.start : nearest;
  return at === undefined ? undefined : refTo(kind, at, calendar);
}

/** The period of a kind in which an instant lies. */
function refTo(kind: PeriodKind, at: UnixSeconds, calendar: Calendar): PeriodRef {
  const { start } = calendar.bucket(kind, at);
  return { kind, name: periodName(kind, start, calendar.timeZone), start };
}
