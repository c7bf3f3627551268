import type { Peak } from "../account/books.ts";
import type { Counters } from "../model.ts";

/* JSON as every page writes it: snake_case keys in fixed order, integers to the last byte. */

/** A value as JSON text, or undefined for null. */
export type Member = string | undefined;

/** JSON.stringify leaves C1, bidi and zero width characters as they are; a terminal would obey them. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

const PLAIN = /^[ !#-[\]-~]*$/;

/** A string. */
export function text(value: string): string {
  if (PLAIN.test(value)) return `"${value}"`;
  return JSON.stringify(value).replace(HIDDEN, (character) =>
    Array.from({ length: character.length }, (_, index) => unitEscape(character.charCodeAt(index))).join(""),
  );
}

function unitEscape(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, "0")}`;
}

export function optionalText(value: string | undefined): Member {
  return value === undefined ? undefined : text(value);
}

export function number(value: number | undefined): Member {
  return value === undefined ? undefined : String(value);
}

/** Both directions, on one line: a report of 10,000 users has half a million of them. */
export function counters({ bytesReceived, bytesSent }: Counters): string {
  return `{ "bytes_received": ${bytesReceived}, "bytes_sent": ${bytesSent} }`;
}

/** The most connections at once, and when; null where none was recorded. */
export function peak(of: Peak | undefined): Member {
  return of && `{ "connections": ${of.connections}, "at": ${of.at} }`;
}

/** An object: a member that is undefined is null. */
export function object(indent: string, members: Readonly<Record<string, Member>>): string {
  let lines = "";
  for (const key in members) lines += `${lines && ","}\n${indent}  "${key}": ${members[key] ?? "null"}`;
  return `{${lines}\n${indent}}`;
}

export function array<Item>(
  indent: string,
  items: readonly Item[],
  write: (item: Item, indent: string) => string,
): string {
  if (items.length === 0) return "[]";
  const inner = `${indent}  `;
  return `[\n${inner}${items.map((item) => write(item, inner)).join(`,\n${inner}`)}\n${indent}]`;
}
