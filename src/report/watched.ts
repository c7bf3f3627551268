import type { UnixSeconds } from "../model.ts";
import type { DayColumn } from "./overview.ts";

/** The share of these days, as far as they have passed and were counted, that some server was watched. */
export function watchedShare(
  days: readonly DayColumn[],
  countingSince: UnixSeconds | undefined,
  now: UnixSeconds,
): number | undefined {
  if (countingSince === undefined) return undefined;
  let watched = 0;
  let counted = 0;
  for (const day of days) {
    const seconds = Math.max(0, Math.min(day.end, now) - Math.max(day.start, countingSince));
    watched += day.watched * seconds;
    counted += seconds;
  }
  return counted === 0 ? undefined : watched / counted;
}

/** How much of a day was watched, for the eye: all, a part, nothing; or it was before the books began. */
export type DayView = "whole" | "part" | "none" | "before";

/** Which of the four a day is. */
export function dayView({ end, watched }: DayColumn, countingSince: UnixSeconds | undefined): DayView {
  if (countingSince === undefined || end <= countingSince) return "before";
  if (watched <= 0) return "none";
  return watched < 0.995 ? "part" : "whole";
}

/**
 * There is nothing to be said of a day but why. One before the books begin need not be blank: a connection that was
 * open already is spread over its whole time.
 */
export function isBlank({ bytesReceived, bytesSent }: DayColumn, view: DayView): boolean {
  return (view === "before" || view === "none") && bytesReceived + bytesSent === 0n;
}
