import { byteQuantity, formatBytes, formatCount, formatDay, formatShare, unitSize } from "./format.ts";
import { largest } from "./largest.ts";
import type { DayColumn, Overview } from "./overview.ts";
import { type DayView, dayView, isBlank } from "./watched.ts";

/** Pixels: the bars' room, above it the readout, below it the dates. */
const TOP = 30;
const ROOM = 222;
const FOOT = 26;

/** Lengths across are per cent of the width, lengths down are pixels: bars stretch, text does not. */
export interface DayBar {
  /** Its place in `overview.days`. */
  readonly index: number;
  readonly left: string;
  readonly barLeft: string;
  readonly sentHeight: number;
  readonly receivedHeight: number;
  /** "Tue 16 Sep: ↓ 27.3 GB, ↑ 7.68 GB, 91 % watched". */
  readonly readout: string;
  /** The same to the byte. */
  readonly exact: string;
  /** The date under a Monday. */
  readonly mark: string | undefined;
  /** The date would meet "today" on a narrow screen. */
  readonly markCrowded: boolean;
}

/** Neighbouring days that share a ground. */
export interface DayBand {
  readonly kind: "weekend" | "unwatched" | "partly-watched" | "uncounted";
  /** How many days. */
  readonly length: number;
  readonly left: string;
  readonly width: string;
  readonly middle: string;
}

/** The chart of the last days: sent stands on the baseline, received hangs below it, one scale. */
export interface DayChart {
  readonly height: number;
  readonly top: number;
  readonly room: number;
  readonly baseline: number;
  readonly columnWidth: string;
  readonly barWidth: string;
  readonly unit: string;
  readonly ticks: readonly { readonly y: number; readonly label: string }[];
  readonly bands: readonly DayBand[];
  readonly bars: readonly DayBar[];
  /** The day on which most was sent, labelled in the chart itself. */
  readonly peak: { readonly middle: string; readonly y: number; readonly label: string } | undefined;
}

function percent(share: number): string {
  return `${Math.round(share * 10_000) / 100}%`;
}

function tenth(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}

/** A length that is seen wherever there is a byte. */
function barHeight(bytes: bigint, scale: number): number {
  return bytes === 0n ? 0 : Math.max(1, tenth(Number(bytes) * scale));
}

/** 1, 2, 2.5 or 5 times a power of ten, so that about five steps fill the room; whole bytes. */
function niceStep(most: number): number {
  const rough = most / 5;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const factor =
    (magnitude < 10 ? [1, 2, 5, 10] : [1, 2, 2.5, 5, 10]).find((candidate) => candidate * magnitude >= rough) ?? 10;
  return Math.max(1, factor * magnitude);
}

function watchedNote(view: DayView, watched: number): string {
  return view === "part" ? `, ${formatShare(watched)} watched` : "";
}

function readout(day: DayColumn, view: DayView, date: string, format: (bytes: bigint) => string): string {
  if (isBlank(day, view)) return `${date}: ${view === "before" ? "before the books begin" : "not watched"}`;
  return `${date}: ↓ ${format(day.bytesSent)}, ↑ ${format(day.bytesReceived)}${watchedNote(view, day.watched)}`;
}

function bands(kind: DayBand["kind"], days: readonly boolean[]): DayBand[] {
  const found: DayBand[] = [];
  const width = 1 / days.length;
  for (let first = days.indexOf(true); first >= 0; ) {
    const end = days.indexOf(false, first);
    const count = (end < 0 ? days.length : end) - first;
    found.push({
      kind,
      length: count,
      left: percent(first * width),
      width: percent(count * width),
      middle: percent((first + count / 2) * width),
    });
    first = days.indexOf(true, first + count);
  }
  return found;
}

/** Where everything in the chart of `overview.days` stands. */
export function dayChart({ days, timeZone, countingSince }: Overview): DayChart {
  const { bytesSent: mostSent, bytesReceived: mostReceived } = largest(days);
  const most = { sent: Number(mostSent), received: Number(mostReceived) };
  const scale = most.sent + most.received === 0 ? 0 : ROOM / (most.sent + most.received);
  const baseline = scale === 0 ? TOP + ROOM * 0.75 : tenth(TOP + most.sent * scale);
  const step = scale === 0 ? 0 : niceStep(most.sent + most.received);
  const { unit } = byteQuantity(mostSent > mostReceived ? mostSent : mostReceived);
  const size = Number(unitSize(unit));
  const tick = (times: number) => ({
    y: tenth(baseline - times * step * scale),
    label: formatCount(Math.abs(Number(((times * step) / size).toPrecision(3)))),
  });
  const above = step === 0 ? 0 : Math.floor(most.sent / step);
  const below = step === 0 ? 0 : Math.floor(most.received / step);
  const width = 1 / Math.max(1, days.length);
  const dates = days.map((day) => formatDay(day.start, timeZone));
  const views = days.map((day) => dayView(day, countingSince));
  const bars = days.map((day, index): DayBar => {
    const date = dates[index] ?? "";
    const view = views[index] ?? "before";
    return {
      index,
      left: percent(index * width),
      barLeft: percent((index + 0.19) * width),
      sentHeight: barHeight(day.bytesSent, scale),
      receivedHeight: barHeight(day.bytesReceived, scale),
      readout: readout(day, view, date, formatBytes),
      exact: readout(day, view, date, (bytes) => `${formatCount(bytes)} B`),
      mark: date.startsWith("Mon") && index < days.length - 2 ? date.slice(4) : undefined,
      markCrowded: index >= days.length - 8,
    };
  });
  const peak = scale === 0 ? -1 : days.findIndex((day) => day.bytesSent === mostSent);
  const peakDay = days[peak];
  return {
    height: TOP + ROOM + FOOT,
    top: TOP,
    room: ROOM,
    baseline,
    columnWidth: percent(width),
    barWidth: percent(width * 0.62),
    unit: step === 0 ? "" : unit,
    ticks: Array.from({ length: above + below + 1 }, (_, index) => tick(above - index)),
    bands: [
      ...bands(
        "weekend",
        dates.map((date) => date.startsWith("S")),
      ),
      ...bands(
        "unwatched",
        views.map((view) => view === "none"),
      ),
      ...bands(
        "uncounted",
        days.map((day, index) => views[index] === "before" && isBlank(day, "before")),
      ),
      ...bands(
        "partly-watched",
        views.map((view) => view === "part"),
      ),
    ],
    bars,
    peak:
      peakDay && most.sent > 0
        ? {
            middle: percent((peak + 0.5) * width),
            y: tenth(baseline - most.sent * scale - 6),
            label: (most.sent / size).toPrecision(3),
          }
        : undefined,
  };
}
