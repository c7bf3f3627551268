import type { UnixSeconds } from "../model.ts";
import { isoInstant } from "../report/iso-instant.ts";
import { visible } from "../report/visible.ts";

/** A cell: text, which may be from anywhere; a number; or nothing. */
export type Cell = string | number | bigint | undefined;

/** With one of these a spreadsheet takes a text for a formula; the apostrophe is what says that it is none. */
const FORMULA = /^[=+\-@\t\r\n'＝＋－＠]/;
const NEEDS_QUOTES = /[",\r\n]/;

/**
 * A table as RFC 4180 has it, its first line the names of the columns. Hostile texts do nothing, neither to a
 * spreadsheet nor to a terminal: what cannot be seen is `\u{…}`, and what looks like a formula begins with an
 * apostrophe. Different texts stay different, numbers stay numbers.
 */
export function csvText(columns: readonly string[], rows: Iterable<readonly Cell[]>): string {
  let lines = line(columns);
  for (const row of rows) lines += line(row);
  return lines;
}

/** An instant: "2025-10-15T12:32:08Z". */
export function csvInstant(at: UnixSeconds | undefined): string | undefined {
  return at === undefined ? undefined : isoInstant(at);
}

function line(cells: readonly Cell[]): string {
  return `${cells.map(cell).join(",")}\r\n`;
}

function cell(value: Cell): string {
  if (value === undefined) return "";
  if (typeof value !== "string") return String(value);
  const shown = visible(value);
  const text = FORMULA.test(shown) ? `'${shown}` : shown;
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
