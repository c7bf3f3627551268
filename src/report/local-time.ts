import type { UnixSeconds } from "../model.ts";

const DAY_MS = 86_400_000;

/** An instant as a clock and a calendar in one zone show it. */
export interface LocalTime {
  readonly year: number;
  /** 1 is January. */
  readonly month: number;
  readonly day: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  /** "14:32:08". */
  readonly clock: string;
  /** Days since 1970-01-01 on that calendar. */
  readonly dayNumber: number;
}

/** Instants kept for a zone: those of a large report; a service that runs for years keeps no more. */
const KEPT = 5000;

/** Readers choose zones, and there are hundreds. */
const KEPT_ZONES = 8;

const zones = new Map<string, Map<UnixSeconds, LocalTime>>();

/** What clock and calendar show at an instant in an IANA zone. */
export function localTime(at: UnixSeconds, timeZone: string): LocalTime {
  let known = zones.get(timeZone);
  if (!known) {
    if (zones.size >= KEPT_ZONES) zones.clear();
    known = new Map();
    zones.set(timeZone, known);
  }
  let time = known.get(at);
  if (!time) {
    time = readClock(at, timeZone);
    if (known.size >= KEPT) known.clear();
    known.set(at, time);
  }
  return time;
}

/** By Temporal, which cuts the days too: the first Intl.DateTimeFormat of a process takes longer than a page. */
function readClock(at: UnixSeconds, timeZone: string): LocalTime {
  const { year, month, day, dayOfWeek, hour, minute, second } =
    timeZone === "UTC" ? utcClock(at) : zonedClock(at, timeZone);
  return {
    year,
    month,
    day,
    weekday: dayOfWeek % 7,
    clock: [hour, minute, second].map((part) => String(part).padStart(2, "0")).join(":"),
    dayNumber: Math.round(Date.UTC(year, month - 1, day) / DAY_MS),
  };
}

function zonedClock(at: UnixSeconds, timeZone: string) {
  return Temporal.Instant.fromEpochMilliseconds(at * 1000).toZonedDateTimeISO(timeZone);
}

/** As Temporal tells it, whose first look at any zone takes a process 5 ms. */
function utcClock(at: UnixSeconds) {
  const date = new Date(at * 1000);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    dayOfWeek: date.getUTCDay(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
  };
}
