/**
 * The rows in a cell that a json_group_array() of ours made. The statement that wrote the cell, a few lines from its
 * reader, says what a row is: checking thousands of them by a schema as well takes longer than all else of a poll.
 */
export function rowsOf<Row extends readonly unknown[]>(cell: unknown): Row[] {
  if (typeof cell !== "string") throw new TypeError(`Cannot read rows from ${typeof cell}: want a JSON array`);
  return JSON.parse(cell);
}
