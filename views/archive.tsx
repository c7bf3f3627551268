/** @jsxImportSource preact */
import type { ArchiveReport, ArchiveYear, PeriodLine } from "../src/report/archive.ts";
import { sharedUnit } from "../src/report/largest.ts";
import { periodPath } from "../src/report/period-path.ts";
import { fill } from "../src/words/fill.ts";
import { Document } from "./document.tsx";
import { Directions } from "./parts/figure.tsx";
import { PageLink } from "./parts/page-link.tsx";
import { PeriodBar } from "./parts/period-bar.tsx";
import { PeriodCells, PeriodHeads } from "./parts/period-cells.tsx";
import { Downloads } from "./parts/period-downloads.tsx";

/** Every year and month that there is, the last first: each leads to a page that stays. */
export function ArchivePage(archive: ArchiveReport) {
  const { years, countingSince, locale } = archive;
  const { archive: words } = locale.words;
  return (
    <Document
      frame={archive}
      title={words.heading}
      styles={["archive"]}
      parts={years.map(({ name }) => ({ id: `y${name}`, label: name }))}
      foot={<BillingNote {...archive} />}
    >
      <h1>
        {words.heading}{" "}
        <span>
          {countingSince === undefined ? words.nothing : fill(words.since, { date: locale.date(countingSince) })}
        </span>
      </h1>
      <div class="years">
        {years.map((year) => (
          <YearSection key={year.name} year={year} archive={archive} />
        ))}
      </div>
      <Downloads frame={archive} path="archive" csv="month" />
    </Document>
  );
}

interface YearProps {
  readonly year: ArchiveYear;
  readonly archive: ArchiveReport;
}

function YearSection({ year, archive }: YearProps) {
  const { locale, countingSince } = archive;
  const { chart } = locale.words;
  const id = `y${year.name}`;
  const unit = sharedUnit(year.months, locale);
  return (
    <section class="panel" id={id} aria-labelledby={`h-${id}`}>
      <div class="hd">
        <h2 id={`h-${id}`}>
          <PageLink frame={archive} to={periodPath({ kind: "year", name: year.name })}>
            {locale.year(year.start)}
          </PageLink>
        </h2>
        <span class="sub">
          <Directions counters={year} locale={locale} />
        </span>
      </div>
      <div class="scroll">
        <table class="periods">
          <caption class="vh">{`${chart.columns.month}, ${locale.year(year.start)}`}</caption>
          <thead>
            <tr>
              <th scope="col">{chart.columns.month}</th>
              <td class="bar" />
              <PeriodHeads frame={archive} unit={unit} users />
            </tr>
          </thead>
          <tbody>
            {year.months.map((month) => (
              <tr key={month.name}>
                <th scope="row">
                  <PageLink frame={archive} to={periodPath({ kind: "month", name: month.name })}>
                    {locale.monthName(month.start)}
                  </PageLink>
                  {month.running && <small> {locale.words.archive.running}</small>}
                </th>
                <td class="bar">
                  <PeriodBar of={month} length={month.length} />
                </td>
                <PeriodCells line={month} frame={archive} unit={unit} users countingSince={countingSince} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** What a billing month is called, by the example of the last one. */
function BillingNote({ billing, years, locale }: ArchiveReport) {
  const [month] = years.flatMap(({ months }): readonly PeriodLine[] => months);
  if (!billing || !month) return null;
  const { archive: words } = locale.words;
  const [from, to] = [locale.date(month.start), locale.date(month.end - 1)];
  return <p>{fill(words.billing, { month: locale.monthYear(month.start), from, to })}</p>;
}
