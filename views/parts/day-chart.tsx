/** @jsxImportSource preact */
import { type DayBar, type DayChart, dayChart } from "../../src/report/day-chart.ts";
import type { Overview } from "../../src/report/overview.ts";
import { DayTable } from "./day-table.tsx";

function Ground({ chart }: { readonly chart: DayChart }) {
  return (
    <>
      {chart.bands.map(({ kind, left, width }) => (
        <rect key={kind + left} class={kind} x={left} width={width} y={chart.top - 12} height={chart.room + 12} />
      ))}
      {chart.ticks.map(({ y, label }) => (
        <g key={y}>
          <line class="gr" x2="100%" y1={y} y2={y} />
          <text class="e" x="-8" y={y + 4}>
            {label}
          </text>
        </g>
      ))}
      <text class="e" x="-8" y="11">
        {chart.unit}
      </text>
    </>
  );
}

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
      {chart.bands.map(
        ({ kind, middle }) =>
          kind === "unwatched" && (
            <text key={middle} class="nw m wide" x={middle} y={chart.top + chart.room / 2}>
              not watched
            </text>
          ),
      )}
      {chart.bands.map(
        ({ kind, middle, length }) =>
          kind === "uncounted" &&
          length > 7 &&
          length < chart.bars.length && (
            <text key={middle} class="m" x={middle} y={chart.baseline - 12}>
              not counted yet
            </text>
          ),
      )}
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
          <Ground chart={chart} />
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
