import { isDigits } from "./digits.ts";
import { civilSecondsAt } from "./timestamp.ts";

/*
 * The shapes of fixed fields, by which a row with raw commas in a name is read, and the rest of a longer row
 * told from a row. They let through all that OpenVPN prints and then some: a shape that refused a true field
 * would leave only a forged reading.
 */

const ALLOWED = 1;
/** No address is without one of these. */
const MARK = 2;

const ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const REAL_ADDRESS = characters(`${ALPHANUMERIC}[]%-_`, ".:");
const VIRTUAL_ADDRESS = characters("0123456789ABCDEFabcdef@", ".:/");
const CIPHER = characters(`${ALPHANUMERIC}-_:[]. `, "");

/** A real address: `10.99.0.4:55296`, `fd99::1004`, `tcp6-server:[fd99::1002]:35048`. */
export function isRealAddress(text: string, start: number, end: number): boolean {
  return seen(REAL_ADDRESS, text, start, end) >= MARK;
}

/**
 * A routing table's first field: address, subnet, `@vlan` behind a MAC, and a trailing `C` for a learned
 * one. The address 0.0.0.0 is printed as nothing: a route to everywhere is `/0` (`mroute.c`).
 */
export function isRoute(text: string, start: number, end: number): boolean {
  return seen(VIRTUAL_ADDRESS, text, start, end) >= MARK;
}

/** Where the real address ends that begins there; -1 where none does. */
export function endOfRealAddress(bytes: Uint8Array, start: number): number {
  return endOf(REAL_ADDRESS, bytes, start);
}

/** Where the routing table's first field ends that begins there; -1 where none does. */
export function endOfRoute(bytes: Uint8Array, start: number): number {
  return endOf(VIRTUAL_ADDRESS, bytes, start);
}

/** A virtual address or nothing: a client that is not authenticated has none. */
export function isVirtualAddressOrEmpty(text: string, start: number, end: number): boolean {
  return start === end || seen(VIRTUAL_ADDRESS, text, start, end) >= MARK;
}

/** One of OpenVPN's two forms of a date. */
export function isDate(text: string, start: number, end: number): boolean {
  return !Number.isNaN(civilSecondsAt(text, start, end));
}

/** Digits, or nothing: a Client ID where OpenVPN was built without management. */
export function isDigitsOrEmpty(text: string, start: number, end: number): boolean {
  return start === end || isDigits(text, start, end);
}

/** A cipher's name, or nothing. */
export function isCipherOrEmpty(text: string, start: number, end: number): boolean {
  return start === end || seen(CIPHER, text, start, end) >= ALLOWED;
}

/** What kinds of characters there are, 0 when one of them is of none. */
function seen(kinds: Uint8Array, text: string, start: number, end: number): number {
  let all = 0;
  for (let at = start; at < end; at++) {
    const kind = kinds[text.charCodeAt(at)] ?? 0;
    if (kind === 0) return 0;
    all |= kind;
  }
  return all;
}

/** Where the characters of these kinds end, one of them a mark; -1 where none is. */
function endOf(kinds: Uint8Array, bytes: Uint8Array, start: number): number {
  let all = 0;
  let at = start;
  for (let kind = kinds[bytes[at] ?? 0] ?? 0; kind !== 0; kind = kinds[bytes[++at] ?? 0] ?? 0) all |= kind;
  return all >= MARK ? at : -1;
}

function characters(allowed: string, marks: string): Uint8Array {
  const kinds = new Uint8Array(256);
  for (const character of allowed) kinds[character.charCodeAt(0)] = ALLOWED;
  for (const mark of marks) kinds[mark.charCodeAt(0)] = MARK;
  return kinds;
}
