import type { Counters } from "../model.ts";
import { largest } from "./largest.ts";
import type { ColumnView } from "./watched.ts";

/** Pixels of one day across, and of the room above and below the baseline: 150 by 36 for 30 days, as in style.css. */
const DAY_WIDTH = 5;
const UP = 22;
const DOWN = 13;

/** Two outlines, sent above the baseline and received below it, on the user's own scale. */
export interface Sparkline {
  readonly sent: string;
  readonly received: string;
}

/** A stepped outline from the edge: one `V` where the height changes, days of equal height in one `h`. */
function outline(edge: number, days: readonly Counters[], direction: keyof Counters, pixelsPerByte: number): string {
  let path = `M0 ${edge}`;
  let y = edge;
  let run = 0;
  for (const day of days) {
    const bytes = day[direction];
    // A pixel wherever there is a byte.
    const pixels = bytes === 0n ? 0 : Math.round(Number(bytes) * pixelsPerByte) || Math.sign(pixelsPerByte);
    if (edge + pixels !== y) {
      y = edge + pixels;
      path += run === 0 ? `V${y}` : `h${run}V${y}`;
      run = 0;
    }
    run += DAY_WIDTH;
  }
  return y === edge ? path : `${path}h${run}V${edge}`;
}

/** The sparkline of a user's days, undefined where nothing moved on any of them. */
export function sparkline(days: readonly Counters[]): Sparkline | undefined {
  const most = largest(days);
  if (most.bytesSent + most.bytesReceived === 0n) return undefined;
  const scale = Math.min(UP / Number(most.bytesSent), DOWN / Number(most.bytesReceived));
  return {
    sent: outline(UP, days, "bytesSent", -scale),
    received: outline(UP + 1, days, "bytesReceived", scale),
  };
}

/** The baseline that all sparklines share, cut where nobody watched. */
export function sparklineBase(views: readonly ColumnView[]): string {
  let path = "";
  let drawing = false;
  views.forEach((view, index) => {
    const watched = view === "whole" || view === "part";
    if (watched) path += drawing ? `h${DAY_WIDTH}` : `M${index * DAY_WIDTH} ${UP + 0.5}h${DAY_WIDTH}`;
    drawing = watched;
  });
  return path;
}
