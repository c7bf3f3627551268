import type { Config } from "./config.ts";
import { AppError } from "./errors.ts";
import type { Log } from "./log.ts";
import type { Counters, UnixSeconds } from "./model.ts";

/** What the rooms are given of the world. */
export interface Tools {
  readonly log: Log;
  readonly now: () => UnixSeconds;
  /** Undefined where the system has no user ids. */
  readonly uid: number | undefined;
}

export interface ServerRound extends Counters {
  readonly name: string;
  /** `unchanged`: nothing new since the last reading. */
  readonly outcome: "read" | "unchanged" | "stale" | "failed";
  readonly connections: number;
}

/** What one round did. */
export interface Round {
  readonly servers: readonly ServerRound[];
  /** The reports that were written. */
  readonly written: readonly string[];
  readonly cleaned: boolean;
  /** What failed while the rest went on; already logged. */
  readonly failures: readonly AppError[];
}

export type ReportFormat = "text" | "html" | "json";

/** Reads, accounts, samples, cleans when due and writes the reports. Throws only what leaves nothing to go on with. */
export async function runRound(_config: Config, _tools: Tools): Promise<Round> {
  throw new AppError("database", "Cannot run a round: the store is not wired yet");
}

/** The report of what the books hold, without reading anything new. */
export async function renderReport(_config: Config, _format: ReportFormat, _tools: Tools): Promise<string> {
  throw new AppError("database", "Cannot make a report: the store is not wired yet");
}
