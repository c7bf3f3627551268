import type { Counters } from "../model.ts";
import { dayColumns } from "../report/day-columns.ts";
import type { Spans } from "../report/summary.ts";
import { daysFingerprint, keeper } from "./keep.ts";
import type { Database } from "./open.ts";
import { type CellStatement, NOTHING_ASKED, readCells } from "./read-cells.ts";
import { AMOUNTS, type Finished, finishedIn, userDaysIn } from "./summary-cells.ts";

/*
 * A finished day gets a credit now and then, from a connection that was not seen for long; else it stays as it is.
 * Adding up a month of thousands of users takes longer than the rest of a report, so what they moved is kept while the
 * days' own sums show that nothing was added.
 */

const SELECT_FINISHED = `
  SELECT json_group_array(json_array(
    user, CAST(week_r AS TEXT), CAST(week_s AS TEXT), CAST(days_r AS TEXT), CAST(days_s AS TEXT)))
  FROM (
    SELECT user,
      sum(iif(bucket >= ?2, bytes_received, 0)) AS week_r, sum(iif(bucket >= ?2, bytes_sent, 0)) AS week_s,
      sum(bytes_received) AS days_r, sum(bytes_sent) AS days_s
    FROM traffic_day WHERE bucket >= ?1 AND bucket < ?3 GROUP BY user)`;

const DAYS = `SELECT group_concat(bucket) || ';' || ${AMOUNTS} FROM traffic_day`;
const SELECT_ALL_DAYS = `${DAYS} WHERE bucket >= ?1 AND bucket < ?2`;
/** Buckets by name: then each row is looked up, in place of reading whole days. */
const SELECT_USERS_DAYS = `${DAYS}
  WHERE bucket IN (SELECT value FROM json_each(?1)) AND user IN (SELECT value FROM json_each(?2))`;

/** More users than this nobody turns to in one state of the days; and each one's days take a few kilobytes. */
const MOST_COLUMNS = 1000;

interface Kept {
  readonly byUser: ReadonlyMap<number, Finished>;
  readonly columns: Map<number, readonly Counters[]>;
}

const keep = keeper<Kept>();

/** The finished days of all users, as they stand in a state of the books. */
export interface FinishedDays {
  readonly byUser: ReadonlyMap<number, Finished>;
  /** Day by day, of some of so many users. */
  columnsOf(users: readonly number[], of: number): ColumnsQuestion;
}

/** What is still to be read for users' days, and those days once that is there. */
export interface ColumnsQuestion {
  /** Where nothing is to be read. */
  readonly known: ReadonlyMap<number, readonly Counters[]> | undefined;
  readonly statement: CellStatement;
  columnsIn(cell: unknown): ReadonlyMap<number, readonly Counters[]>;
}

/** What is known of the books already. */
interface State {
  readonly spans: Spans;
  /** What all users moved on each day. */
  readonly days: readonly (Counters & { readonly bucket: number })[];
  /** The numbers of all accounts. */
  readonly ids: readonly number[];
}

/** What users moved on the days before today, read only where something was added since it last was. */
export async function finishedDays(database: Database, { spans, days, ids }: State): Promise<FinishedDays> {
  const [first = 0, week = 0, today = 0] = [spans.days[0], spans.days.at(-8), spans.days.at(-2)];
  const moved = days.filter(({ bucket }) => bucket < today);
  const gone = ids.reduce((highest, id) => Math.max(highest, id), 0) - ids.length;
  const sums = moved.map((day) => [day.bucket, day] as const);
  const args = [first, week, today].map(BigInt);
  const { byUser, columns } = await keep(database, daysFingerprint(sums, gone, first, week, today), async () => {
    const cell = await readCells(database, { finished: { sql: SELECT_FINISHED, args } });
    return { byUser: finishedIn(cell("finished")), columns: new Map() };
  });
  const statementOf = (users: readonly number[], of: number): CellStatement => {
    if (users.length === 0) return NOTHING_ASKED;
    if (users.length === of) return { sql: SELECT_ALL_DAYS, args: [BigInt(first), BigInt(today)] };
    const buckets = JSON.stringify(moved.map(({ bucket }) => bucket));
    return { sql: SELECT_USERS_DAYS, args: [buckets, JSON.stringify(users)] };
  };
  return {
    byUser,
    columnsOf(users, of) {
      const known = users.flatMap((user) => {
        const column = columns.get(user);
        return column ? [[user, column] as const] : [];
      });
      const missing = users.filter((user) => !columns.has(user));
      return {
        known: missing.length === 0 ? new Map(known) : undefined,
        statement: statementOf(missing, of),
        columnsIn(cell) {
          const found = dayColumns(userDaysIn(cell), spans.days.slice(0, -2), missing);
          if (columns.size + found.size > MOST_COLUMNS) columns.clear();
          for (const [user, column] of found) columns.set(user, column);
          return new Map([...known, ...found]);
        },
      };
    },
  };
}
