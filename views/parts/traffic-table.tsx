/** @jsxImportSource preact */
import { chartTimes } from "../../src/report/chart-times.ts";
import { sharedUnit } from "../../src/report/largest.ts";
import type { TrafficChartOptions } from "../../src/report/traffic-chart.ts";
import type { TrafficColumn } from "../../src/report/traffic-column.ts";
import { columnView, isBlank } from "../../src/report/watched.ts";
import { fill } from "../../src/words/fill.ts";

interface TrafficTableProps extends TrafficChartOptions {
  readonly id: string;
  readonly label: string;
}

/** The figures behind a chart. */
export function TrafficTable({ id, label, columns, countingSince, locale, ...options }: TrafficTableProps) {
  const { chart } = locale.words;
  const unit = sharedUnit(columns, locale);
  const { name } = chartTimes(options.resolution, locale, options.timeZone);
  const cell = (column: TrafficColumn, bytes: bigint) => (
    <td>{isBlank(column, columnView(column, countingSince)) ? "–" : locale.inUnit(bytes, unit)}</td>
  );
  return (
    <details>
      <summary>{chart.table}</summary>
      <table class="plain">
        <caption class="vh">{label}</caption>
        <thead>
          <tr>
            <th scope="col">{chart.columns[options.resolution]}</th>
            <th scope="col">{fill(chart.sentIn, { unit })}</th>
            <th scope="col">{fill(chart.receivedIn, { unit })}</th>
            <th scope="col">{chart.watched}</th>
          </tr>
        </thead>
        <tbody>
          {columns.map((column, index) => (
            <tr key={column.start} id={`${id}-${index}`}>
              <th scope="row">{name(column.start)}</th>
              {cell(column, column.bytesSent)}
              {cell(column, column.bytesReceived)}
              <td>{columnView(column, countingSince) === "before" ? "–" : locale.share(column.watched)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
