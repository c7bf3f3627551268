/** @jsxImportSource preact */
import type { PeriodLine, PeriodReport } from "../../src/report/archive.ts";
import { chartTimes } from "../../src/report/chart-times.ts";
import { sharedUnit } from "../../src/report/largest.ts";
import type { Locale } from "../../src/report/locale.ts";
import { periodPath } from "../../src/report/period-path.ts";
import { fill } from "../../src/words/fill.ts";
import { Directions } from "./figure.tsx";
import { Fill } from "./fill.tsx";
import { PageLink } from "./page-link.tsx";
import { PeriodCells, PeriodHeads } from "./period-cells.tsx";
import { TrafficLegend, TrafficPlot } from "./traffic-chart.tsx";

/** The period by its parts: the chart, and under it each part's figures. */
export function PeriodParts(report: PeriodReport) {
  const { partKind, parts, elsewhere, running, billing, countingSince, timeZone, locale } = report;
  const { archive: words, chart } = locale.words;
  const heading = words.parts[partKind];
  return (
    <section class="panel" id="parts" aria-labelledby="h-parts">
      <div class="hd">
        <h2 id="h-parts">{heading}</h2>
        {parts && <TrafficLegend locale={locale} />}
      </div>
      {parts ? (
        <TrafficPlot
          id="p"
          label={heading}
          resolution={partKind}
          columns={parts}
          end={running ? (partKind === "day" ? chart.today : chart.now) : undefined}
          table={<PartsTable report={report} parts={parts} />}
          {...{ countingSince, timeZone, locale }}
        />
      ) : (
        <p class="none">{words.hoursNotKept}</p>
      )}
      {elsewhere.bytesReceived + elsewhere.bytesSent > 0n && (
        <p class="note">
          <Fill
            text={partKind === "hour" ? words.elsewhere : words.elsewhereDays}
            parts={{ bytes: <Directions counters={elsewhere} locale={locale} /> }}
          />
        </p>
      )}
      {billing && partKind === "month" && <BillingYear months={parts ?? []} locale={locale} />}
    </section>
  );
}

/** Why billing months do not add up to their year, by the example of the last one. */
function BillingYear({ months, locale }: { readonly months: readonly PeriodLine[]; readonly locale: Locale }) {
  const month = months.at(-1);
  if (month === undefined) return null;
  const [from, to] = [locale.date(month.start), locale.date(month.end - 1)];
  return (
    <p class="note">{fill(locale.words.archive.billingYear, { month: locale.monthYear(month.start), from, to })}</p>
  );
}

interface PartsTableProps {
  readonly report: PeriodReport;
  readonly parts: readonly PeriodLine[];
}

function PartsTable({ report, parts }: PartsTableProps) {
  const { partKind, countingSince, timeZone, locale } = report;
  const { archive: words, chart } = locale.words;
  const unit = sharedUnit(parts, locale);
  const name = partKind === "month" ? locale.monthName : chartTimes(partKind, locale, timeZone).name;
  const shared = { frame: report, unit, users: partKind !== "hour" };
  return (
    <div class="scroll">
      <table class="periods">
        <caption class="vh">{words.partsTable[partKind]}</caption>
        <thead>
          <tr>
            <th scope="col">{chart.columns[partKind]}</th>
            <PeriodHeads {...shared} />
          </tr>
        </thead>
        <tbody>
          {parts.map((part, index) => (
            <tr key={part.start} id={`p-${index}`}>
              <th scope="row">
                {partKind === "hour" ? (
                  name(part.start)
                ) : (
                  <PageLink frame={report} to={periodPath({ kind: partKind, name: part.name })}>
                    {name(part.start)}
                  </PageLink>
                )}
              </th>
              <PeriodCells line={part} countingSince={countingSince} {...shared} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
