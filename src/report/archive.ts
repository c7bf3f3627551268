import type { Peak } from "../account/books.ts";
import type { Counters, UnixSeconds } from "../model.ts";
import type { Frame } from "./frame.ts";
import type { PeriodKind } from "./period-name.ts";
import type { TrafficColumn } from "./traffic-column.ts";

/** So many users and days are shown; of users, a CSV has all. */
export const TOP_USERS = 20;
export const TOP_DAYS = 5;

/** A period in one line. */
export interface PeriodLine extends TrafficColumn {
  /** As its page is called: "2026-10". Of an hour: its instant. */
  readonly name: string;
  /** It is not over. */
  readonly running: boolean;
  /** With traffic; undefined: not counted, as of hours. */
  readonly users: number | undefined;
  /** Most connections of users at once, over all servers; undefined: not recorded. */
  readonly peak: Peak | undefined;
  /** Its bytes among those of its neighbours here: 1 is the most. */
  readonly length: number;
}

export interface ArchiveYear extends PeriodLine {
  readonly months: readonly PeriodLine[];
}

/** All years and months there are, the last one first. */
export interface Archive {
  /** Undefined while the books are empty. */
  readonly countingSince: UnixSeconds | undefined;
  /** Months are those by which somebody is billed: they do not begin on the first. */
  readonly billing: boolean;
  readonly years: readonly ArchiveYear[];
}

export interface ArchiveReport extends Frame, Archive {}

export interface ArchiveUser extends Counters {
  readonly id: number;
  readonly name: string;
  /** Of all bytes of the period, 0 to 1. */
  readonly share: number;
  /** Of what the first moved. */
  readonly length: number;
}

/** What went through one server in a period. */
export interface ArchiveServer extends Counters {
  readonly name: string;
  readonly peak: Peak | undefined;
  readonly watched: number;
}

/** A year, a month or a day: what its page shows for ever. */
export interface Period extends PeriodLine {
  readonly period: PeriodKind;
  readonly countingSince: UnixSeconds | undefined;
  readonly billing: boolean;
  /** What its parts are: months of a year, days of a month, hours of a day. */
  readonly partKind: "month" | "day" | "hour";
  /** Undefined: they are not kept any more, which happens to hours. */
  readonly parts: readonly PeriodLine[] | undefined;
  /** Bytes of no part: of hours, over too long a gap; or parts were deleted before their sums were kept. */
  readonly elsewhere: Counters;
  /** Most traffic first; undefined: not kept any more, which happens to days. */
  readonly topUsers: readonly ArchiveUser[] | undefined;
  /** Most traffic first; none of a day. */
  readonly topDays: readonly PeriodLine[];
  readonly servers: readonly ArchiveServer[];
  /** The part with most traffic; undefined: there was none, or they are not kept. */
  readonly busiest: PeriodLine | undefined;
  /** Parts that were not watched all the time. */
  readonly gaps: readonly PeriodLine[];
  /** When peaks began to be recorded, where that was within the period; undefined: all of it was. */
  readonly peakSince: UnixSeconds | undefined;
  /** Its neighbours; undefined: there is none in the books. */
  readonly previous: PeriodRef | undefined;
  readonly next: PeriodRef | undefined;
  /** The longer ones it lies in: of a day its month and year, of a month the year. */
  readonly within: readonly PeriodRef[];
}

/** Another period, to be led to. */
export interface PeriodRef {
  readonly kind: PeriodKind;
  readonly name: string;
  readonly start: UnixSeconds;
}

export interface PeriodReport extends Frame, Period {}
