/** @jsxImportSource preact */
import { type DayBand, type DayBar, type DayChart, dayChart } from "../../src/report/day-chart.ts";
import type { Overview } from "../../src/report/overview.ts";
import { ChartGround } from "./chart-ground.tsx";
import { DayTable } from "./day-table.tsx";

function Day({ bar, chart }: { readonly bar: DayBar; readonly chart: DayChart }) {
  const box = { x: bar.barLeft, width: chart.barWidth };
  return (
    <a href={`#d${bar.index}`} class="d">
      <title>{bar.exact}</title>
      <rect class="hit" x={bar.left} width={chart.columnWidth} height={chart.top + chart.room} />
      {bar.sentHeight > 0 && (
        <rect class="dn" {...box} y={Math.round((chart.baseline - bar.sentHeight) * 10) / 10} height={bar.sentHeight} />
      )}
      {bar.receivedHeight > 0 && <rect class="up" {...box} y={chart.baseline + 1} height={bar.receivedHeight} />}
      <text class="rd e" x="100%" y="11">
        {bar.readout}
      </text>
    </a>
  );
}

function bandLabel({ kind, length, middle }: DayBand, chart: DayChart) {
  if (kind === "unwatched") {
    return (
      <text key={middle} class="nw m wide" x={middle} y={chart.top + chart.room / 2}>
        not watched
      </text>
    );
  }
  if (kind !== "uncounted" || length < 8 || length === chart.bars.length) return;
  return (
    <text key={middle} class="m" x={middle} y={chart.baseline - 12}>
      not counted yet
    </text>
  );
}

function Marks({ chart }: { readonly chart: DayChart }) {
  return (
    <>
      <line class="bl" x2="100%" y1={chart.baseline + 0.5} y2={chart.baseline + 0.5} />
      {chart.bars.map(
        (bar) =>
          bar.mark && (
            <text key={bar.index} class={bar.markCrowded ? "roomy" : undefined} x={bar.barLeft} y={chart.height - 6}>
              {bar.mark}
            </text>
          ),
      )}
      <text class="e" x="100%" y={chart.height - 6}>
        today
      </text>
      {chart.bands.map((band) => bandLabel(band, chart))}
      {!chart.peak && (
        <text class="m" x="50%" y={chart.baseline - 12}>
          no traffic yet
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

/** Traffic by day: sent stands on the baseline, received hangs below, the figures in a table behind. */
export function DayChartSection(overview: Overview) {
  const chart = dayChart(overview);
  return (
    <section class="panel" id="days" aria-labelledby="h-days">
      <div class="hd">
        <h2 id="h-days">Traffic by day</h2>
        <span class="sub">last 30 days, weekends shaded</span>
        <ul class="legend">
          <li class="k-dn">
            ↓ sent to the user<span class="wide"> (download)</span>
          </li>
          <li class="k-up">
            ↑ received<span class="wide"> from the user (upload)</span>
          </li>
          <li class="k-gap">not watched</li>
        </ul>
      </div>
      <figure class="plot" aria-label="Traffic by day, last 30 days">
        {/* biome-ignore lint/a11y/noSvgWithoutTitle: the figure names it, and a title here would cover those of the days */}
        <svg width="100%" height={chart.height}>
          <pattern id="gap" width="6" height="6" patternUnits="userSpaceOnUse">
            <circle cx="1.5" cy="1.5" r=".9" />
          </pattern>
          <ChartGround chart={chart} />
          {chart.bars.map((bar) => (
            <Day key={bar.index} bar={bar} chart={chart} />
          ))}
          <Marks chart={chart} />
        </svg>
      </figure>
      <DayTable {...overview} />
    </section>
  );
}
