import type { Resolution } from "../account/calendar.ts";
import type { Interval } from "../account/spread.ts";
import type { Counters, UnixSeconds } from "../model.ts";
import { fill } from "../words/fill.ts";
import { unitSize } from "./byte-units.ts";
import { type ChartBand, chartBands, percent } from "./chart-bands.ts";
import { chartTimes } from "./chart-times.ts";
import { largest } from "./largest.ts";
import type { Locale } from "./locale.ts";
import type { TrafficColumn } from "./traffic-column.ts";
import { type ColumnView, columnView, isBlank } from "./watched.ts";

/** Pixels: the bars' room, above it the readout, below it the dates. */
const TOP = 30;
const ROOM = 222;
const FOOT = 26;

/** A bar fills so much of its column; of very narrow ones nearly all, or the screen's pixels would make a pattern. */
const BAR = 0.62;
const NARROW_BAR = 0.94;
const NARROW = 100;

/** Where, of the width, a date would meet the word at the end: on a narrow screen, and on any. */
const CROWDED = 0.72;
const FULL = 0.93;

/** With more columns than this not every mark has room on a narrow screen. */
const DENSE = { five_minutes: 300, hour: 30, day: 60, month: 14, year: 20 } as const;

/** Lengths across are per cent of the width, lengths down are pixels: bars stretch, text does not. */
export interface TrafficBar {
  /** Its place among the columns. */
  readonly index: number;
  readonly left: string;
  readonly barLeft: string;
  readonly sentHeight: number;
  readonly receivedHeight: number;
  /** What is expected beyond that; 0 where nothing is. */
  readonly sentEstimate: number;
  readonly receivedEstimate: number;
  /** "Tue 16 Sep: ↓ 27.3 GB, ↑ 7.68 GB, 91 % watched". */
  readonly readout: string;
  /** The same to the byte. */
  readonly exact: string;
  /** What stands under it. */
  readonly mark: string | undefined;
  /** On a narrow screen it would meet the end's word, or its neighbours. */
  readonly markCrowded: boolean;
}

/** Traffic over time: sent stands on the baseline, received hangs below it, one scale. */
export interface TrafficChart {
  readonly height: number;
  readonly top: number;
  readonly room: number;
  readonly baseline: number;
  readonly columnWidth: string;
  readonly barWidth: string;
  readonly unit: string;
  readonly ticks: readonly { readonly y: number; readonly label: string }[];
  readonly bands: readonly ChartBand[];
  readonly bars: readonly TrafficBar[];
  /** The column in which most was sent, labelled in the chart itself. */
  readonly peak: { readonly middle: string; readonly y: number; readonly label: string } | undefined;
  /** Under the last column: "today". */
  readonly end: string | undefined;
  /** When somebody was connected, between bars and dates. */
  readonly ribbon: readonly Stretch[];
}

/** A stretch of the chart's width. */
export interface Stretch extends Interval {
  readonly left: string;
  readonly width: string;
}

/** What a chart draws. */
export interface TrafficChartOptions {
  readonly resolution: Resolution;
  readonly columns: readonly TrafficColumn[];
  /** When the books begin; undefined while they are empty. */
  readonly countingSince: UnixSeconds | undefined;
  /** The zone of the days. */
  readonly timeZone: string;
  readonly locale: Locale;
  /** Under the last column where that is now: "today". */
  readonly end?: string | undefined;
  /** When somebody was connected, if that is to be shown. */
  readonly connected?: readonly Interval[] | undefined;
}

function tenth(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}

/** A length that is seen wherever there is a byte. */
function barHeight(bytes: bigint, scale: number): number {
  return bytes === 0n ? 0 : Math.max(1, tenth(Number(bytes) * scale));
}

/** 1, 2, 2.5 or 5 times a power of ten, in a unit, so that about five steps fill the room; whole bytes. */
function niceStep(most: number, size: number): number {
  const rough = most / 5 / size;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const factors = size === 1 && magnitude < 10 ? [1, 2, 5, 10] : [1, 2, 2.5, 5, 10];
  const factor = factors.find((candidate) => candidate * magnitude >= rough) ?? 10;
  return Math.max(1, factor * magnitude * size);
}

interface Readout {
  readonly column: TrafficColumn;
  readonly view: ColumnView;
  readonly name: string;
  readonly locale: Locale;
  readonly format: (bytes: bigint) => string;
}

function readout({ column, view, name, locale, format }: Readout): string {
  const { chart } = locale.words;
  if (isBlank(column, view)) {
    return fill(chart.blank, { when: name, why: view === "before" ? chart.before : chart.notWatched });
  }
  const parts = { when: name, sent: format(column.bytesSent), received: format(column.bytesReceived) };
  const told = fill(chart.readout, parts);
  return view === "part" ? `${told}, ${fill(chart.partly, { share: locale.share(column.watched) })}` : told;
}

/** With what is expected. */
function whole({ bytesReceived, bytesSent, estimate }: TrafficColumn): Counters {
  if (!estimate) return { bytesReceived, bytesSent };
  return {
    bytesReceived: bytesReceived + estimate.bytesReceived,
    bytesSent: bytesSent + estimate.bytesSent,
  };
}

/** Where everything in a chart stands. */
export function trafficChart(options: TrafficChartOptions): TrafficChart {
  const { columns, countingSince, locale, timeZone, resolution } = options;
  const times = chartTimes(resolution, locale, timeZone);
  const { bytesSent: mostSent, bytesReceived: mostReceived } = largest(columns.map(whole));
  const most = { sent: Number(mostSent), received: Number(mostReceived) };
  const scale = most.sent + most.received === 0 ? 0 : ROOM / (most.sent + most.received);
  const baseline = scale === 0 ? TOP + ROOM * 0.75 : tenth(TOP + most.sent * scale);
  const { unit } = locale.quantity(mostSent > mostReceived ? mostSent : mostReceived);
  const size = Number(unitSize(unit));
  const step = scale === 0 ? 0 : niceStep(most.sent + most.received, size);
  const tick = (times: number) => ({
    y: tenth(baseline - times * step * scale),
    label: tickLabel(Math.abs(Number(((times * step) / size).toPrecision(3))), locale),
  });
  const above = step === 0 ? 0 : Math.floor(most.sent / step);
  const below = step === 0 ? 0 : Math.floor(most.received / step);
  const width = 1 / Math.max(1, columns.length);
  const barShare = columns.length > NARROW ? NARROW_BAR : BAR;
  const views = columns.map((column) => columnView(column, countingSince));
  const bars = columns.map((column, index): TrafficBar => {
    const told = { column, view: views[index] ?? "before", name: times.name(column.start), locale };
    return {
      index,
      left: percent(index * width),
      barLeft: percent((index + (1 - barShare) / 2) * width),
      sentHeight: barHeight(column.bytesSent, scale),
      receivedHeight: barHeight(column.bytesReceived, scale),
      sentEstimate: barHeight(column.estimate?.bytesSent ?? 0n, scale),
      receivedEstimate: barHeight(column.estimate?.bytesReceived ?? 0n, scale),
      readout: readout({ ...told, format: locale.bytes }),
      exact: readout({ ...told, format: (bytes) => `${locale.count(bytes)} B` }),
      mark: options.end !== undefined && index * width >= FULL ? undefined : times.mark(column.start),
      markCrowded:
        (options.end !== undefined && index * width >= CROWDED) ||
        (columns.length > DENSE[resolution] && times.isMinor(column.start)),
    };
  });
  const peak = scale === 0 ? -1 : columns.findIndex((column) => whole(column).bytesSent === mostSent);
  return {
    height: TOP + ROOM + FOOT,
    top: TOP,
    room: ROOM,
    baseline,
    columnWidth: percent(width),
    barWidth: percent(width * barShare),
    unit: step === 0 ? "" : unit,
    ticks: Array.from({ length: above + below + 1 }, (_, index) => tick(above - index)),
    bands: bandsOf(columns, views, times.isWeekend),
    bars,
    peak:
      peak >= 0 && most.sent > 0
        ? {
            middle: percent((peak + 0.5) * width),
            y: tenth(baseline - most.sent * scale - 6),
            label: locale.quantity(mostSent).value,
          }
        : undefined,
    end: options.end,
    ribbon: ribbonOf(options),
  };
}

function ribbonOf({ columns, connected = [] }: TrafficChartOptions): readonly Stretch[] {
  const [start = 0, end = 1] = [columns[0]?.start, columns.at(-1)?.end];
  return connected.map((stretch) => ({
    ...stretch,
    left: percent((stretch.start - start) / (end - start)),
    width: percent(Math.max(0.001, (stretch.end - stretch.start) / (end - start))),
  }));
}

function tickLabel(amount: number, locale: Locale): string {
  const [, decimals = ""] = String(amount).split(".");
  return decimals === "" ? locale.count(amount) : locale.decimal(amount, decimals.length);
}

function bandsOf(
  columns: readonly TrafficColumn[],
  views: readonly ColumnView[],
  isWeekend: (start: UnixSeconds) => boolean,
): readonly ChartBand[] {
  const blank = columns.map((column, index) => views[index] === "before" && isBlank(column, "before"));
  return [
    ...chartBands(
      "weekend",
      columns.map(({ start }) => isWeekend(start)),
    ),
    ...chartBands(
      "unwatched",
      views.map((view) => view === "none"),
    ),
    ...chartBands("uncounted", blank),
    ...chartBands(
      "partly-watched",
      views.map((view) => view === "part"),
    ),
  ];
}
