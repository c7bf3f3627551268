/** @jsxImportSource preact */
import type { ArchiveReport, PeriodLine } from "../src/report/archive.ts";
import { fill } from "../src/words/fill.ts";
import { Document } from "./document.tsx";
import { Downloads } from "./parts/period-downloads.tsx";
import { YearSection, yearId } from "./parts/year-section.tsx";

/** Every year and month that there is, the last first: each leads to a page that stays. */
export function ArchivePage(archive: ArchiveReport) {
  const { years, countingSince, locale } = archive;
  const { archive: words } = locale.words;
  return (
    <Document
      frame={archive}
      title={words.heading}
      styles={["periods", "archive"]}
      parts={years.map((year) => ({ id: yearId(year), label: year.name }))}
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
          <YearSection key={year.name} year={year} frame={archive} countingSince={countingSince} />
        ))}
      </div>
      <Downloads frame={archive} path="archive" csv="month" />
    </Document>
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
