import type { Columns } from "./columns.ts";
import type { Lines } from "./lines.ts";
import type { Separator } from "./scanner.ts";

/** A row cut into fields: where each begins, and one past the row's end. */
export type Fields = readonly number[];

/** Where a field begins. */
export function startOf(fields: Fields, column: number): number {
  return fields[column] ?? 0;
}

/** Where a field ends. */
export function endOf(fields: Fields, column: number): number {
  return (fields[column + 1] ?? 0) - 1;
}

/** Where fields of the current line would begin, behind `tagLength` characters, if every separator parted two. */
export function cutsOf({ text, start, end }: Lines, separator: Separator, tagLength: number): readonly number[] {
  const cuts = [start, start + tagLength];
  let found = text.indexOf(separator, start + tagLength);
  while (found !== -1 && found < end) {
    cuts.push(found + 1);
    found = text.indexOf(separator, found + 1);
  }
  return cuts;
}

/** The fields of a row where `skipped` of its cuts before each column part nothing. */
export function fieldsOf(
  cuts: readonly number[],
  { count }: Columns,
  end: number,
  skipped: (column: number) => number,
): Fields {
  return [...Array.from({ length: count }, (_, column) => cuts[column + skipped(column)] ?? 0), end + 1];
}
