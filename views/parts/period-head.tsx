/** @jsxImportSource preact */
import { Fragment } from "preact";
import type { PeriodRef, PeriodReport } from "../../src/report/archive.ts";
import { periodPath } from "../../src/report/period-path.ts";
import { fill } from "../../src/words/fill.ts";
import { PageLink } from "./page-link.tsx";
import { periodTitle } from "./period-title.ts";

/** Where the period lies, what it is, and its neighbours. */
export function PeriodHead(report: PeriodReport) {
  const { period, start, end, running, billing, within, locale } = report;
  const { archive: words } = locale.words;
  const isLong = period === "year" || (period === "month" && !billing);
  const range = fill(words.range, { from: locale.dayMonth(start), to: locale.date(end - 1) });
  const about = [...(isLong || period === "day" ? [] : [range]), ...(running ? [words.running] : [])];
  return (
    <>
      <p class="crumb">
        <PageLink frame={report} to="archive">
          {words.heading}
        </PageLink>
        {[...within].reverse().map((outer) => (
          <Fragment key={outer.name}>
            {" › "}
            <PageLink frame={report} to={periodPath(outer)}>
              {periodTitle(outer.kind, outer.start, locale)}
            </PageLink>
          </Fragment>
        ))}
      </p>
      <div class="title">
        <h1>
          {periodTitle(period, start, locale)} {about.length > 0 && <span>{about.join(", ")}</span>}
        </h1>
        <nav class="beside" aria-label={words.neighbours}>
          <Neighbour report={report} to={report.previous} label={words.previous} before="← " />
          <Neighbour report={report} to={report.next} label={words.next} after=" →" />
        </nav>
      </div>
    </>
  );
}

interface NeighbourProps {
  readonly report: PeriodReport;
  readonly to: PeriodRef | undefined;
  readonly label: string;
  readonly before?: string;
  readonly after?: string;
}

/** Nothing where there is none, or no way to it. */
function Neighbour({ report, to, label, before = "", after = "" }: NeighbourProps) {
  const href = to && report.link(periodPath(to));
  if (!to || href === undefined) return null;
  const title = periodTitle(to.kind, to.start, report.locale);
  return (
    <a href={href} aria-label={fill(label, { period: title })}>
      {before}
      {title}
      {after}
    </a>
  );
}
