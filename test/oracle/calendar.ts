/**
 * Where local periods begin, found the slow way: through Intl, one quarter of an hour after the other.
 * Every zone's offset of our days is a multiple of a quarter of an hour, and changes at one.
 */

import type { UnixSeconds } from "../../src/model.ts";
import type { Resolution } from "./books.ts";

const QUARTER_HOUR = 900;
const FIVE_MINUTES = 300;
/** No zone changes its clock by more, nor at such hours that a day is shorter. */
const MOST_CHANGE = 2 * 3600;
const SHORTEST_DAY = 22 * 3600;
/** Months are found day by day, years month by month. */
const FINER: Partial<Record<Resolution, Resolution>> = { month: "day", year: "month" };

interface Local {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

export interface Calendar {
  /** The start of the period that contains `at`. All time is one period, which starts at 0. */
  startOf(resolution: Resolution, at: UnixSeconds): UnixSeconds;
  /** The start of the period after the one that contains `at`. */
  endOf(resolution: Resolution, at: UnixSeconds): UnixSeconds;
}

const calendars = new Map<string, Calendar>();

export function calendarOf(timeZone: string): Calendar {
  const known = calendars.get(timeZone) ?? makeCalendar(timeZone);
  calendars.set(timeZone, known);
  return known;
}

function makeCalendar(timeZone: string): Calendar {
  const local = localClock(timeZone);
  const begins = (resolution: Resolution, quarter: UnixSeconds): boolean => {
    const now = local(quarter);
    const before = local(quarter - QUARTER_HOUR);
    switch (resolution) {
      case "five_minutes":
        return true;
      case "hour": // judged: also where the clock is put, so that no hour is longer than an hour
        return now.minute === 0 || now.minute !== before.minute + 15;
      case "day":
        return now.day !== before.day || now.month !== before.month;
      case "month":
        return now.month !== before.month;
      case "year":
        return now.year !== before.year;
      case "total":
        return false;
    }
  };
  const starts = new Map<string, UnixSeconds>();
  const ends = new Map<string, UnixSeconds>();

  const startOf = (resolution: Resolution, at: UnixSeconds): UnixSeconds => {
    if (resolution === "total") return 0;
    if (resolution === "five_minutes") return Math.floor(at / FIVE_MINUTES) * FIVE_MINUTES;
    const quarter = Math.floor(at / QUARTER_HOUR) * QUARTER_HOUR;
    return remembered(starts, `${resolution} ${quarter}`, () => {
      const finer = FINER[resolution];
      if (finer === undefined) {
        let start =
          resolution === "day" ? Math.min(quarter, quarter - sinceMidnight(local(quarter)) + MOST_CHANGE) : quarter;
        while (!begins(resolution, start)) start -= QUARTER_HOUR;
        return start;
      }
      let start = startOf(finer, quarter);
      while (!begins(resolution, start)) start = startOf(finer, start - QUARTER_HOUR);
      return start;
    });
  };
  const endOf = (resolution: Resolution, at: UnixSeconds): UnixSeconds => {
    if (resolution === "total") return Number.POSITIVE_INFINITY;
    const start = startOf(resolution, at);
    if (resolution === "five_minutes") return start + FIVE_MINUTES;
    return remembered(ends, `${resolution} ${start}`, () => {
      const finer = FINER[resolution];
      let end = resolution === "day" ? start + SHORTEST_DAY : start;
      do end = finer ? endOf(finer, end) : end + QUARTER_HOUR;
      while (!begins(resolution, end));
      return end;
    });
  };
  return { startOf, endOf };
}

function remembered(memory: Map<string, UnixSeconds>, key: string, find: () => UnixSeconds): UnixSeconds {
  const found = memory.get(key) ?? find();
  memory.set(key, found);
  return found;
}

function sinceMidnight({ hour, minute }: Local): number {
  return hour * 3600 + minute * 60;
}

/** The local clock at a quarter of an hour. */
function localClock(timeZone: string): (quarter: UnixSeconds) => Local {
  const format = new Intl.DateTimeFormat("en-US-u-ca-iso8601-hc-h23", {
    timeZone,
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  });
  const order = format
    .formatToParts(0)
    .filter(({ type }) => type !== "literal")
    .map(({ type }) => type);
  const known = new Map<UnixSeconds, Local>();
  return (quarter) => {
    const found = known.get(quarter);
    if (found) return found;
    const numbers = format.format(quarter * 1000).match(/\d+/g) ?? [];
    const part = (type: "year" | "month" | "day" | "hour" | "minute") => Number(numbers[order.indexOf(type)]);
    const local = {
      year: part("year"),
      month: part("month"),
      day: part("day"),
      hour: part("hour"),
      minute: part("minute"),
    };
    known.set(quarter, local);
    return local;
  };
}
