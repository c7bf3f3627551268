import type { Archive } from "../report/archive.ts";
import type { Locale } from "../report/locale.ts";
import { columnView, isBlank } from "../report/watched.ts";
import { columns } from "./columns.ts";

/** Every month, the last first, in columns. */
export function monthsText({ years, countingSince }: Archive, locale: Locale): readonly string[] {
  const { archive: words, chart, sent, received } = locale.words;
  return columns(
    [
      [chart.columns.month, sent, received, words.users, words.atOnce, words.watched],
      ...years
        .flatMap(({ months }) => months)
        .map((month) => {
          const view = columnView(month, countingSince);
          const unknown = isBlank(month, view);
          return [
            locale.monthYear(month.start),
            unknown ? "-" : locale.bytes(month.bytesSent),
            unknown ? "-" : locale.bytes(month.bytesReceived),
            unknown ? "-" : locale.count(month.users ?? 0),
            month.peak === undefined ? "-" : locale.count(month.peak.connections),
            view === "before" ? "-" : locale.share(month.watched),
          ];
        }),
    ],
    "<>>>>>",
  );
}
