/**
 * The sum of a column of bytes in SQL, as `exactSumIn()` reads it: in two halves, for SQLite refuses to add beyond
 * 2^63-1, and one client's absurd counters must not take a page from everybody.
 */
export function exactSum(column: string): string {
  return `coalesce(sum(${column} >> 32), 0) || ' ' || coalesce(sum(${column} & 4294967295), 0)`;
}

export function exactSumIn(text: string): bigint {
  const [high = "0", low = "0"] = text.split(" ");
  return (BigInt(high) << 32n) + BigInt(low);
}
