import type { Resolution } from "../account/calendar.ts";
import type { UnixSeconds } from "../model.ts";
import { localTime } from "./local-time.ts";
import type { Locale } from "./locale.ts";

/** What a chart says of the time of its columns. */
export interface ChartTimes {
  /** The column in full, for its readout and its row: "Wed 15 Oct". */
  name(start: UnixSeconds): string;
  /** What stands under it; undefined: nothing. */
  mark(start: UnixSeconds): string | undefined;
  /** Where columns stand close, its mark gives way on a narrow screen. */
  isMinor(start: UnixSeconds): boolean;
  /** Its ground is that of a weekend. */
  isWeekend(start: UnixSeconds): boolean;
}

/** Hours between two marks. */
const HOURS = 3;

const never = () => false;

/** The times of columns of one resolution: days and longer in the zone of the books, hours in the reader's. */
export function chartTimes(resolution: Resolution, locale: Locale, timeZone: string): ChartTimes {
  switch (resolution) {
    case "five_minutes":
    case "hour":
      return {
        name: locale.dayClock,
        mark: (start) => hourMark(resolution, start, locale),
        isMinor: (start) => Number(clockOf(start, locale).slice(0, 2)) % (4 * HOURS) !== 0,
        isWeekend: never,
      };
    case "day":
      return {
        name: locale.day,
        mark: (start) => (localTime(start, timeZone).weekday === 1 ? locale.dayMonth(start) : undefined),
        isMinor: never,
        isWeekend: (start) => [0, 6].includes(localTime(start, timeZone).weekday),
      };
    case "month":
      return {
        name: locale.monthYear,
        mark: (start) => monthMark(start, locale, timeZone),
        isMinor: (start) => localTime(start, timeZone).month % 2 === 0,
        isWeekend: never,
      };
    case "year":
      return { name: locale.year, mark: locale.year, isMinor: never, isWeekend: never };
  }
}

/** Hours of the books may begin at half past one of the reader's. */
function hourMark(resolution: "five_minutes" | "hour", start: UnixSeconds, locale: Locale): string | undefined {
  const clock = clockOf(start, locale);
  if (resolution === "five_minutes" && !clock.endsWith(":00:00")) return undefined;
  if (Number(clock.slice(0, 2)) % HOURS !== 0) return undefined;
  return clock.startsWith("00") ? locale.localDay(start) : clock.slice(0, 5);
}

function monthMark(start: UnixSeconds, locale: Locale, timeZone: string): string {
  const { month, year } = localTime(start, timeZone);
  return month === 1 ? String(year) : locale.monthShort(start);
}

function clockOf(start: UnixSeconds, locale: Locale): string {
  return localTime(start, locale.reader.timeZone).clock;
}
