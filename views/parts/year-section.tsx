/** @jsxImportSource preact */
import type { UnixSeconds } from "../../src/model.ts";
import type { ArchiveYear } from "../../src/report/archive.ts";
import type { Frame } from "../../src/report/frame.ts";
import { sharedUnit } from "../../src/report/largest.ts";
import { periodPath } from "../../src/report/period-path.ts";
import { columnView, isBlank } from "../../src/report/watched.ts";
import { Directions } from "./figure.tsx";
import { PageLink } from "./page-link.tsx";
import { PeriodBar } from "./period-bar.tsx";
import { PeriodCells, PeriodHeads } from "./period-cells.tsx";

interface YearProps {
  readonly year: ArchiveYear;
  readonly frame: Frame;
  readonly countingSince: UnixSeconds | undefined;
}

/** What its section is called. */
export function yearId({ name }: ArchiveYear): string {
  return `y${name}`;
}

/** The months of a year, the last first. */
export function YearSection({ year, frame, countingSince }: YearProps) {
  const { locale } = frame;
  const { chart } = locale.words;
  const id = yearId(year);
  const unit = sharedUnit(year.months, locale);
  const view = columnView(year, countingSince);
  return (
    <section class="panel" id={id} aria-labelledby={`h-${id}`}>
      <div class="hd">
        <h2 id={`h-${id}`}>
          <PageLink frame={frame} to={periodPath({ kind: "year", name: year.name })}>
            {locale.year(year.start)}
          </PageLink>
        </h2>
        <span class="sub">
          {view === "before" && isBlank(year, view) ? chart.before : <Directions counters={year} locale={locale} />}
        </span>
      </div>
      {year.months.length > 0 && (
        <div class="scroll">
          <table class="periods">
            <caption class="vh">{`${chart.columns.month}, ${locale.year(year.start)}`}</caption>
            <thead>
              <tr>
                <th scope="col">{chart.columns.month}</th>
                <td class="bar" />
                <PeriodHeads frame={frame} unit={unit} users />
              </tr>
            </thead>
            <tbody>
              {year.months.map((month) => (
                <tr key={month.name}>
                  <th scope="row">
                    <PageLink frame={frame} to={periodPath({ kind: "month", name: month.name })}>
                      {locale.monthName(month.start)}
                    </PageLink>
                    {month.running && <small> {locale.words.archive.running}</small>}
                  </th>
                  <td class="bar">
                    <PeriodBar of={month} length={month.length} />
                  </td>
                  <PeriodCells line={month} frame={frame} unit={unit} users countingSince={countingSince} />
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
