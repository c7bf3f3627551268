/** @jsxImportSource preact */
import { sharedUnit } from "../../src/report/largest.ts";
import type { UserReport } from "../../src/report/user.ts";
import { columnView, isBlank } from "../../src/report/watched.ts";
import { weeksOf } from "../../src/report/year-weeks.ts";
import { fill } from "../../src/words/fill.ts";

/** Weekdays from Monday on, as the words have them: Sunday first. */
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 0] as const;

/** The figures behind the calendar: a week a row. */
export function YearTable({ year: { days, countingSince }, locale }: UserReport) {
  const { userPage: words, chart, weekdaysShort } = locale.words;
  const unit = sharedUnit(days, locale);
  return (
    <details>
      <summary>{chart.table}</summary>
      <div class="scroll" tabindex={0}>
        <table class="plain">
          <caption>{fill(words.yearTable, { unit })}</caption>
          <thead>
            <tr>
              <th scope="col">{words.weekOf}</th>
              {WEEKDAYS.map((weekday) => (
                <th key={weekday} scope="col">
                  {weekdaysShort[weekday]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeksOf(days).map((week) => (
              <tr key={week[0]?.start}>
                <th scope="row">{week[0] && locale.date(week[0].start)}</th>
                {week.map((day) => (
                  <td key={day.start}>
                    {isBlank(day, columnView(day, countingSince))
                      ? "–"
                      : locale.inUnit(day.bytesReceived + day.bytesSent, unit)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
