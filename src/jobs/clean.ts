import type { Log } from "../log.ts";
import type { UnixSeconds } from "../model.ts";
import type { Database } from "../store/open.ts";
import { type CleaningState, clean, cleaningState, delayCleaning, type Retention } from "../store/retention.ts";

export interface Cleaning {
  /** Seconds between two cleanings. */
  readonly interval: number;
  readonly retention: Retention;
  readonly now: UnixSeconds;
  readonly newId: () => string;
  readonly log: Log;
}

/** A cleaning may be late by this. */
const LATE_SECONDS = 3600;

/** One that comes later than this looks as if the clock had been set forward: for as long it must go on before it is believed. */
const TRUST_SECONDS = 25 * 3600;

/** So seldom a `once` may run that cleans all the same. */
const SELDOM_SECONDS = 8 * 86_400;

/**
 * Cleans the books when that is due, and says whether it did. A clock that is set a year ahead by mistake would make
 * everything too old: so a cleaning that comes late, or earlier than the last, waits until the clock has gone on
 * from there for 25 hours (F21).
 */
export async function cleanWhenDue(database: Database, cleaning: Cleaning): Promise<boolean> {
  const { now, log } = cleaning;
  const state = await cleaningState(database);
  switch (dueness(state, cleaning)) {
    case "not yet":
      return false;
    case "odd":
      await delayCleaning(database, now);
      log.warn("cleaning waits for 25 hours: the clock may have been set, or nothing ran for a while", {
        last_cleaned: instant(state.cleanedAt ?? now),
      });
      return false;
    case "due":
      return await clean(database, {
        now,
        retention: cleaning.retention,
        id: cleaning.newId(),
        cleanedAt: state.cleanedAt,
      });
  }
}

function dueness({ cleanedAt, delayedAt }: CleaningState, { interval, now }: Cleaning): "not yet" | "odd" | "due" {
  if (cleanedAt === undefined) return "due";
  const since = now - cleanedAt;
  if (since >= -LATE_SECONDS && since < interval) return "not yet";
  if (since >= 0 && since <= Math.max(interval + LATE_SECONDS, TRUST_SECONDS)) return "due";
  const waited = delayedAt === undefined ? -1 : now - delayedAt;
  // A later jump of the clock begins the waiting anew.
  if (waited < 0 || waited > TRUST_SECONDS + Math.max(interval, SELDOM_SECONDS)) return "odd";
  return waited >= TRUST_SECONDS ? "due" : "not yet";
}

function instant(at: UnixSeconds): string {
  return new Date(at * 1000).toISOString();
}
