/** @jsxImportSource preact */
import type { Overview } from "../../src/report/overview.ts";
import { TrafficLegend, TrafficPlot } from "./traffic-chart.tsx";

/** Traffic of the last 30 days. */
export function DaysSection({ days, countingSince, timeZone, locale }: Overview) {
  const { chart } = locale.words;
  return (
    <section class="panel" id="days" aria-labelledby="h-days">
      <div class="hd">
        <h2 id="h-days">{chart.byDay}</h2>
        <span class="sub">{chart.last30Days}</span>
        <TrafficLegend locale={locale} />
      </div>
      <TrafficPlot
        id="d"
        label={`${chart.byDay}, ${chart.last30Days}`}
        resolution="day"
        columns={days}
        end={chart.today}
        {...{ countingSince, timeZone, locale }}
      />
    </section>
  );
}
