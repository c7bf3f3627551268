/** How OpenVPN writes times: the server process's local time, without a zone. */

import type { UnixSeconds } from "../../src/model.ts";

const QUARTER_HOUR = 900;
const offsets = new Map<string, number>();

/** The server's local clock as if it were UTC. Two instants of the repeated hour of a DST change give the same number. */
export function localSeconds(zone: string, at: UnixSeconds): number {
  const quarter = Math.floor(at / QUARTER_HOUR) * QUARTER_HOUR;
  const key = `${zone} ${quarter}`;
  let offset = offsets.get(key);
  if (offset === undefined) {
    offset = Temporal.Instant.fromEpochMilliseconds(quarter * 1000).toZonedDateTimeISO(zone).offsetNanoseconds / 1e9;
    offsets.set(key, offset);
  }
  return at + offset;
}

/** The instants after `from` at which a zone's offset changes, the next `count` of them. */
export function transitions(zone: string, from: UnixSeconds, count: number): UnixSeconds[] {
  const found: UnixSeconds[] = [];
  let at = Temporal.Instant.fromEpochMilliseconds(from * 1000).toZonedDateTimeISO(zone);
  while (found.length < count) {
    const next = at.getTimeZoneTransition("next");
    if (next === null) break;
    found.push(next.epochMilliseconds / 1000);
    at = next;
  }
  return found;
}

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `ctime` up to OpenVPN 2.4 (`Sun Nov  2 07:56:48 2026`), `iso` since 2.5 (`2026-11-02 07:56:48`). */
export function timeText(style: "ctime" | "iso", local: number): string {
  const date = new Date(local * 1000);
  const [day, clock] = [date.toISOString().slice(0, 10), date.toISOString().slice(11, 19)];
  if (style === "iso") return `${day} ${clock}`;
  const dayOfMonth = String(date.getUTCDate()).padStart(2, " ");
  return `${WEEKDAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${dayOfMonth} ${clock} ${date.getUTCFullYear()}`;
}
