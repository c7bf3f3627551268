import type { Archive } from "../report/archive.ts";
import type { Locale } from "../report/locale.ts";
import type { Overview } from "../report/overview.ts";
import type { TrafficColumn } from "../report/traffic-column.ts";
import { columnView, isBlank } from "../report/watched.ts";
import { columns } from "./columns.ts";

/** The last 30 days, the oldest first, in columns. */
export function daysText({ days, countingSince, locale }: Overview): readonly string[] {
  const { text: words, chart, sent, received } = locale.words;
  const rows = days.map((day) => {
    const { moved, watched } = cellsOf(day, countingSince, locale);
    return [locale.day(day.start), ...moved, watched];
  });
  return columns([[words.day, sent, received, chart.watched], ...rows], "<>>>");
}

/** Every month, the last first, in columns. */
export function monthsText({ years, countingSince }: Archive, locale: Locale): readonly string[] {
  const { archive: words, chart, sent, received } = locale.words;
  const rows = years
    .flatMap(({ months }) => months)
    .map((month) => {
      const { isUnknown, moved, watched } = cellsOf(month, countingSince, locale);
      const users = isUnknown ? "-" : locale.count(month.users ?? 0);
      const peak = month.peak === undefined ? "-" : locale.count(month.peak.connections);
      return [locale.monthYear(month.start), ...moved, users, peak, watched];
    });
  return columns([[chart.columns.month, sent, received, words.users, words.atOnce, words.watched], ...rows], "<>>>>>");
}

/** What every stretch of time tells: "-" where there is nothing to be said. */
function cellsOf(column: TrafficColumn, countingSince: number | undefined, locale: Locale) {
  const view = columnView(column, countingSince);
  const isUnknown = isBlank(column, view);
  const bytes = (count: bigint) => (isUnknown ? "-" : locale.bytes(count));
  return {
    isUnknown,
    moved: [bytes(column.bytesSent), bytes(column.bytesReceived)],
    watched: view === "before" ? "-" : locale.share(column.watched),
  };
}
