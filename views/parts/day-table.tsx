/** @jsxImportSource preact */
import { formatDay, formatInUnit, formatShare } from "../../src/report/format.ts";
import { sharedUnit } from "../../src/report/largest.ts";
import type { DayColumn, Overview } from "../../src/report/overview.ts";
import { dayView, isBlank } from "../../src/report/watched.ts";

/** The figures behind the chart of days. */
export function DayTable({ days, timeZone, countingSince }: Overview) {
  const unit = sharedUnit(days);
  const cell = (day: DayColumn, bytes: bigint) =>
    isBlank(day, dayView(day, countingSince)) ? <td>–</td> : <td>{formatInUnit(bytes, unit)}</td>;
  return (
    <details>
      <summary>Figures as a table</summary>
      <table class="plain">
        <caption class="vh">Traffic by day</caption>
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col">↓ sent, {unit}</th>
            <th scope="col">↑ received, {unit}</th>
            <th scope="col">Watched</th>
          </tr>
        </thead>
        <tbody>
          {days.map((day, index) => (
            <tr key={day.start} id={`d${index}`}>
              <th scope="row">{formatDay(day.start, timeZone)}</th>
              {cell(day, day.bytesSent)}
              {cell(day, day.bytesReceived)}
              <td>{dayView(day, countingSince) === "before" ? "–" : formatShare(day.watched)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
