import type { UnixSeconds } from "../model.ts";
import { fill } from "../words/fill.ts";
import { percent } from "./chart-bands.ts";
import { localTime } from "./local-time.ts";
import type { Locale } from "./locale.ts";
import type { MachineFigure, MachineHistory, MachineStretch, Spread } from "./machine-history.ts";

/** What a chart of lines shows. */
export interface LineChartOptions {
  readonly history: Pick<MachineHistory, "span" | "bins" | "columns">;
  /** The first with its least and most, the others as lines. */
  readonly figures: readonly MachineFigure[];
  /** Of the axis; undefined: what fits. */
  readonly most?: number;
  /** How a value is told, on the axis and in figures. */
  readonly tell: (value: number) => string;
  /** What the lines are called, where there are several. */
  readonly names?: Readonly<Partial<Record<MachineFigure, string>>>;
  readonly locale: Locale;
  readonly timeZone: string;
  /** What is later is to come. */
  readonly now: UnixSeconds;
}

/** A column of figures: where it stands, and what it tells. */
export interface LineColumn {
  readonly left: string;
  readonly width: string;
  readonly mark: string | undefined;
  readonly readout: string;
}

/** Lines over time. Paths are in a square of 1000 by 1000, which is stretched to the chart. */
export interface LineChart {
  readonly top: number;
  readonly room: number;
  readonly height: number;
  readonly ticks: readonly { readonly y: number; readonly label: string }[];
  /** Times without any sample. */
  readonly gaps: readonly { readonly left: string; readonly width: string }[];
  readonly band: string;
  readonly lines: readonly string[];
  readonly columns: readonly LineColumn[];
  readonly isEmpty: boolean;
}

const [TOP, ROOM, BELOW] = [24, 96, 22];
const SIDE = 1000;

/** A line goes on over bins without a sample where samples are this much rarer than bins. */
const LEAST_STEP = 2;

export function lineChart(options: LineChartOptions): LineChart {
  const { history, figures, locale } = options;
  const { bins, columns } = history;
  const most = options.most ?? niceMost(figures, bins);
  const [first] = figures;
  const place = pointPlacer(bins.length, most);
  const width = 1 / columns.length;
  return {
    ...{ top: TOP, room: ROOM, height: TOP + ROOM + BELOW },
    ticks: [0, 0.5, 1].map((share) => ({ y: TOP + ROOM * (1 - share), label: options.tell(most * share) })),
    gaps: first === undefined ? [] : gapsOf(bins, runsOf(bins, first), options.now),
    band:
      first === undefined
        ? ""
        : runsOf(bins, first)
            .map((run) => bandOf(run, place))
            .join(""),
    lines: figures.map((figure) =>
      runsOf(bins, figure)
        .map((run) => lineOf(run, place))
        .join(""),
    ),
    columns: columns.map((column, index) => ({
      left: percent(index * width),
      width: percent(width),
      mark: markOf(column, options),
      readout: fillReadout(column, options, locale),
    })),
    isEmpty: bins.every(({ figures: known }) => figures.every((figure) => known[figure] === undefined)),
  };
}

interface Point {
  readonly index: number;
  readonly spread: Spread;
}

type Placer = (index: number, value: number) => string;

function pointPlacer(count: number, most: number): Placer {
  return (index, value) => {
    const x = ((index + 0.5) / count) * SIDE;
    const y = (1 - Math.min(1, Math.max(0, value / most))) * SIDE;
    return `${Math.round(x * 10) / 10} ${Math.round(y)}`;
  };
}

/** A figure's points, parted where nobody sampled for longer than usual. */
function runsOf(bins: readonly MachineStretch[], figure: MachineFigure): Point[][] {
  const points = bins.flatMap(({ figures }, index): Point[] => {
    const spread = figures[figure];
    return spread ? [{ index, spread }] : [];
  });
  const steps = points.slice(1).map(({ index }, at) => index - (points[at]?.index ?? index));
  const usual = steps.toSorted((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 1;
  const longest = Math.max(LEAST_STEP, 2 * usual);
  const runs: Point[][] = [];
  for (const point of points) {
    const run = runs.at(-1);
    if (run && point.index - (run.at(-1)?.index ?? 0) <= longest) run.push(point);
    else runs.push([point]);
  }
  return runs;
}

/** Where no run is, up to now; the bin of now may still get its sample. */
function gapsOf(bins: readonly MachineStretch[], runs: readonly (readonly Point[])[], now: UnixSeconds) {
  const passed = bins.filter(({ end }) => end <= now).length;
  const edges = runs.flatMap((run) => [run[0]?.index ?? 0, (run.at(-1)?.index ?? 0) + 1]);
  const all = [0, ...edges, Math.max(passed, edges.at(-1) ?? 0)];
  const found: { readonly left: string; readonly width: string }[] = [];
  for (let at = 0; at + 1 < all.length; at += 2) {
    const [from = 0, to = 0] = all.slice(at, at + 2);
    const isWithin = at > 0 && at + 2 < all.length;
    if (to - from >= (isWithin ? 1 : LEAST_STEP + 1))
      found.push({ left: percent(from / bins.length), width: percent((to - from) / bins.length) });
  }
  return found;
}

/** One that stands alone is a dot, which a line of no length with round ends is. */
function lineOf(run: readonly Point[], place: Placer): string {
  const [first, ...rest] = run.map(({ index, spread }) => place(index, spread.mean));
  return `M${first}${rest.length === 0 ? "h.1" : `L${rest.join(" ")}`}`;
}

function bandOf(run: readonly Point[], place: Placer): string {
  const [upper, lower] = [
    run.map(({ index, spread }) => place(index, spread.max)),
    run.map(({ index, spread }) => place(index, spread.min)).reverse(),
  ];
  return `M${[...upper, ...lower].join(" ")}z`;
}

/** A round number that nothing is above: 1, 2 or 5 and zeros. */
function niceMost(figures: readonly MachineFigure[], bins: readonly MachineStretch[]): number {
  const values = bins.flatMap(({ figures: known }) => figures.map((figure) => known[figure]?.max ?? 0));
  const largest = Math.max(0, ...values);
  if (largest === 0) return 1;
  const power = 10 ** Math.floor(Math.log10(largest));
  return ([1, 2, 5].find((step) => step * power >= largest) ?? 10) * power;
}

/** Marks at hours of a day, at the beginnings of days, at Mondays. */
function markOf({ start }: MachineStretch, { history, locale, timeZone }: LineChartOptions): string | undefined {
  switch (history.span) {
    case "24-hours": {
      const { clock } = localTime(start, locale.reader.timeZone);
      return Number(clock.slice(0, 2)) % 3 === 0 ? locale.clock(start) : undefined;
    }
    case "7-days": {
      const { clock, weekday } = localTime(start, timeZone);
      return clock.startsWith("00:00") ? locale.words.weekdaysShort[weekday] : undefined;
    }
    case "31-days":
      return localTime(start, timeZone).weekday === 1 ? locale.dayMonth(start) : undefined;
  }
}

/** When a column is: an hour, a quarter of a day, a day. */
export function columnName({ start, end }: MachineStretch, { history, locale }: LineChartOptions): string {
  return history.span === "31-days" ? locale.day(start) : `${locale.dayClock(start)}–${locale.clock(end)}`;
}

function fillReadout(column: MachineStretch, options: LineChartOptions, locale: Locale): string {
  const { machinePage: words } = locale.words;
  const values = options.figures.flatMap((figure) => {
    const spread = column.figures[figure];
    return spread ? [valueText(figure, spread, options)] : [];
  });
  const told = values.length === 0 ? words.noSamples : values.join("; ");
  return fill(words.readout, { when: columnName(column, options), values: told });
}

function valueText(
  figure: MachineFigure,
  { min, mean, max }: Spread,
  { tell, names, locale }: LineChartOptions,
): string {
  const { machinePage: words } = locale.words;
  const parts = { min: tell(min), mean: tell(mean), max: tell(max) };
  const value = fill(words.spread, parts);
  const name = names?.[figure];
  return name === undefined ? value : fill(words.valued, { name, value });
}
