import type { Counters } from "../model.ts";
import { largest } from "./largest.ts";
import type { DayView } from "./watched.ts";

/** Pixels of one day across, and of the room above and below the baseline. */
const DAY_WIDTH = 4;
const UP = 22;
const DOWN = 13;

/** The size of a sparkline of 30 days; its baseline is at `baseline`. */
export const SPARKLINE = { width: 30 * DAY_WIDTH, height: UP + 1 + DOWN, baseline: UP } as const;

/** Two outlines, sent above the baseline and received below it, on the user's own scale. */
export interface Sparkline {
  readonly sent: string;
  readonly received: string;
}

/** A stepped outline from the edge `from`: one `V` a day, and days of equal height share one `h`. */
function outline(from: number, heights: readonly number[]): string {
  let path = `M0 ${from}`;
  let run = 0;
  let y = from;
  for (const height of heights) {
    const next = from + height;
    if (next !== y) {
      path += `${run > 0 ? `h${run}` : ""}V${next}`;
      run = 0;
      y = next;
    }
    run += DAY_WIDTH;
  }
  return y === from ? path : `${path}h${run}V${from}`;
}

function pixels(bytes: bigint, scale: number): number {
  return bytes === 0n ? 0 : Math.max(1, Math.round(Number(bytes) * scale));
}

/** The sparkline of a user's days, undefined where nothing moved on any of them. */
export function sparkline(days: readonly Counters[]): Sparkline | undefined {
  const most = largest(days);
  if (most.bytesSent + most.bytesReceived === 0n) return undefined;
  const scale = Math.min(UP / Number(most.bytesSent), DOWN / Number(most.bytesReceived));
  return {
    sent: outline(
      UP,
      days.map((day) => -pixels(day.bytesSent, scale)),
    ),
    received: outline(
      UP + 1,
      days.map((day) => pixels(day.bytesReceived, scale)),
    ),
  };
}

/** The baseline that all sparklines share, cut where nobody watched. */
export function sparklineBase(views: readonly DayView[]): string {
  let path = "";
  views.forEach((view, index) => {
    if (view === "none" || view === "before") return;
    const joins = index > 0 && (views[index - 1] === "whole" || views[index - 1] === "part");
    path += joins ? `h${DAY_WIDTH}` : `M${index * DAY_WIDTH} ${UP + 0.5}h${DAY_WIDTH}`;
  });
  return path;
}
