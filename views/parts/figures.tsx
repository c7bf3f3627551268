/** @jsxImportSource preact */
import { formatCount, formatDate, formatInstant, formatMonth, formatShare } from "../../src/report/format.ts";
import { isPresenceUnknown } from "../../src/report/lede.ts";
import type { Overview } from "../../src/report/overview.ts";
import { watchedShare } from "../../src/report/watched.ts";
import { Figure, TrafficFigure } from "./figure.tsx";

function watchedText(share: number | undefined): string {
  return share === undefined ? "not counted yet" : `${formatShare(share)} watched`;
}

/** The six figures: who is online, and what has moved in each period. */
export function Figures(overview: Overview) {
  const { totals, statusCounts, userCount, days, countingSince, writtenAt, timeZone, ...rest } = overview;
  const unknown = isPresenceUnknown(overview);
  const watchedOf = (count: number) => watchedText(watchedShare(days.slice(-count), countingSince, writtenAt));
  const month = formatMonth(rest.monthStart, timeZone);
  return (
    <section aria-labelledby="h-figures">
      <h2 id="h-figures" class="vh">
        Figures
      </h2>
      <dl class="panel figs">
        <Figure
          label="Online now"
          value={unknown ? "–" : formatCount(statusCounts.online)}
          unit={`of ${formatCount(userCount)}`}
        >
          <dd>
            {formatCount(statusCounts.away)} away, {formatCount(statusCounts.offline)} offline
          </dd>
          <dd class="q">
            {unknown ? "cannot be told" : `${formatCount(statusCounts["long-time-off"])} long time off`}
          </dd>
        </Figure>
        <TrafficFigure label="Today" counters={totals.today} context={watchedOf(1)} />
        <TrafficFigure label="Last 7 days" counters={totals.last7Days} context={watchedOf(7)} />
        <TrafficFigure
          label="Last 30 days"
          counters={totals.last30Days}
          context={watchedText(countingSince === undefined ? undefined : rest.watched)}
        />
        <TrafficFigure
          label={month.startsWith("since") ? `Month ${month}` : month}
          counters={totals.month}
          context={`until ${formatInstant(rest.monthEnd - 1, writtenAt, timeZone)}`}
        />
        <TrafficFigure
          label="All time"
          counters={totals.allTime}
          context={countingSince === undefined ? "not counted yet" : `since ${formatDate(countingSince, timeZone)}`}
        />
      </dl>
    </section>
  );
}
