const ZERO = 48;

/** Up to 15 digits always fit a number exactly; 16 do not. */
const EXACT_DIGITS = 15;

/** A count has to fit SQLite's 64-bit integer: 2^63-1, 19 digits. */
const MAX_COUNT = 0x7fff_ffff_ffff_ffffn;
const MAX_COUNT_DIGITS = 19;

/** The whole number of 1 to 15 digits that is `text.slice(start, end)`, or -1 when it is no such thing. */
export function wholeNumber(text: string, start: number, end: number): number {
  const length = end - start;
  if (length < 1 || length > EXACT_DIGITS) return -1;
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** The count of bytes that is `text.slice(start, end)`: 1 to 19 digits and at most 2^63-1, else undefined. */
export function byteCount(text: string, start: number, end: number): bigint | undefined {
  if (end - start <= EXACT_DIGITS) {
    const value = wholeNumber(text, start, end);
    return value === -1 ? undefined : BigInt(value);
  }
  if (end - start > MAX_COUNT_DIGITS || !isDigits(text, start, end)) return undefined;
  const value = BigInt(text.slice(start, end));
  return value <= MAX_COUNT ? value : undefined;
}

/** Whether `text.slice(start, end)` is one digit or more and nothing else. */
export function isDigits(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) return false;
  }
  return end > start;
}
