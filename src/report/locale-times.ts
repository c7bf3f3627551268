import type { UnixSeconds } from "../model.ts";
import type { Words } from "../words/en.ts";
import { fill } from "../words/fill.ts";
import { type LocalTime, localTime } from "./local-time.ts";
import type { LocaleNumbers } from "./locale-numbers.ts";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Instants and stretches of time as a reader reads them. */
export interface LocaleTimes {
  /** How long something lasts already: "38 min", "6 h 02 min", "9 days". */
  duration(seconds: number): string;
  /** How old something is, in its largest unit and in words: "47 minutes", "3 weeks", "2 years". */
  age(seconds: number): string;
  /** The day of the books that begins then: "Wed 15 Oct". */
  day(at: UnixSeconds): string;
  /** The same without its weekday: "15 Oct". */
  dayMonth(at: UnixSeconds): string;
  /** "4 Mar 2024", a day of the books. */
  date(at: UnixSeconds): string;
  /** "Wed 4 Mar 2024", a day of the books. */
  dayYear(at: UnixSeconds): string;
  /** "October" for a calendar month of the books; "since 15 Oct" for a billing month. */
  month(at: UnixSeconds): string;
  /** "October". */
  monthName(at: UnixSeconds): string;
  /** "Oct". */
  monthShort(at: UnixSeconds): string;
  /** "October 2025". */
  monthYear(at: UnixSeconds): string;
  /** The year of the books that begins then: "2025". */
  year(at: UnixSeconds): string;
  /** "15 Oct" in the reader's zone. */
  localDay(at: UnixSeconds): string;
  /** "14:32" in the reader's zone. */
  clock(at: UnixSeconds): string;
  /** "Wed 15 Oct 14:32" in the reader's zone. */
  dayClock(at: UnixSeconds): string;
  /** With nothing left out, in the reader's zone: "Wed 15 Oct 2025, 14:32:08". */
  full(at: UnixSeconds): string;
  /** As seen from `now`, in the reader's zone: today "14:32", this week "Tue 19:31", older "23 Sep" or "23 Sep 2024". */
  instant(at: UnixSeconds, now: UnixSeconds): string;
  /** The same, and how long ago where the instant alone would make one reckon: "23 Sep, 3 weeks ago". */
  seen(at: UnixSeconds, now: UnixSeconds): string;
}

/** The zone of instants, and that in which the days of the books are cut. */
export interface Zones {
  readonly instants: string;
  readonly days: string;
}

/** Names kept of one form: a page tells those of a year, and the next one nearly the same. */
const KEPT = 1000;

/** The same, each told once as long as there is room. */
function remembered(tell: (at: UnixSeconds) => string): (at: UnixSeconds) => string {
  const known = new Map<UnixSeconds, string>();
  return (at) => {
    let text = known.get(at);
    if (text === undefined) {
      text = tell(at);
      if (known.size >= KEPT) known.clear();
      known.set(at, text);
    }
    return text;
  };
}

export function createTimes(words: Words, { count, plural }: LocaleNumbers, zones: Zones): LocaleTimes {
  const { dates, ages, durations } = words;
  const parts = ({ year, month, weekday, day, clock }: LocalTime) => ({
    day: String(day),
    month: words.monthsShort[month - 1] ?? "",
    weekday: words.weekdaysShort[weekday] ?? "",
    year: String(year),
    clock,
  });
  const told = (text: string, at: UnixSeconds, zone: string) => fill(text, parts(localTime(at, zone)));
  const ofDay = (text: string) => remembered((at: UnixSeconds) => told(text, at, zones.days));
  const clockOf = ({ clock }: LocalTime) => clock.slice(0, 5);
  const monthName = (at: UnixSeconds) => words.months[localTime(at, zones.days).month - 1] ?? "";
  const dayMonth = ofDay(dates.dayMonth);

  function age(seconds: number): string {
    const old = Math.max(0, seconds);
    if (old < MINUTE) return plural(Math.floor(old), ages.second);
    if (old < HOUR) return plural(Math.floor(old / MINUTE), ages.minute);
    if (old < 2 * DAY) return plural(Math.floor(old / HOUR), ages.hour);
    const days = Math.floor(old / DAY);
    if (days < 14) return plural(days, ages.day);
    if (days < 70) return plural(Math.floor(days / 7), ages.week);
    if (days < 730) return plural(Math.floor(days / 30.44), ages.month);
    return plural(Math.floor(days / 365.25), ages.year);
  }

  function instant(at: UnixSeconds, now: UnixSeconds): string {
    const then = localTime(at, zones.instants);
    const today = localTime(now, zones.instants);
    const daysAgo = today.dayNumber - then.dayNumber;
    if (daysAgo === 0) return clockOf(then);
    if (daysAgo > 0 && daysAgo < 7) return fill(dates.weekdayClock, { ...parts(then), clock: clockOf(then) });
    return fill(then.year === today.year ? dates.dayMonth : dates.date, parts(then));
  }

  return {
    duration(seconds) {
      if (seconds < MINUTE) return fill(durations.seconds, { count: count(Math.max(0, Math.floor(seconds))) });
      const minutes = Math.floor(seconds / MINUTE);
      if (minutes < 60) return fill(durations.minutes, { count: count(minutes) });
      if (seconds >= 2 * DAY) return plural(Math.floor(seconds / DAY), durations.days);
      const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
      return fill(durations.hours, { hours: count(hours), minutes: String(rest).padStart(2, "0") });
    },
    age,
    dayMonth,
    day: ofDay(dates.day),
    date: ofDay(dates.date),
    dayYear: ofDay(dates.dayYear),
    month: (at) => (localTime(at, zones.days).day === 1 ? monthName(at) : fill(dates.since, { day: dayMonth(at) })),
    monthName,
    monthShort: (at) => words.monthsShort[localTime(at, zones.days).month - 1] ?? "",
    monthYear: (at) => fill(dates.monthYear, { month: monthName(at), year: String(localTime(at, zones.days).year) }),
    year: (at) => String(localTime(at, zones.days).year),
    localDay: (at) => told(dates.dayMonth, at, zones.instants),
    clock: (at) => clockOf(localTime(at, zones.instants)),
    dayClock(at) {
      const then = localTime(at, zones.instants);
      return fill(dates.dayClock, { ...parts(then), clock: clockOf(then) });
    },
    full: (at) => told(dates.full, at, zones.instants),
    instant,
    seen(at, now) {
      const when = instant(at, now);
      return now - at < 6 * DAY ? when : fill(dates.seen, { instant: when, age: age(now - at) });
    },
  };
}
