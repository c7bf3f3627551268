import { wholeNumber } from "./digits.ts";

const WEEKDAYS = "SunMonTueWedThuFriSat";
const MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

const SPACE = 32;
const DASH = 45;
const COLON = 58;

/**
 * The seconds since 1970 of OpenVPN's date text, as if it were UTC (it is the server process's local
 * time, and names no zone); undefined when it is no such text or no such day.
 *
 * `2026-11-22 07:08:32` since 2.5, before that ctime()'s `Sun Nov 22 07:56:48 2026` (`otime.c`: time_string).
 */
export function civilSeconds(text: string): number | undefined {
  const seconds = civilSecondsAt(text, 0, text.length);
  return Number.isNaN(seconds) ? undefined : seconds;
}

/** civilSeconds() of `text.slice(start, end)`, with NaN for "no date": no string is made on a row's way. */
export function civilSecondsAt(text: string, start: number, end: number): number {
  if (end - start === 19) return isoSeconds(text, start);
  if (end - start === 24) return ctimeSeconds(text, start);
  return Number.NaN;
}

function isoSeconds(text: string, at: number): number {
  if (
    text.charCodeAt(at + 4) !== DASH ||
    text.charCodeAt(at + 7) !== DASH ||
    text.charCodeAt(at + 10) !== SPACE ||
    !isClock(text, at + 11)
  ) {
    return Number.NaN;
  }
  const year = wholeNumber(text, at, at + 4);
  return instant(text, at + 11, year, wholeNumber(text, at + 5, at + 7), wholeNumber(text, at + 8, at + 10));
}

function ctimeSeconds(text: string, at: number): number {
  if (
    text.charCodeAt(at + 3) !== SPACE ||
    text.charCodeAt(at + 7) !== SPACE ||
    text.charCodeAt(at + 10) !== SPACE ||
    text.charCodeAt(at + 19) !== SPACE ||
    !isClock(text, at + 11) ||
    nameIndex(WEEKDAYS, text, at) === -1
  ) {
    return Number.NaN;
  }
  // The C library pads the day with a blank, Windows' with a zero.
  const dayAt = text.charCodeAt(at + 8) === SPACE ? at + 9 : at + 8;
  const month = nameIndex(MONTHS, text, at + 4) + 1;
  return instant(text, at + 11, wholeNumber(text, at + 20, at + 24), month, wholeNumber(text, dayAt, at + 10));
}

/** Which three-letter name of the list stands in the text, from 0; -1 when none does. */
function nameIndex(names: string, text: string, at: number): number {
  for (let name = 0; name < names.length; name += 3) {
    if (
      text.charCodeAt(at) === names.charCodeAt(name) &&
      text.charCodeAt(at + 1) === names.charCodeAt(name + 1) &&
      text.charCodeAt(at + 2) === names.charCodeAt(name + 2)
    ) {
      return name / 3;
    }
  }
  return -1;
}

function isClock(text: string, at: number): boolean {
  return text.charCodeAt(at + 2) === COLON && text.charCodeAt(at + 5) === COLON;
}

function instant(text: string, clockAt: number, year: number, month: number, day: number): number {
  const hour = wholeNumber(text, clockAt, clockAt + 2);
  const minute = wholeNumber(text, clockAt + 3, clockAt + 5);
  const second = wholeNumber(text, clockAt + 6, clockAt + 8);
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return Number.NaN;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return Number.NaN;
  return daysSince1970(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days of the Gregorian calendar, counted in years that begin in March, so that a leap day comes last. */
function daysSince1970(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const marchMonth = month > 2 ? month - 3 : month + 9;
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  return marchYear * 365 + leapDays + Math.floor((marchMonth * 153 + 2) / 5) + day - 719_469;
}
