import type { Calendar } from "../account/calendar.ts";
import type { UnixSeconds } from "../model.ts";
import type { Archive, ArchiveYear, PeriodLine } from "./archive.ts";
import type { ArchiveFacts } from "./archive-facts.ts";
import { localTime } from "./local-time.ts";
import { periodLines, ZONE_SLACK } from "./period-lines.ts";
import { cutsWithin } from "./period-name.ts";
import { countedSince } from "./traffic-series.ts";

interface ArchiveOptions {
  readonly now: UnixSeconds;
  readonly calendar: Calendar;
}

/** Makes the index of all that there is, the last first. */
export function buildArchive(facts: ArchiveFacts, { now, calendar }: ArchiveOptions): Archive {
  const { years, months, servers } = facts;
  const since = countedSince({ now, sums: [], watched: [], servers, keptSince: undefined });
  const inBooks = (line: PeriodLine) => hasAnything(line) || isCounted(line, since, now);
  const starts = since === undefined ? [] : yearsOf(facts, [since, now], calendar);
  const lines = starts.flatMap((start): ArchiveYear[] => {
    const year = calendar.bucket("year", start);
    const cuts = cutsWithin("month", year, calendar);
    const shared = { servers, now, calendar };
    const within = months.filter(({ bucket }) => isWithin(bucket + ZONE_SLACK.month, cuts));
    const own = years.filter(({ bucket }) => isWithin(bucket + ZONE_SLACK.year, [year.start, year.end]));
    return periodLines({ kind: "year", cuts: [year.start, year.end], sums: own, ...shared }).map((line) => ({
      ...line,
      months: periodLines({ kind: "month", cuts, sums: within, ...shared })
        .filter(inBooks)
        .reverse(),
    }));
  });
  return { countingSince: since, billing: isBilling(calendar, now), years: lines.reverse() };
}

/** Months do not begin on the first. */
export function isBilling(calendar: Calendar, now: UnixSeconds): boolean {
  return localTime(calendar.bucket("month", now).start, calendar.timeZone).day !== 1;
}

/** Part of the time of which there are books, though nothing may have come into them then. */
export function isCounted(
  { start, end }: Pick<PeriodLine, "start" | "end">,
  since: UnixSeconds | undefined,
  now: UnixSeconds,
): boolean {
  return since !== undefined && end > since && start <= now;
}

function hasAnything({ bytesReceived, bytesSent, peak }: PeriodLine): boolean {
  return bytesReceived + bytesSent > 0n || peak !== undefined;
}

function isWithin(at: UnixSeconds, cuts: readonly UnixSeconds[]): boolean {
  return at >= (cuts[0] ?? at) && at < (cuts.at(-1) ?? at);
}

/** The beginnings of all years that have anything, oldest first: bytes of their own, or a month that begins in them. */
function yearsOf({ years, months }: ArchiveFacts, more: readonly UnixSeconds[], calendar: Calendar): UnixSeconds[] {
  const inMonths = [...months.map(({ bucket }) => bucket + ZONE_SLACK.month), ...more];
  const instants = [
    ...years.map(({ bucket }) => bucket + ZONE_SLACK.year),
    ...more,
    ...new Set(inMonths.map((at) => calendar.bucket("month", at).start)),
  ];
  return [...new Set(instants.map((at) => calendar.bucket("year", at).start))].sort((a, b) => a - b);
}
