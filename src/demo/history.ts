import type { UnixSeconds } from "../model.ts";
import type { Days } from "./days.ts";

/** When the servers' statuses were read in the demonstration's past, and shortly before now. */
export interface History {
  /** The beginning of the day so many days before the demonstration's. */
  startOfDay(daysAgo: number): UnixSeconds;
  /** The first reading after an instant. */
  readingAfter(at: UnixSeconds): UnixSeconds;
  /**
   * Read but once a day then: who stayed connected for longer than 12 hours would have moved bytes of which no hour
   * could be told.
   */
  isSparse(at: UnixSeconds): boolean;
  /**
   * When a connection ended that would have ended about then: just after the nearest reading, which is why so few
   * readings miss so little. Since shortly before the beginning, connections end when they like.
   */
  endNear(at: UnixSeconds): UnixSeconds;
}

/** A part of the past, in which readings are alike far apart. */
interface Era {
  readonly until: UnixSeconds;
  readonly seconds: number;
  next(at: UnixSeconds): UnixSeconds;
}

const HOUR = 3600;
/** Local hours by which readings see everybody at work in the afternoon, and lines before they are cut. */
const ONCE_A_DAY = [15.8];
const THREE_TIMES_A_DAY = [3.8, 11.8, 19.8];
const SIX_TIMES_A_DAY = [3.8, 7.8, 11.8, 15.8, 19.8, 23.8];

/**
 * The history of a demonstration that begins at `beginning`. A reading costs a millisecond and a page must come
 * within seconds: so they are few, and the fewer the longer ago; even enough that all of the past counts as watched.
 */
export function createHistory(days: Days, beginning: UnixSeconds): History {
  const startOfDay = (daysAgo: number) => days.numbered(days.of(beginning).number - daysAgo).start;
  const every = (seconds: number, until: UnixSeconds): Era => ({
    until,
    seconds,
    next: (at) => (Math.floor(at / seconds) + 1) * seconds,
  });
  const atHours = (hours: readonly number[], until: UnixSeconds): Era => ({
    until,
    seconds: (24 * HOUR) / hours.length,
    next: (at) => nextOfHours(days, hours, at),
  });
  const eras = [
    atHours(ONCE_A_DAY, startOfDay(62)),
    atHours(THREE_TIMES_A_DAY, startOfDay(32)),
    atHours(SIX_TIMES_A_DAY, beginning - 24 * HOUR),
    every(HOUR / 2, beginning - 2 * HOUR),
    every(HOUR / 12, Number.POSITIVE_INFINITY),
  ];
  const eraOf = (at: UnixSeconds) => eras.findIndex(({ until }) => at < until);
  const readingAfter = (at: UnixSeconds): UnixSeconds => {
    for (const { until, next } of eras.slice(eraOf(at))) {
      const found = next(at);
      if (found < until) return found;
      at = until - 1;
    }
    return at;
  };
  return {
    startOfDay,
    readingAfter,
    isSparse: (at) => eraOf(at) === 0,
    endNear(at) {
      const era = eraOf(at);
      return era === eras.length - 1 ? at : readingAfter(at - Math.floor((eras[era]?.seconds ?? 0) / 2)) + 1;
    },
  };
}

function nextOfHours(days: Days, hours: readonly number[], at: UnixSeconds): UnixSeconds {
  const today = days.of(at);
  for (const { start } of [today, days.numbered(today.number + 1)]) {
    const found = hours.map((hour) => start + Math.round(hour * HOUR)).find((instant) => instant > at);
    if (found !== undefined) return found;
  }
  return at;
}
