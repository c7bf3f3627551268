/** @jsxImportSource preact */
import type { TrafficChart } from "../../src/report/traffic-chart.ts";

/** What the bars stand on: weekends, columns not watched, round amounts. */
export function ChartGround({ chart }: { readonly chart: TrafficChart }) {
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
