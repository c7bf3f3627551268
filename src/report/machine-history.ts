import type { UnixSeconds } from "../model.ts";
import type { Frame } from "./frame.ts";
import type { MachineSpan } from "./machine-query.ts";
import type { MachineLine, ServerState } from "./overview.ts";

/** What is sampled of the machine. */
export const MACHINE_FIGURES = ["disk", "memory", "load1", "load5", "load15", "processes", "database"] as const;
export type MachineFigure = (typeof MACHINE_FIGURES)[number];

/** A figure over a stretch of time. */
export interface Spread {
  readonly min: number;
  readonly mean: number;
  readonly max: number;
}

/** A stretch of time; a figure of which there was no sample is absent. */
export interface MachineStretch {
  readonly start: UnixSeconds;
  readonly end: UnixSeconds;
  readonly samples: number;
  readonly figures: Readonly<Partial<Record<MachineFigure, Spread>>>;
}

/** A start of OpenVPN; `inferred`: not later than that. */
export interface RestartLine {
  readonly at: UnixSeconds;
  readonly kind: "exact" | "inferred";
}

/** A time without news from a server. */
export interface Outage {
  readonly kind: "stale" | "failing";
  readonly from: UnixSeconds;
  /** Undefined: it lasts. */
  readonly to: UnixSeconds | undefined;
  /** Why, where reading failed. */
  readonly problem: string | undefined;
}

/** A time in which a server was not watched, all of it or so many seconds. */
export interface Unwatched {
  readonly from: UnixSeconds;
  readonly to: UnixSeconds;
  readonly seconds: number;
}

/** A server over the span, the latest first. */
export interface ServerHistory {
  readonly name: string;
  readonly state: ServerState;
  readonly lastNewsAt: UnixSeconds | undefined;
  /** "2.6.14". */
  readonly version: string | undefined;
  readonly upSince: UnixSeconds | undefined;
  readonly dco: boolean | undefined;
  readonly restarts: readonly RestartLine[];
  readonly outages: readonly Outage[];
  readonly unwatched: readonly Unwatched[];
  /** Of the span since its books begin, 0 to 1; undefined: they do not begin in it. */
  readonly watched: number | undefined;
}

/** How the database grows. */
export interface DatabaseGrowth {
  readonly bytes: number;
  /** Of the span's samples; undefined: too few to tell. */
  readonly perDay: number | undefined;
}

/** The machine and its servers over a span. */
export interface MachineHistory {
  readonly span: MachineSpan;
  readonly from: UnixSeconds;
  /** The end of the last column, which is to come. */
  readonly to: UnixSeconds;
  /** The newest sample there is, however old. */
  readonly latest: MachineLine | undefined;
  /** Undefined: no sample tells its size. */
  readonly database: DatabaseGrowth | undefined;
  /** What lines are drawn by. */
  readonly bins: readonly MachineStretch[];
  /** What is told in figures: so many bins each. */
  readonly columns: readonly MachineStretch[];
  readonly servers: readonly ServerHistory[];
}

/** The page of the machine. */
export interface MachineReport extends Frame, MachineHistory {}
