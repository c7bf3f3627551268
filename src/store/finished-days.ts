import type { Counters } from "../model.ts";
import type { Spans } from "../report/summary.ts";
import type { Database } from "./open.ts";
import { readCells } from "./read-cells.ts";
import { type Finished, finishedIn } from "./summary-cells.ts";

/*
 * A finished day gets a credit now and then, from a connection that was not seen for long; else it stays as it is.
 * Adding up a month of thousands of users takes longer than the rest of a report, so the sums are kept while the
 * days' own sums show that nothing was added: bytes in the books only ever grow.
 */

const SELECT_FINISHED = `
  SELECT json_group_array(json_array(
    user, CAST(week_r AS TEXT), CAST(week_s AS TEXT), CAST(days_r AS TEXT), CAST(days_s AS TEXT)))
  FROM (
    SELECT user,
      sum(iif(bucket >= ?2, bytes_received, 0)) AS week_r, sum(iif(bucket >= ?2, bytes_sent, 0)) AS week_s,
      sum(bytes_received) AS days_r, sum(bytes_sent) AS days_s
    FROM traffic_day WHERE bucket >= ?1 AND bucket < ?3 GROUP BY user)`;

interface Kept {
  readonly fingerprint: string;
  readonly byUser: ReadonlyMap<number, Finished>;
}

const kept = new WeakMap<Database, Kept>();

/** Each user's finished days; `days` is what all users moved on each of them. */
export async function finishedDays(
  database: Database,
  { days: starts }: Spans,
  days: readonly (Counters & { readonly bucket: number })[],
): Promise<ReadonlyMap<number, Finished>> {
  const [first = 0, week = 0, today = 0] = [starts[0], starts.at(-8), starts.at(-2)];
  const moved = days.filter(({ bucket }) => bucket < today);
  const fingerprint = [
    first,
    week,
    today,
    ...moved.map((day) => [day.bucket, day.bytesReceived, day.bytesSent]),
  ].join();
  const known = kept.get(database);
  if (known?.fingerprint === fingerprint) return known.byUser;
  const args = [first, week, today].map(BigInt);
  const cell = await readCells(database, { finished: { sql: SELECT_FINISHED, args } });
  const byUser = finishedIn(cell("finished"));
  kept.set(database, { fingerprint, byUser });
  return byUser;
}
