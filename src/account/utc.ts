import type { UnixSeconds } from "../model.ts";

const HOUR = 3600;
const DAY = 86_400;

/**
 * Cuts time in UTC, where every day is alike: by arithmetic alone. Temporal cuts it in the same way, but its first look
 * at any zone takes a process 5 ms, and servers run in UTC more often than not.
 */
export function utcCuts(monthStartsOn: number) {
  return {
    five_minutes: (at: UnixSeconds) => stretch(at, 300),
    hour: (at: UnixSeconds) => stretch(at, HOUR),
    day: (at: UnixSeconds) => stretch(at, DAY),
    month(at: UnixSeconds) {
      const date = new Date(at * 1000);
      const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
      const first = at < monthStart(year, month, monthStartsOn) ? month - 1 : month;
      return { start: monthStart(year, first, monthStartsOn), end: monthStart(year, first + 1, monthStartsOn) };
    },
    year(at: UnixSeconds) {
      const year = new Date(at * 1000).getUTCFullYear();
      return { start: monthStart(year, 0, 1), end: monthStart(year + 1, 0, 1) };
    },
  };
}

/** The starts of the last `count` days, and the end of the last, which holds the instant. */
export function utcDays(at: UnixSeconds, count: number): UnixSeconds[] {
  const { end } = stretch(at, DAY);
  return Array.from({ length: count + 1 }, (_, day) => end - (count - day) * DAY);
}

function stretch(at: UnixSeconds, length: number) {
  const start = Math.floor(at / length) * length;
  return { start, end: start + length };
}

/** The start of the (billing) month that begins in a month of a year, 0 being January; both may run over. */
function monthStart(year: number, month: number, startsOn: number): UnixSeconds {
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(startsOn, lastDay)) / 1000;
}
