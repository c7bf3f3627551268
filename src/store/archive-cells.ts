import type { Peak } from "../account/books.ts";
import type { PeriodFacts, PeriodSums } from "../report/archive-facts.ts";
import { rowsOf } from "./rows.ts";
import { type Amount, counters } from "./summary-cells.ts";

/* What the cells of `archive.ts` hold. Bytes stand in them as text. */

type Count = number | null;

export function periodSumsIn(cell: unknown): PeriodSums[] {
  type Row = readonly [
    ...[bucket: number, server: number, seconds: number, users: number, ...Amount],
    ...[peak: Count, peakAt: Count, peakOfAll: Count, peakOfAllAt: Count],
  ];
  return rowsOf<Row>(cell).map(
    ([bucket, server, seconds, users, received, sent, peak, peakAt, peakOfAll, peakOfAllAt]) => ({
      ...{ bucket, server, seconds, users, ...counters(received, sent) },
      peak: peakOf(peak, peakAt),
      peakOfAll: peakOf(peakOfAll, peakOfAllAt),
    }),
  );
}

function peakOf(connections: Count, at: Count): Peak | undefined {
  return connections === null || at === null ? undefined : { connections, at };
}

export function topUsersIn(cell: unknown): PeriodFacts["users"] {
  const rows = rowsOf<readonly [user: number, ...Amount]>(cell);
  return rows.map(([user, ...bytes]) => ({ user, ...counters(...bytes) }));
}
