import { newOwnerKey, type OwnerKey } from "./owner-key.ts";

/** Between fields: a comma in versions 1 and 2, a tab in version 3. */
export type Separator = "," | "\t";

/**
 * A place in a row; each scan…() steps over one field and the separator behind it, the row's end counting as
 * one. A field that is not as it should be leaves the place behind `end + 1`, and nothing leads back: that
 * `at === end + 1` behind the last field is all there is to check.
 */
export interface Scanner {
  readonly text: string;
  readonly separator: Separator;
  readonly stop: number;
  /** Where the row ends. */
  end: number;
  at: number;
  /** Of the name and the address in the row read last. */
  readonly key: OwnerKey;
}

const ZERO = 48;
/** So many always make an exact number. */
const MOST_DIGITS = 15;

/** `2026-11-22 07:08:32` */
const ISO_LENGTH = 19;
/** `Sun Nov 22 07:56:48 2026` */
const CTIME_LENGTH = 24;

/** A scanner of a text's rows. */
export function openScanner(text: string, separator: Separator): Scanner {
  return { text, separator, stop: separator.charCodeAt(0), end: 0, at: 0, key: newOwnerKey() };
}

/** Steps over text of any length. */
export function scanText(scanner: Scanner): void {
  const { text, separator, stop, at, end } = scanner;
  // Many fields are empty, and to look at one character is cheaper than to search.
  if (at < end && text.charCodeAt(at) === stop) {
    scanner.at = at + 1;
    return;
  }
  const found = text.indexOf(separator, at);
  if (found !== -1 && found < end) scanner.at = found + 1;
  else scanner.at = at <= end ? end + 1 : at + 1;
}

/** Steps over a text that is nearly always `usual`, and tells whether it was. */
export function scanUsual(scanner: Scanner, usual: string): boolean {
  const { text, stop, at, end } = scanner;
  const after = at + usual.length;
  if ((after === end || text.charCodeAt(after) === stop) && text.startsWith(usual, at)) {
    scanner.at = after + 1;
    return true;
  }
  scanText(scanner);
  return false;
}

/** Steps over 1 to 15 digits and returns their number. */
export function scanDigits(scanner: Scanner): number {
  const { text, stop, end } = scanner;
  const start = scanner.at;
  let at = start;
  let value = 0;
  for (let digit = text.charCodeAt(at) - ZERO; digit >= 0 && digit <= 9; digit = text.charCodeAt(++at) - ZERO) {
    value = value * 10 + digit;
  }
  const whole = at > start && at - start <= MOST_DIGITS && (at === end || text.charCodeAt(at) === stop);
  scanner.at = whole ? at + 1 : end + 2;
  return value;
}

/** Steps over what has the length of a date. */
export function scanDate(scanner: Scanner): void {
  const { text, stop, end, at } = scanner;
  const iso = at + ISO_LENGTH;
  const ctime = at + CTIME_LENGTH;
  if (iso === end || text.charCodeAt(iso) === stop) scanner.at = iso + 1;
  else if (ctime === end || text.charCodeAt(ctime) === stop) scanner.at = ctime + 1;
  else scanner.at = end + 2;
}
