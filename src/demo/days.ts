import type { Calendar } from "../account/calendar.ts";
import type { UnixSeconds } from "../model.ts";

/** A local day of the demonstration. */
export interface Day {
  /** Days since 1970-01-01, counted by the local calendar. */
  readonly number: number;
  readonly start: UnixSeconds;
  /** 1 is Monday, 7 Sunday. */
  readonly weekday: number;
  /** 1 to 12. */
  readonly month: number;
  /** How many work, against an ordinary day of its kind. */
  readonly liveliness: number;
  /** Nobody has to work. */
  readonly holiday: boolean;
}

/** The local days and clock of one zone. */
export interface Days {
  /** The day that contains the instant. */
  of(at: UnixSeconds): Day;
  numbered(number: number): Day;
  /** The instant as OpenVPN writes it: `2026-11-22 08:07:13`, local, without a zone. */
  text(at: UnixSeconds): string;
}

const DAY = 86_400;
/** Offsets of zones change at quarter hours. */
const QUARTER_HOUR = 900;

/** The same dates every year, month and day. */
const HOLIDAYS: ReadonlySet<string> = new Set("1-1 1-6 5-1 8-15 10-26 11-1 12-8 12-24 12-25 12-26 12-31".split(" "));

/** Days and clock of a calendar's zone; what was worked out once is remembered. */
export function createDays({ timeZone }: Calendar): Days {
  const known = new Map<number, Day>();
  let clock = { quarter: Number.NaN, offset: 0 };
  const numbered = (number: number): Day => {
    const found = known.get(number) ?? dayOf(number, timeZone);
    known.set(number, found);
    return found;
  };
  return {
    numbered,
    of(at) {
      let number = Math.floor(at / DAY);
      while (numbered(number).start > at) number--;
      while (numbered(number + 1).start <= at) number++;
      return numbered(number);
    },
    text(at) {
      const quarter = Math.floor(at / QUARTER_HOUR);
      if (quarter !== clock.quarter) clock = { quarter, offset: offsetAt(at, timeZone) };
      return new Date((at + clock.offset) * 1000).toISOString().slice(0, 19).replace("T", " ");
    },
  };
}

function dayOf(number: number, timeZone: string): Day {
  const date = Temporal.PlainDate.from("1970-01-01").add({ days: number });
  const { dayOfWeek: weekday, month, day } = date;
  const holiday = HOLIDAYS.has(`${month}-${day}`);
  return {
    number,
    start: date.toZonedDateTime(timeZone).epochMilliseconds / 1000,
    weekday,
    month,
    liveliness: holiday || isYearsEnd(month, day) ? 0.2 : month === 8 ? 0.55 : month === 7 ? 0.8 : 1,
    holiday,
  };
}

function isYearsEnd(month: number, day: number): boolean {
  return (month === 12 && day >= 23) || (month === 1 && day <= 6);
}

function offsetAt(at: UnixSeconds, timeZone: string): number {
  return Temporal.Instant.fromEpochMilliseconds(at * 1000).toZonedDateTimeISO(timeZone).offsetNanoseconds / 1e9;
}
