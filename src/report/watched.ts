import type { UnixSeconds } from "../model.ts";
import type { TrafficColumn } from "./traffic-column.ts";

/** The share of these columns, as far as they have passed and were counted, that some server was watched. */
export function watchedShare(
  columns: readonly TrafficColumn[],
  countingSince: UnixSeconds | undefined,
  now: UnixSeconds,
): number | undefined {
  if (countingSince === undefined) return undefined;
  let watched = 0;
  let counted = 0;
  for (const column of columns) {
    const seconds = Math.max(0, Math.min(column.end, now) - Math.max(column.start, countingSince));
    watched += column.watched * seconds;
    counted += seconds;
  }
  return counted === 0 ? undefined : watched / counted;
}

/** How much of a column was watched, for the eye: all, a part, nothing; or it was before the books began. */
export type ColumnView = "whole" | "part" | "none" | "before";

/** Which of the four a column is. */
export function columnView({ end, watched }: TrafficColumn, countingSince: UnixSeconds | undefined): ColumnView {
  if (countingSince === undefined || end <= countingSince) return "before";
  if (watched <= 0) return "none";
  return watched < 0.995 ? "part" : "whole";
}

/**
 * There is nothing to be said of a column but why. One before the books begin need not be blank: a connection that was
 * open already is spread over its whole time.
 */
export function isBlank({ bytesReceived, bytesSent }: TrafficColumn, view: ColumnView): boolean {
  return (view === "before" || view === "none") && bytesReceived + bytesSent === 0n;
}
