/*
 * Sums of bytes that end at 2^63-1: one client's absurd counter must not make others' refused.
 */

/** In an update: adds bytes to a column. Beyond 2^63-1 a sum is a REAL, of which CAST makes the largest INTEGER. */
export function addTo(column: string, more = `excluded.${column}`): string {
  return `${column} = CAST(${column} + ${more} AS INTEGER)`;
}

/** What an upsert of bytes does to the row that is there. */
export const ADD_UP = `${addTo("bytes_received")}, ${addTo("bytes_sent")}`;

/** The sum of a column of bytes. In two halves: SQLite's own fails beyond 2^63-1. */
export function cappedSum(column: string): string {
  const [high, low] = [`sum(${column} >> 32)`, `sum(${column} & 4294967295)`];
  return `iif(${high} + (${low} >> 32) > 2147483647, 9223372036854775807, (${high} << 32) + ${low})`;
}
