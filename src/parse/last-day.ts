import type { Lines } from "./lines.ts";
import { isDate } from "./shape.ts";

/** `2026-11-22 07:08:32` */
const ISO_LENGTH = 19;
/** Of that, the day and the blank. */
const DAY_LENGTH = 11;
/** `Sun Nov 22 07:56:48 2026` */
const CTIME_LENGTH = 24;

const LINE_FEED = 10;

/** The day with which the last date began, in words of four characters: nearly all dates of a text are of a few days. */
export interface LastDay {
  year: number;
  month: number;
  day: number;
}

/** No day yet. */
export function newLastDay(): LastDay {
  return { year: 0, month: 0, day: 0 };
}

/** Where the line ends whose last field begins there and is a date; -1 where it is none. */
export function endOfDate(lines: Lines, start: number, day: LastDay): number {
  const { text, bytes } = lines;
  const iso = start + ISO_LENGTH;
  if (bytes[iso] === LINE_FEED) return isIsoDate(lines, start, day) ? iso : -1;
  const end = start + CTIME_LENGTH;
  return bytes[end] === LINE_FEED && isDate(text, start, end) ? end : -1;
}

function isIsoDate({ text, words }: Lines, start: number, last: LastDay): boolean {
  const year = words.getInt32(start, true);
  const month = words.getInt32(start + 4, true);
  const day = words.getInt32(start + 7, true);
  if (year === last.year && month === last.month && day === last.day) return isClock(words, start + DAY_LENGTH);
  if (!isDate(text, start, start + ISO_LENGTH)) return false;
  last.year = year;
  last.month = month;
  last.day = day;
  return true;
}

/**
 * Whether a time of day stands there, such as `07:08:32`; the text must reach so far. Four characters at a time: with
 * the bits of zeros and colons taken away digits are 0 to 9, and 6 more do not carry into their upper half.
 */
export function isClock(words: DataView, at: number): boolean {
  // "HH:M" and "M:SS", the first character lowest.
  const left = words.getInt32(at, true) ^ 0x303a3030;
  const right = words.getInt32(at + 4, true) ^ 0x30303a30;
  if (((left | (left + 0x06000606)) & 0xf0fff0f0) !== 0) return false;
  if (((right | (right + 0x06060006)) & 0xf0f0fff0) !== 0) return false;
  const hour = (left & 15) * 10 + ((left >> 8) & 15);
  return hour <= 23 && left >> 24 <= 5 && ((right >> 16) & 15) <= 5;
}
