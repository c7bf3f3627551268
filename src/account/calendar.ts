import type { UnixSeconds } from "../model.ts";
import { utcCuts, utcDays } from "./utc.ts";

/** The resolutions at which traffic is kept; every credit is written to all of them at once. */
export const RESOLUTIONS = ["five_minutes", "hour", "day", "month", "year"] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

/** A stretch of time from `start` up to, not including, `end`; its key in the books is `start`. */
export interface Bucket {
  readonly start: UnixSeconds;
  readonly end: UnixSeconds;
}

/** Cuts time into buckets: local hours, days, months and years of one zone. */
export interface Calendar {
  readonly timeZone: string;
  /** The bucket that contains the instant. */
  bucket(resolution: Resolution, at: UnixSeconds): Bucket;
  /** The starts of the last `count` days, the one of the instant being the last, and that one's end. */
  days(at: UnixSeconds, count: number): UnixSeconds[];
}

/**
 * The calendar of an IANA zone. The buckets of a resolution part time without gap or overlap, so half-hour
 * zones, days of 23 or 25 hours and months that begin on `monthStartsOn` (in shorter months: on their last
 * day) come out right. Throws RangeError for an unknown zone.
 */
export function createCalendar(timeZone: string, monthStartsOn = 1): Calendar {
  const [cut, days] =
    timeZone === "UTC" ? [utcCuts(monthStartsOn), utcDays] : [zonedCuts(timeZone, monthStartsOn), zonedDays(timeZone)];
  const last: Partial<Record<Resolution, Bucket>> = {};
  return {
    timeZone,
    bucket(resolution, at) {
      const known = last[resolution];
      if (known && known.start <= at && at < known.end) return known;
      const found = cut[resolution](at);
      last[resolution] = found;
      return found;
    },
    days,
  };
}

function zonedCuts(timeZone: string, monthStartsOn: number): Record<Resolution, (at: UnixSeconds) => Bucket> {
  const local = (at: UnixSeconds) => localAt(at, timeZone);
  local(0);
  return {
    five_minutes: fiveMinutes,
    hour: (at) => localHour(local(at)),
    day: (at) => localDay(local(at)),
    month: (at) => localMonth(local(at), monthStartsOn),
    year: (at) => localYear(local(at)),
  };
}

function zonedDays(timeZone: string): Calendar["days"] {
  return (at, count) => {
    const first = localAt(at, timeZone)
      .toPlainDate()
      .subtract({ days: count - 1 });
    return Array.from({ length: count + 1 }, (_, day) => seconds(dayStart(first.add({ days: day }), timeZone)));
  };
}

function localAt(at: UnixSeconds, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at * 1000).toZonedDateTimeISO(timeZone);
}

/** Every offset in use is a multiple of 15 minutes, so these are local 5 minutes in every zone. */
function fiveMinutes(at: UnixSeconds): Bucket {
  const start = Math.floor(at / 300) * 300;
  return { start, end: start + 300 };
}

/** From full hour to full hour of the local clock, cut once more where its offset changes in between (Lord Howe). */
function localHour(local: Temporal.ZonedDateTime): Bucket {
  const start = seconds(local) - local.minute * 60 - local.second;
  const end = start + 3600;
  const offsetAt = (at: UnixSeconds) => local.add({ seconds: at - seconds(local) }).offsetNanoseconds;
  // Looking a change up takes a hundred times as long as seeing that there is none.
  if (offsetAt(start) === offsetAt(end - 1)) return { start, end };
  // "previous" means strictly before, and a change at this very instant must count.
  const change = local.add({ nanoseconds: 1 }).getTimeZoneTransition("previous");
  const nextChange = local.getTimeZoneTransition("next");
  return {
    start: change ? Math.max(start, seconds(change)) : start,
    end: nextChange ? Math.min(end, seconds(nextChange)) : end,
  };
}

function localDay(local: Temporal.ZonedDateTime): Bucket {
  return between(local.startOfDay(), dayStart(local.toPlainDate().add({ days: 1 }), local.timeZoneId));
}

function localMonth(local: Temporal.ZonedDateTime, startsOn: number): Bucket {
  const today = local.toPlainDate();
  const thisMonth = monthStart(today.toPlainYearMonth(), startsOn);
  const first =
    Temporal.PlainDate.compare(today, thisMonth) >= 0
      ? today.toPlainYearMonth()
      : today.toPlainYearMonth().subtract({ months: 1 });
  const zone = local.timeZoneId;
  return between(
    dayStart(monthStart(first, startsOn), zone),
    dayStart(monthStart(first.add({ months: 1 }), startsOn), zone),
  );
}

function localYear(local: Temporal.ZonedDateTime): Bucket {
  const first = local.toPlainDate().with({ month: 1, day: 1 });
  return between(dayStart(first, local.timeZoneId), dayStart(first.add({ years: 1 }), local.timeZoneId));
}

function monthStart(month: Temporal.PlainYearMonth, startsOn: number): Temporal.PlainDate {
  return month.toPlainDate({ day: Math.min(startsOn, month.daysInMonth) });
}

function dayStart(date: Temporal.PlainDate, zone: string): Temporal.ZonedDateTime {
  return date.toZonedDateTime(zone);
}

function between(start: Temporal.ZonedDateTime, end: Temporal.ZonedDateTime): Bucket {
  return { start: seconds(start), end: seconds(end) };
}

function seconds(instant: Temporal.ZonedDateTime): UnixSeconds {
  return instant.epochMilliseconds / 1000;
}
