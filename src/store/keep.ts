import type { Counters } from "../model.ts";
import type { Database } from "./open.ts";

/**
 * Reads something of a database, and gives it again as long as the fingerprint of what it depends on is the same. Only
 * the last `most` are kept.
 */
export function keeper<Value>(most = 1) {
  const kept = new WeakMap<Database, Map<string, Value>>();
  return async (database: Database, fingerprint: string, read: () => Promise<Value>): Promise<Value> => {
    const known = kept.get(database) ?? new Map<string, Value>();
    const value = known.get(fingerprint) ?? (await read());
    known.delete(fingerprint);
    known.set(fingerprint, value);
    const [oldest] = known.keys();
    if (known.size > most && oldest !== undefined) known.delete(oldest);
    kept.set(database, known);
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
