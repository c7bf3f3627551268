/** @jsxImportSource preact */
import type { ChartBand } from "../../src/report/chart-bands.ts";
import type { Locale } from "../../src/report/locale.ts";
import {
  type TrafficBar,
  type TrafficChart,
  type TrafficChartOptions,
  trafficChart,
} from "../../src/report/traffic-chart.ts";
import { fill } from "../../src/words/fill.ts";
import { ChartGround } from "./chart-ground.tsx";
import { TrafficTable } from "./traffic-table.tsx";

function above(chart: TrafficChart, ...heights: readonly number[]): number {
  return Math.round((chart.baseline - heights.reduce((sum, height) => sum + height, 0)) * 10) / 10;
}

/** More columns than this are no stops of the keyboard: the table behind them is. */
const MOST_STOPS = 62;

function Bar({ id, bar, chart }: { readonly id: string; readonly bar: TrafficBar; readonly chart: TrafficChart }) {
  const box = { x: bar.barLeft, width: chart.barWidth };
  const { sentHeight, receivedHeight, sentEstimate, receivedEstimate } = bar;
  return (
    <a href={`#${id}-${bar.index}`} class="d" tabindex={chart.bars.length > MOST_STOPS ? -1 : undefined}>
      <title>{bar.exact}</title>
      <rect class="hit" x={bar.left} width={chart.columnWidth} height={chart.top + chart.room} />
      {sentEstimate > 0 && (
        <rect class="est" {...box} y={above(chart, sentHeight, sentEstimate)} height={sentEstimate} />
      )}
      {sentHeight > 0 && <rect class="dn" {...box} y={above(chart, sentHeight)} height={sentHeight} />}
      {receivedHeight > 0 && <rect class="up" {...box} y={chart.baseline + 1} height={receivedHeight} />}
      {receivedEstimate > 0 && (
        <rect class="est" {...box} y={chart.baseline + 1 + receivedHeight} height={receivedEstimate} />
      )}
      <text class="rd e" x="100%" y="11">
        {bar.readout}
      </text>
    </a>
  );
}

function bandLabel({ kind, length, middle }: ChartBand, chart: TrafficChart, { words }: Locale) {
  if (kind === "unwatched") {
    return (
      <text key={middle} class="nw m wide" x={middle} y={chart.top + chart.room / 2}>
        {words.chart.notWatched}
      </text>
    );
  }
  if (kind !== "uncounted" || length < chart.bars.length / 4 || length === chart.bars.length) return;
  return (
    <text key={middle} class="m" x={middle} y={chart.baseline - 12}>
      {words.chart.notCounted}
    </text>
  );
}

function Marks({ chart, locale }: { readonly chart: TrafficChart; readonly locale: Locale }) {
  return (
    <>
      <line class="bl" x2="100%" y1={chart.baseline + 0.5} y2={chart.baseline + 0.5} />
      {chart.bars.map(
        (bar) =>
          bar.mark !== undefined && (
            <text key={bar.index} class={bar.markCrowded ? "roomy" : undefined} x={bar.barLeft} y={chart.height - 6}>
              {bar.mark}
            </text>
          ),
      )}
      {chart.end !== undefined && (
        <text class="e" x="100%" y={chart.height - 6}>
          {chart.end}
        </text>
      )}
      {chart.bands.map((band) => bandLabel(band, chart, locale))}
      {!chart.peak && (
        <text class="m" x="50%" y={chart.baseline - 12}>
          {locale.words.chart.noTraffic}
        </text>
      )}
      {chart.peak && (
        <text class="lab m" x={chart.peak.middle} y={chart.peak.y}>
          {chart.peak.label}
        </text>
      )}
    </>
  );
}

/** When somebody was connected. */
function Ribbon({ chart, locale }: { readonly chart: TrafficChart; readonly locale: Locale }) {
  return (
    <>
      {chart.ribbon.map(({ start, end, left, width }) => (
        <rect key={start} class="on" x={left} width={width} y={chart.top + chart.room + 4} height="3" rx="1.5">
          <title>
            {fill(locale.words.chart.connectedFrom, { start: locale.dayClock(start), end: locale.clock(end) })}
          </title>
        </rect>
      ))}
    </>
  );
}

interface LegendProps {
  readonly locale: Locale;
  readonly gap?: boolean;
  /** The chart shows when somebody was connected. */
  readonly connected?: boolean;
}

/** Which direction is which, said in full once a chart. */
export function TrafficLegend({ locale, gap = true, connected = false }: LegendProps) {
  const { chart } = locale.words;
  return (
    <ul class="legend">
      <li class="k-dn">
        ↓ {chart.sent}
        <span class="wide">{chart.sentMore}</span>
      </li>
      <li class="k-up">
        ↑ {chart.received}
        <span class="wide">{chart.receivedMore}</span>
      </li>
      {connected && <li class="k-on">{chart.connected}</li>}
      {gap && <li class="k-gap">{chart.notWatched}</li>}
    </ul>
  );
}

interface TrafficFigureProps extends TrafficChartOptions {
  /** Of the section, and the beginning of the ids of its rows. */
  readonly id: string;
  /** What the chart shows, for those who do not see it. */
  readonly label: string;
  /** The page's own table of these columns, whose rows have those ids; default: one of the figures, folded up. */
  readonly table?: preact.ComponentChildren;
}

/** Traffic over time: sent stands on the baseline, received hangs below, the figures in a table behind. */
export function TrafficPlot({ id, label, table, ...options }: TrafficFigureProps) {
  const chart = trafficChart(options);
  return (
    <>
      <figure class="plot" data-live={id} aria-label={label}>
        {/* biome-ignore lint/a11y/noSvgWithoutTitle: the figure names it, and a title here would cover those of the bars */}
        <svg width="100%" height={chart.height}>
          <ChartGround chart={chart} />
          {chart.bars.map((bar) => (
            <Bar key={bar.index} id={id} bar={bar} chart={chart} />
          ))}
          <Ribbon chart={chart} locale={options.locale} />
          <Marks chart={chart} locale={options.locale} />
        </svg>
      </figure>
      {table ?? <TrafficTable id={id} label={label} {...options} />}
    </>
  );
}
