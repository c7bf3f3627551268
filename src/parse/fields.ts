import type { Lines } from "./lines.ts";

/** Between fields: a comma in versions 1 and 2, a tab in version 3. */
export type Separator = "," | "\t";

/** How the rows of a table are cut. */
export interface RowForm {
  readonly separator: Separator;
  /** What a row begins with, its separator counted in; 0 in version 1, whose rows have no tag. */
  readonly tagLength: number;
  /** Fields of a row, the tag (of version 1, nothing) being field 0. */
  readonly count: number;
}

/**
 * Where each field of a row begins, and one past the row's end: field i is
 * `text.slice(fields[i], fields[i + 1] - 1)`.
 */
export type Fields = Int32Array;

/** Room for the fields of a row. */
export function newFields({ count }: RowForm): Fields {
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

/** Cuts the current line, which begins with the form's tag, into fields; false when it has more or fewer. */
export function cutFields(
  { text, start, end }: Lines,
  { separator, tagLength, count }: RowForm,
  fields: Fields,
): boolean {
  const last = count - 1;
  let at = start + tagLength;
  fields[0] = start;
  for (let column = 1; column < last; column++) {
    fields[column] = at;
    // Not found is 0 after all, and the search goes on in the text's first line: that cannot end well.
    at = text.indexOf(separator, at) + 1;
  }
  fields[last] = at;
  fields[count] = end + 1;
  if (at <= start || at > end) return false;
  const next = text.indexOf(separator, at);
  return next === -1 || next > end;
}
