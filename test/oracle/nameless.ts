/** Dumps without names: what must stay equal, to the byte, when users are forgotten in between. */

import type { BooksDump } from "./books.ts";

/** The dump as if all users were one, whose names and addresses nobody knows. */
export function nameless(dump: BooksDump): BooksDump {
  const all = <Row extends { readonly server: string; readonly received: bigint; readonly sent: bigint }>(
    rows: readonly Row[],
    keyOf: (row: Row) => string,
  ): Row[] => {
    const sums = new Map<string, Row>();
    for (const row of rows) {
      const key = `${row.server} ${keyOf(row)}`;
      const { received, sent } = sums.get(key) ?? { received: 0n, sent: 0n };
      sums.set(key, { ...row, user: "", received: received + row.received, sent: sent + row.sent });
    }
    return [...sums.values()];
  };
  const { five_minutes, hour, day, month, year, total } = dump.buckets;
  const buckets = (rows: typeof hour) => all(rows, ({ bucket }) => String(bucket));
  const unnamed = <Row extends { readonly user: string | null }>(row: Row) => ({
    ...row,
    ...{ commonName: "", realAddress: "", user: row.user === null ? null : "" },
  });
  return {
    ...dump,
    buckets: {
      five_minutes: buckets(five_minutes),
      hour: buckets(hour),
      day: buckets(day),
      month: buckets(month),
      year: buckets(year),
      total: buckets(total),
    },
    unplaced: all(dump.unplaced, ({ resolution }) => resolution),
    retired: all(dump.retired, ({ resolution }) => resolution),
    forgotten: all(dump.forgotten, () => ""),
    connections: dump.connections.map(unnamed),
    tombstones: dump.tombstones.map(unnamed),
    // Who comes again after being forgotten is one more.
    periods: dump.periods.map((period) => ({ ...period, users: 0 })),
  };
}
