import type { UnixSeconds } from "../model.ts";

const DAY_MS = 86_400_000;

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;
const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;

/** An instant as a clock and a calendar in one zone show it. */
export interface LocalTime {
  readonly year: number;
  /** "October". */
  readonly month: string;
  readonly day: number;
  /** "Wed". */
  readonly weekday: string;
  /** "14:32:08". */
  readonly clock: string;
  /** Days since 1970-01-01 on that calendar. */
  readonly dayNumber: number;
}

/** What is kept for a zone: making a formatter costs a thousand times one use, and one use as much as a row. */
interface Zone {
  readonly formatter: Intl.DateTimeFormat;
  readonly known: Map<UnixSeconds, LocalTime>;
}

const zones = new Map<string, Zone>();

/** Instants kept for a zone: those of a large report; a service that runs for years keeps no more. */
const KEPT = 5000;

function zoneOf(timeZone: string): Zone {
  let zone = zones.get(timeZone);
  if (!zone) {
    // Digits only: the names of months and days differ from one ICU to the next ("Sep", "Sept").
    const formatter = new Intl.DateTimeFormat("en-US", {
      timeZone,
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
    });
    zone = { formatter, known: new Map() };
    zones.set(timeZone, zone);
  }
  return zone;
}

/** What clock and calendar show at an instant in an IANA zone. */
export function localTime(at: UnixSeconds, timeZone: string): LocalTime {
  const { formatter, known } = zoneOf(timeZone);
  let time = known.get(at);
  if (!time) {
    time = readClock(formatter.format(at * 1000));
    if (known.size >= KEPT) known.clear();
    known.set(at, time);
  }
  return time;
}

/** "10/15/2025, 14:32:08" taken apart. */
function readClock(text: string): LocalTime {
  const [month = 0, day = 0, year = 0] = text.split(/\D+/, 3).map(Number);
  const dayNumber = Math.round(Date.UTC(year, month - 1, day) / DAY_MS);
  return {
    year,
    month: MONTHS[month - 1] ?? "",
    day,
    weekday: WEEKDAYS[(((dayNumber + 4) % 7) + 7) % 7] ?? "",
    clock: text.slice(-8),
    dayNumber,
  };
}
