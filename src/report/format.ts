import type { UnixSeconds } from "../model.ts";
import { localTime } from "./local-time.ts";

/** Keeps a number and its unit on one line; a terminal's text has a plain space in its place. */
const SPACE = "\u00a0";

/** SI units: 1 GB is 1,000,000,000 bytes. */
const SIZES = {
  B: 1n,
  kB: 1000n,
  MB: 1_000_000n,
  GB: 1_000_000_000n,
  TB: 1_000_000_000_000n,
  PB: 1_000_000_000_000_000n,
  EB: 1_000_000_000_000_000_000n,
} as const;
const UNITS = ["B", "kB", "MB", "GB", "TB", "PB", "EB"] as const;
const TENS = [1n, 10n, 100n] as const;

/** A unit of bytes, from "B" to "EB". */
export type ByteUnit = (typeof UNITS)[number];

/** A figure parted from its unit, for places that set the two in different sizes. */
export interface Quantity {
  readonly value: string;
  readonly unit: ByteUnit;
}

/** The bytes in one of a unit. */
export function unitSize(unit: ByteUnit): bigint {
  return SIZES[unit];
}

/** A whole number with its thousands parted: "1,204". */
export function formatCount(count: number | bigint): string {
  return count < 1000 ? String(count) : String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** Bytes in three significant digits, rounded exactly: 999,950 is "1.00 MB", never "1000 kB". */
export function byteQuantity(bytes: bigint): Quantity {
  if (bytes < 1000n) return { value: String(bytes), unit: "B" };
  const exponent = String(bytes).length - 1;
  let index = Math.min(Math.floor(exponent / 3), UNITS.length - 1);
  let decimals = Math.max(0, 2 - (exponent - 3 * index));
  const size = SIZES[UNITS[index] ?? "EB"];
  let digits = String((bytes * (TENS[decimals] ?? 1n) + size / 2n) / size);
  if (digits === "1000" && (decimals > 0 || index < UNITS.length - 1)) {
    // Rounding made it a digit longer: 9.995 kB is 10.0 kB, 999.5 kB is 1.00 MB.
    [index, decimals] = decimals > 0 ? [index, decimals - 1] : [index + 1, 2];
    digits = "100";
  }
  const unit = UNITS[index] ?? "EB";
  if (decimals > 0) return { value: `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`, unit };
  return { value: digits.length > 3 ? formatCount(BigInt(digits)) : digits, unit };
}

/** Bytes as running text: "15.0 GB", "0 B". */
export function formatBytes(bytes: bigint): string {
  const { value, unit } = byteQuantity(bytes);
  return value + SPACE + unit;
}

/** Every byte, for a title: "15,012,345,678 bytes". */
export function formatExactBytes(bytes: bigint): string {
  return `${formatCount(bytes)}${SPACE}${bytes === 1n ? "byte" : "bytes"}`;
}

/**
 * The one unit of a column whose largest value is `largest`. A column stays in GB until 10 TB: most
 * lines stand far below the largest, and two decimals of a TB would hide them.
 */
export function columnUnit(largest: bigint): ByteUnit {
  let unit: ByteUnit = "B";
  for (const next of UNITS.slice(1)) {
    const least = SIZES[next] >= SIZES.TB ? SIZES[next] * 10n : SIZES[next];
    if (largest >= least) unit = next;
  }
  return unit;
}

/** Up to here a hundredfold is a whole number for `Number`, too; its quotient then rounds as the exact one does. */
const FAST = BigInt(Math.floor(Number.MAX_SAFE_INTEGER / 100));

/** Bytes in a column's unit with two decimals, so that length is size: "2.58", "<0.01", and "0" for nothing. */
export function formatInUnit(bytes: bigint, unit: ByteUnit): string {
  if (bytes === 0n) return "0";
  if (unit === "B") return formatCount(bytes);
  const size = SIZES[unit];
  const digits = String(
    bytes <= FAST ? Math.round((Number(bytes) * 100) / Number(size)) : (bytes * 100n + size / 2n) / size,
  );
  if (digits === "0") return "<0.01";
  if (digits.length < 3) return digits.length === 1 ? `0.0${digits}` : `0.${digits}`;
  const whole = digits.slice(0, -2);
  return `${whole.length > 3 ? formatCount(BigInt(whole)) : whole}.${digits.slice(-2)}`;
}

/** A share of 0 to 1 as "95.3 %"; only the whole is "100 %" and only nothing is "0 %". */
export function formatShare(share: number): string {
  if (share >= 1) return `100${SPACE}%`;
  if (share <= 0) return `0${SPACE}%`;
  const tenths = Math.min(999, Math.max(1, Math.round(share * 1000)));
  return `${tenths < 1000 && tenths % 10 === 0 ? tenths / 10 : (tenths / 10).toFixed(1)}${SPACE}%`;
}

/** "1 user", "12 users". */
export function formatPlural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)}${SPACE}${count === 1 ? one : many}`;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long something lasts already: "38 min", "6 h 02 min", "9 days". */
export function formatDuration(seconds: number): string {
  if (seconds < MINUTE) return `${Math.max(0, Math.floor(seconds))}${SPACE}s`;
  const minutes = Math.floor(seconds / MINUTE);
  if (minutes < 60) return `${minutes}${SPACE}min`;
  if (seconds < 2 * DAY) {
    return `${Math.floor(minutes / 60)}${SPACE}h${SPACE}${String(minutes % 60).padStart(2, "0")}${SPACE}min`;
  }
  return formatPlural(Math.floor(seconds / DAY), "day");
}

/** How old something is, in its largest unit and in words: "47 minutes", "3 weeks", "2 years". */
export function formatAge(seconds: number): string {
  const age = Math.max(0, seconds);
  if (age < MINUTE) return formatPlural(Math.floor(age), "second");
  if (age < HOUR) return formatPlural(Math.floor(age / MINUTE), "minute");
  if (age < 2 * DAY) return formatPlural(Math.floor(age / HOUR), "hour");
  const days = Math.floor(age / DAY);
  if (days < 14) return formatPlural(days, "day");
  if (days < 70) return formatPlural(Math.floor(days / 7), "week");
  if (days < 730) return formatPlural(Math.floor(days / 30.44), "month");
  return formatPlural(Math.floor(days / 365.25), "year");
}

/** "Wed 15 Oct". */
export function formatDay(at: UnixSeconds, timeZone: string): string {
  const { weekday, day, month } = localTime(at, timeZone);
  return `${weekday}${SPACE}${day}${SPACE}${month.slice(0, 3)}`;
}

/** "4 Mar 2024". */
export function formatDate(at: UnixSeconds, timeZone: string): string {
  const { day, month, year } = localTime(at, timeZone);
  return `${day}${SPACE}${month.slice(0, 3)}${SPACE}${year}`;
}

/** With nothing left out: "Wed 15 Oct 2025, 14:32:08". */
export function formatFull(at: UnixSeconds, timeZone: string): string {
  const { weekday, day, month, year, clock } = localTime(at, timeZone);
  return `${weekday}${SPACE}${day}${SPACE}${month.slice(0, 3)}${SPACE}${year}, ${clock}`;
}

/** An instant as seen from `now`: today "14:32", this week "Tue 19:31", older "23 Sep" or "23 Sep 2024". */
export function formatInstant(at: UnixSeconds, now: UnixSeconds, timeZone: string): string {
  const then = localTime(at, timeZone);
  const today = localTime(now, timeZone);
  const daysAgo = today.dayNumber - then.dayNumber;
  if (daysAgo === 0) return then.clock.slice(0, 5);
  if (daysAgo > 0 && daysAgo < 7) return `${then.weekday}${SPACE}${then.clock.slice(0, 5)}`;
  const day = `${then.day}${SPACE}${then.month.slice(0, 3)}`;
  return then.year === today.year ? day : `${day}${SPACE}${then.year}`;
}

/** As `formatInstant()`, and how long ago, where the instant alone would make one reckon: "23 Sep, 3 weeks ago". */
export function formatSeen(at: UnixSeconds, now: UnixSeconds, timeZone: string): string {
  const instant = formatInstant(at, now, timeZone);
  return now - at < 6 * DAY ? instant : `${instant}, ${formatAge(now - at)} ago`;
}

/** "October" for a calendar month; "since 15 Oct" for a billing month. */
export function formatMonth(monthStart: UnixSeconds, timeZone: string): string {
  const { day, month } = localTime(monthStart, timeZone);
  return day === 1 ? month : `since${SPACE}${day}${SPACE}${month.slice(0, 3)}`;
}

/** For machines: "2025-10-15T12:32:08Z". */
export function formatIso(at: UnixSeconds): string {
  return `${new Date(at * 1000).toISOString().slice(0, 19)}Z`;
}
