/** @jsxImportSource preact */
import type { PeriodReport } from "../../src/report/archive.ts";
import { chartTimes } from "../../src/report/chart-times.ts";
import { fill } from "../../src/words/fill.ts";
import { Directions, Figure, TrafficFigure } from "./figure.tsx";

/** The figures of a period: traffic, users, the most connections at once, its busiest part, what was watched. */
export function PeriodFigures(report: PeriodReport) {
  const { locale, users = 0, watched, gaps, partKind, parts } = report;
  const { archive: words, figures, counts } = locale.words;
  return (
    <section aria-labelledby="h-figures">
      <h2 id="h-figures" class="vh">
        {figures.heading}
      </h2>
      <dl class="panel figs">
        <TrafficFigure label={words.traffic} counters={report} context={undefined} locale={locale} />
        <Figure label={words.users} value={locale.count(users)} unit={counts.user[users === 1 ? 0 : 1]}>
          <dd class="q">{words.withTraffic}</dd>
        </Figure>
        <PeakFigure {...report} />
        <BusiestFigure {...report} />
        <Figure label={words.watched} value={locale.share(watched)} unit="">
          <dd class="q">
            {gaps.length > 0
              ? locale.plural(gaps.length, words.gaps[partKind])
              : parts && watched >= 0.995
                ? words.noGaps
                : ""}
          </dd>
        </Figure>
      </dl>
    </section>
  );
}

function PeakFigure({ peak, peakSince, locale }: PeriodReport) {
  const { archive: words } = locale.words;
  if (peak === undefined) {
    return (
      <Figure label={words.atOnce} value="–" unit="">
        <dd class="q">{words.notRecorded}</dd>
      </Figure>
    );
  }
  const unit = words.connections[peak.connections === 1 ? 0 : 1];
  return (
    <Figure label={words.atOnce} value={locale.count(peak.connections)} unit={unit}>
      {peak.connections > 0 && <dd>{locale.dayClock(peak.at)}</dd>}
      {peakSince !== undefined && <dd class="q">{fill(words.recordedSince, { day: locale.dayMonth(peakSince) })}</dd>}
    </Figure>
  );
}

function BusiestFigure({ busiest, partKind, timeZone, locale }: PeriodReport) {
  const { archive: words } = locale.words;
  const label = words.busiest[partKind];
  if (busiest === undefined) return <Figure label={label} value="–" unit="" children={undefined} />;
  const { value, unit } = locale.quantity(busiest.bytesSent + busiest.bytesReceived);
  return (
    <Figure label={label} value={value} unit={unit}>
      <dd>{chartTimes(partKind, locale, timeZone).name(busiest.start)}</dd>
      <dd class="q">
        <Directions counters={busiest} locale={locale} />
      </dd>
    </Figure>
  );
}
