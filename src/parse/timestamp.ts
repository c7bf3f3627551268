const WEEKDAYS = "SunMonTueWedThuFriSat";
const MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

const ZERO = 48;
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

/** Whether a time of day stands there, such as `07:08:32`. */
function isClock(text: string, at: number): boolean {
  return (
    text.charCodeAt(at + 2) === COLON &&
    text.charCodeAt(at + 5) === COLON &&
    isUpTo(23, text, at) &&
    isUpTo(59, text, at + 3) &&
    isUpTo(59, text, at + 6)
  );
}

function isUpTo(most: number, text: string, at: number): boolean {
  const value = twoDigits(text, at);
  return value >= 0 && value <= most;
}

function isoSeconds(text: string, at: number): number {
  const parted =
    text.charCodeAt(at + 4) === DASH && text.charCodeAt(at + 7) === DASH && text.charCodeAt(at + 10) === SPACE;
  if (!parted) return Number.NaN;
  return instant(text, at + 11, fourDigits(text, at), twoDigits(text, at + 5), twoDigits(text, at + 8));
}

function ctimeSeconds(text: string, at: number): number {
  const parted =
    text.charCodeAt(at + 3) === SPACE &&
    text.charCodeAt(at + 7) === SPACE &&
    text.charCodeAt(at + 10) === SPACE &&
    text.charCodeAt(at + 19) === SPACE;
  if (!parted || nameIndex(WEEKDAYS, text, at) === -1) return Number.NaN;
  const month = nameIndex(MONTHS, text, at + 4) + 1;
  // The C library pads the day with a blank, Windows' with a zero.
  const day = text.charCodeAt(at + 8) === SPACE ? digit(text, at + 9) : twoDigits(text, at + 8);
  return instant(text, at + 11, fourDigits(text, at + 20), month, day);
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

function instant(text: string, clockAt: number, year: number, month: number, day: number): number {
  const isDay = year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  if (!isDay || !isClock(text, clockAt)) return Number.NaN;
  const hour = twoDigits(text, clockAt);
  const minute = twoDigits(text, clockAt + 3);
  const second = twoDigits(text, clockAt + 6);
  return daysSince1970(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second;
}

function fourDigits(text: string, at: number): number {
  return twoDigits(text, at) * 100 + twoDigits(text, at + 2);
}

function twoDigits(text: string, at: number): number {
  return digit(text, at) * 10 + digit(text, at + 1);
}

/** A digit's value, or one so low that no other digit makes up for it. */
function digit(text: string, at: number): number {
  const value = text.charCodeAt(at) - ZERO;
  return value >= 0 && value <= 9 ? value : -10_000;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days of the Gregorian calendar, in years that begin in March, so that a leap day comes last. */
function daysSince1970(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const marchMonth = month > 2 ? month - 3 : month + 9;
  const leapDays = whole(marchYear / 4) - whole(marchYear / 100) + whole(marchYear / 400);
  return marchYear * 365 + leapDays + whole((marchMonth * 153 + 2) / 5) + day - 719_469;
}

function whole(value: number): number {
  return value | 0;
}
