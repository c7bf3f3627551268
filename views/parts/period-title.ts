import type { UnixSeconds } from "../../src/model.ts";
import type { Locale } from "../../src/report/locale.ts";
import type { PeriodKind } from "../../src/report/period-name.ts";

/** A period as its page is headed: "2026", "October 2026", "Thu 26 Nov 2026". */
export function periodTitle(kind: PeriodKind, start: UnixSeconds, locale: Locale): string {
  switch (kind) {
    case "year":
      return locale.year(start);
    case "month":
      return locale.monthYear(start);
    case "day":
      return locale.dayYear(start);
  }
}
