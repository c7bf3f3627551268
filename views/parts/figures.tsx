/** @jsxImportSource preact */
import { isPresenceUnknown } from "../../src/report/lede.ts";
import type { Overview } from "../../src/report/overview.ts";
import { periodName } from "../../src/report/period-name.ts";
import { periodPath } from "../../src/report/period-path.ts";
import { watchedShare } from "../../src/report/watched.ts";
import { fill } from "../../src/words/fill.ts";
import { Figure, TrafficFigure } from "./figure.tsx";
import { PageLink } from "./page-link.tsx";

/** The six figures: who is online, and what has moved in each period. */
export function Figures(overview: Overview) {
  const { totals, statusCounts, userCount, days, countingSince, writtenAt, locale, ...rest } = overview;
  const { figures: words } = locale.words;
  const unknown = isPresenceUnknown(overview);
  const watched = (share: number | undefined) =>
    share === undefined ? words.notCounted : fill(words.watched, { share: locale.share(share) });
  const watchedOf = (count: number) => watched(watchedShare(days.slice(-count), countingSince, writtenAt));
  const counts = { away: locale.count(statusCounts.away), offline: locale.count(statusCounts.offline) };
  return (
    <section aria-labelledby="h-figures">
      <h2 id="h-figures" class="vh">
        {words.heading}
      </h2>
      <dl class="panel figs">
        <Figure
          label={words.onlineNow}
          value={unknown ? "–" : locale.count(statusCounts.online)}
          unit={fill(words.ofAll, { count: locale.count(userCount) })}
        >
          <dd>{fill(words.awayAndOffline, counts)}</dd>
          <dd class="q">
            {unknown
              ? words.cannotBeTold
              : fill(words.longTimeOff, { count: locale.count(statusCounts["long-time-off"]) })}
          </dd>
          <PeakNote {...overview} />
        </Figure>
        <TrafficFigure label={words.today} counters={totals.today} context={watchedOf(1)} locale={locale} />
        <TrafficFigure label={words.last7Days} counters={totals.last7Days} context={watchedOf(7)} locale={locale} />
        <TrafficFigure
          label={words.last30Days}
          counters={totals.last30Days}
          context={watched(countingSince === undefined ? undefined : rest.watched)}
          locale={locale}
        />
        <TrafficFigure
          label={<MonthLabel {...overview} />}
          counters={totals.month}
          context={monthContext(overview)}
          locale={locale}
        />
        <TrafficFigure
          label={words.allTime}
          counters={totals.allTime}
          context={
            countingSince === undefined ? words.notCounted : fill(words.since, { date: locale.date(countingSince) })
          }
          locale={locale}
        />
      </dl>
    </section>
  );
}

/** What the month will come to, or only when it ends. */
function monthContext({ monthEnd, monthEstimate, locale }: Overview): string {
  const { figures: words } = locale.words;
  const instant = locale.dayMonth(monthEnd - 1);
  if (monthEstimate === undefined) return fill(words.until, { instant });
  return fill(words.expected, { bytes: locale.bytes(monthEstimate.bytesSent + monthEstimate.bytesReceived), instant });
}

/** How many connections there were at once, where that was recorded. */
function PeakNote({ peaks: { today, last30Days }, locale }: Overview) {
  if (last30Days === undefined) return null;
  const parts = { today: locale.count(today?.connections ?? 0), month: locale.count(last30Days.connections) };
  return <dd class="q">{fill(locale.words.figures.atOnce, parts)}</dd>;
}

/** "October", or "Month since 15 Oct": leads to its page. */
function MonthLabel(overview: Overview) {
  const { monthStart, timeZone, locale } = overview;
  const month = locale.month(monthStart);
  return (
    <PageLink frame={overview} to={periodPath({ kind: "month", name: periodName("month", monthStart, timeZone) })}>
      {month.includes("\u00a0") ? fill(locale.words.figures.month, { month }) : month}
    </PageLink>
  );
}
