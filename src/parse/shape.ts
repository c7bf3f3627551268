import { isDigits } from "./digits.ts";
import { civilSecondsAt } from "./timestamp.ts";

/*
 * The shapes of fixed fields, by which a row with raw commas in a name is read (versions 1 and 2), and a
 * fragment of a line told from a row. They let through everything OpenVPN prints and then some: a shape
 * that refused a true field would leave only a forged reading.
 */

const DOT = 46;
const COLON = 58;

const REAL_ADDRESS = charactersOf("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.:[]%-_");
const VIRTUAL_ADDRESS = charactersOf("0123456789ABCDEFabcdef.:/@");
const CIPHER = charactersOf("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_:[]. ");

/** A real address: `10.99.0.4:55296`, `fd99::1004`, `tcp6-server:[fd99::1002]:35048`. */
export function isRealAddress(text: string, start: number, end: number): boolean {
  let marks = 0;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (REAL_ADDRESS[code] !== 1) return false;
    if (code === COLON || code === DOT) marks++;
  }
  return marks > 0;
}

/** A virtual address or nothing: a client that is not authenticated has none. */
export function isVirtualAddressOrEmpty(text: string, start: number, end: number): boolean {
  return areAll(VIRTUAL_ADDRESS, text, start, end);
}

/**
 * A routing table's first field: address, subnet, `@vlan` behind a MAC, and a trailing `C` for a learned
 * one. The address 0.0.0.0 is printed as nothing: a route to everywhere is `/0` (`mroute.c`).
 */
export function isRoute(text: string, start: number, end: number): boolean {
  return areAll(VIRTUAL_ADDRESS, text, start, end) && /[.:/]/.test(text.slice(start, end));
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
  return areAll(CIPHER, text, start, end);
}

function areAll(characters: Uint8Array, text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    if (characters[text.charCodeAt(at)] !== 1) return false;
  }
  return true;
}

function charactersOf(characters: string): Uint8Array {
  const table = new Uint8Array(256);
  for (const character of characters) table[character.charCodeAt(0)] = 1;
  return table;
}
