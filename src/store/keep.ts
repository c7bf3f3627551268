import type { Counters } from "../model.ts";
import type { Database } from "./open.ts";

/**
 * Reads something of a database, and gives it again as long as the fingerprint of what it depends on is the same. Only
 * the last one is kept.
 */
export function keeper<Value>() {
  const kept = new WeakMap<Database, { readonly fingerprint: string; readonly value: Value }>();
  return async (database: Database, fingerprint: string, read: () => Promise<Value>): Promise<Value> => {
    const known = kept.get(database);
    if (known?.fingerprint === fingerprint) return known.value;
    const value = await read();
    kept.set(database, { fingerprint, value });
    return value;
  };
}

/**
 * Changes whenever what a user moved on one of these days does, which are all that moved there: bytes in the books only
 * ever grow; and an account that is forgotten gives its own to another, and leaves a gap in the numbers.
 */
export function daysFingerprint(
  days: readonly (readonly [start: number, moved: Counters])[],
  gaps: number,
  ...more: readonly number[]
): string {
  return [gaps, ...more, ...days.flatMap(([start, moved]) => [start, moved.bytesReceived, moved.bytesSent])].join();
}
