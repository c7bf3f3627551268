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
