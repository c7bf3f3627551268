import type { UnixSeconds } from "../model.ts";

/** The reader's clocks at one moment. Uptime and boot id are absent where the system does not tell them. */
export interface Moment {
  readonly now: UnixSeconds;
  /** Seconds since boot: unlike the wall clock, never set. */
  readonly uptime: number | undefined;
  readonly bootId: string | undefined;
}

/** OpenVPN's TIME may run ahead of the file's mtime by this much before it is disbelieved. */
const TIME_AHEAD_SECONDS = 60;

/** A wall clock that moved differently from uptime by more than this was set, not merely corrected. */
export const CLOCK_STEP_SECONDS = 300;

/** Longer steps between observations tell how seldom we looked, not how often OpenVPN writes. */
const LONGEST_STATUS_INTERVAL = 600;

/** OpenVPN's own default for `--status file [n]`. */
const DEFAULT_STATUS_INTERVAL = 60;

/** How many intervals between observations are remembered to judge by. */
export const REMEMBERED_INTERVALS = 10;

/**
 * The instant of a status text: its TIME, or the file's mtime in version 1 and where TIME lies more than a
 * minute after it (OpenVPN's clock does not follow a wall clock that was set back: otime.c, update_now).
 */
export function instantOf(time: UnixSeconds | undefined, modifiedAt: UnixSeconds): UnixSeconds {
  return time === undefined || time > modifiedAt + TIME_AHEAD_SECONDS ? modifiedAt : time;
}

/** Seconds by which the wall clock was set between two moments of one boot; 0 where it was not, or cannot be told. */
export function clockStep(before: Moment | undefined, after: Moment): number {
  if (before?.uptime === undefined || after.uptime === undefined || before.bootId !== after.bootId) return 0;
  const step = Math.round(after.now - before.now - (after.uptime - before.uptime));
  return Math.abs(step) > CLOCK_STEP_SECONDS ? step : 0;
}

/** What the wall clock says after it was set back, in one boot or between two; undefined where it was not. */
export function setBackTo(before: Moment | undefined, after: Moment | undefined): UnixSeconds | undefined {
  if (before === undefined || after === undefined) return undefined;
  return before.now - after.now > CLOCK_STEP_SECONDS ? after.now : undefined;
}

/** Whether one moment of a boot was before another, whatever the wall clock says; false where that cannot be told. */
export function isReadBefore(one: Moment, other: Moment | undefined): boolean {
  if (one.uptime === undefined || other?.uptime === undefined || one.bootId !== other.bootId) return false;
  return one.uptime < other.uptime;
}

/** How the clock was set. */
export interface ClockSteps {
  /** Seconds by which the clock was set since the last observation, which was made at `steppedAt`. */
  readonly step: number;
  readonly steppedAt: UnixSeconds | undefined;
  /** All steps of the clock so far, this one included. */
  readonly clockSteps: number;
}

/** What books say of their last snapshot, and of the clocks since (`ServerBooks`). */
interface LastNews {
  readonly at: UnixSeconds | undefined;
  readonly atSteps: number;
  readonly moment: Moment | undefined;
  readonly clockSteps: number;
}

/** When a server's last snapshot was, on the clock of a moment; undefined before the first. */
export function lastNews({ at, atSteps, moment, clockSteps }: LastNews, now: Moment): UnixSeconds | undefined {
  return at === undefined ? undefined : at + clockSteps + clockStep(moment, now) - atSteps;
}

/** When a connection was last seen, on the clock of now. */
export function lastSight(
  { seenAt, seenSteps }: { readonly seenAt: UnixSeconds; readonly seenSteps: number },
  { clockSteps }: Pick<ClockSteps, "clockSteps">,
): UnixSeconds {
  return seenAt + clockSteps - seenSteps;
}

/** When a connection began, on the clock of now. */
export function beginning(
  { connectedSince, sinceSteps }: { readonly connectedSince: UnixSeconds; readonly sinceSteps: number },
  { clockSteps }: Pick<ClockSteps, "clockSteps">,
): UnixSeconds {
  return connectedSince + clockSteps - sinceSteps;
}

/** The steps of the clock before an instant was told: not later than the last observation, it is older than the step. */
export function stepsAt(instant: UnixSeconds, { step, steppedAt, clockSteps }: ClockSteps): number {
  return steppedAt !== undefined && instant <= steppedAt ? clockSteps - step : clockSteps;
}

/** How often OpenVPN writes its status: as configured, else as seen, else OpenVPN's default. */
export function statusInterval(configured: number | undefined, intervals: readonly number[]): number {
  const seen = intervals.filter((seconds) => seconds <= LONGEST_STATUS_INTERVAL);
  return configured ?? median(seen) ?? DEFAULT_STATUS_INTERVAL;
}

/** A source whose last instant is older than three intervals (OpenVPN, when idle, writes up to 10 s late) tells nothing of now. */
export function isStale(at: UnixSeconds, now: UnixSeconds, interval: number): boolean {
  return now - at > Math.max(3 * interval, interval + 15);
}

/**
 * Whether the time between two observations counts as watched: a longer gap than we are used to may hide
 * connections that came and went.
 */
export function isWatched(gap: number, intervals: readonly number[]): boolean {
  return gap > 0 && gap <= Math.max(600, 2.5 * (median(intervals) ?? 0));
}

/** The middle value, the lower of two; undefined of none. */
function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)];
}
