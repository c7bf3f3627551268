import type { Lines } from "./lines.ts";

/** Between fields: a comma in version 2, a tab in version 3. */
export type Separator = "," | "\t";

/** Where the fields of a row begin, and behind the last of them one past the row's end. */
export type Fields = Int32Array;

/** Room for the fields of a row. */
export function newFields(count: number): Fields {
  return new Int32Array(count + 1);
}

/** Where a field begins. */
export function startOf(fields: Fields, column: number): number {
  return fields[column] ?? 0;
}

/** Where a field ends. */
export function endOf(fields: Fields, column: number): number {
  return (fields[column + 1] ?? 0) - 1;
}

/** Cuts the current line into `count` fields; false when it has fewer or more. */
export function cutFields({ text, start, end }: Lines, separator: Separator, count: number, fields: Fields): boolean {
  fields[0] = start;
  let at = start;
  for (let field = 1; field < count; field++) {
    const found = text.indexOf(separator, at);
    if (found === -1 || found >= end) return false;
    at = found + 1;
    fields[field] = at;
  }
  fields[count] = end + 1;
  const next = text.indexOf(separator, at);
  return next === -1 || next >= end;
}
