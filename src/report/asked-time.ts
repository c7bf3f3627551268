import type { UnixSeconds } from "../model.ts";

/** A time as somebody asks for it: a local day, or an instant, which ends where it starts. */
export interface AskedTime {
  /** As it was asked for. */
  readonly text: string;
  readonly start: UnixSeconds;
  readonly end: UnixSeconds;
}

/** Zones by which times are read. */
export interface AskedZones {
  /** In which days are cut. */
  readonly days: string;
  /** In which an instant is meant that does not say. */
  readonly instants: string;
}

/** What `parseAskedTime()` reads, for people. */
export const ASKED_TIMES = "2026-11-20, 2026-11-20T14:05 or 2026-11-20T13:05:00Z";

const DAY = /^\d{4}-\d\d-\d\d$/;
/** A plus that was not escaped in an address arrives as a space. */
const INSTANT = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(Z|[+\- ]\d\d:\d\d)?$/;

/** Reads a day, or an instant with or without its offset from UTC; undefined for what is none. */
export function parseAskedTime(text: string, { days, instants }: AskedZones): AskedTime | undefined {
  try {
    if (DAY.test(text)) return dayOf(text, days);
    const [, day = "", clock = "", offset = ""] = INSTANT.exec(text) ?? [];
    if (day === "") return undefined;
    const local = Temporal.PlainDateTime.from(`${day}T${clock}`, { overflow: "reject" });
    const at =
      offset === ""
        ? local.toZonedDateTime(instants).epochMilliseconds
        : Temporal.Instant.from(`${local}${offset.replace(" ", "+")}`).epochMilliseconds;
    return inTime({ text, start: at / 1000, end: at / 1000 });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function dayOf(text: string, zone: string): AskedTime | undefined {
  const day = Temporal.PlainDate.from(text, { overflow: "reject" });
  const startOf = (date: Temporal.PlainDate) => date.toZonedDateTime(zone).epochMilliseconds / 1000;
  return inTime({ text, start: startOf(day), end: startOf(day.add({ days: 1 })) });
}

/** Nobody was connected before there were computers, and SQLite's times end with the year 9999. */
function inTime(time: AskedTime): AskedTime | undefined {
  return time.start >= 0 && time.end < 253_402_214_400 ? time : undefined;
}
