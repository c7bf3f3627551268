/** @jsxImportSource preact */
import type { TrafficChart } from "../../src/report/traffic-chart.ts";
import { ChartTicks } from "./chart-ticks.tsx";

/** What the bars stand on: weekends, columns not watched, round amounts. */
export function ChartGround({ chart }: { readonly chart: TrafficChart }) {
  return (
    <>
      {chart.bands.map(({ kind, left, width }) => (
        <rect key={kind + left} class={kind} x={left} width={width} y={chart.top - 12} height={chart.room + 12} />
      ))}
      <ChartTicks ticks={chart.ticks} />
      <text class="e" x="-8" y="11">
        {chart.unit}
      </text>
    </>
  );
}
