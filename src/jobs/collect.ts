import type { Change, ServerBooks } from "../account/books.ts";
import { isStale, lastNews, type Moment, statusInterval } from "../account/clock.ts";
import { reconcileEnds } from "../account/end.ts";
import type { ConnectionEnd, Snapshot } from "../account/observation.ts";
import { type AccountingOptions, isRepeat, matchOpen, reconcile } from "../account/reconcile.ts";
import { AppError } from "../errors.ts";
import type { UnixSeconds } from "../model.ts";
import { placeReading } from "../source/snapshot.ts";
import type { StatusReading } from "../source/status-file.ts";
import { commitChange } from "../store/commit.ts";
import type { Database } from "../store/open.ts";
import { type Condition, type ConditionNote, noteCondition } from "../store/server-events.ts";
import { findFormer, loadServer, noteProblem, type ServerDescription } from "../store/servers.ts";
import { recalled } from "./recall.ts";
import { asSpelled } from "./spelling.ts";

/** One server's source and books, as `collect()` needs them. */
export interface Collected extends ServerDescription, AccountingOptions {
  readonly serverTimeZone: string | undefined;
  readonly database: Database;
  /** An id that no other observation has. */
  readonly newId: () => string;
}

/** Books kept in memory between two observations. They are only ever a guess: a commit by another writer voids them. */
export interface Memory {
  books: ServerBooks | undefined;
  problem: string | undefined;
  /** What the source was like, as it was last noted. Undefined: to be looked up. */
  condition?: Condition | undefined;
}

/** What one observation came to. */
export interface Collection {
  readonly books: ServerBooks;
  /** Undefined: nothing new. */
  readonly change: Change | undefined;
  readonly stale: boolean;
}

/** Accounts one reading of a server's status. */
export async function collect(
  server: Collected,
  memory: Memory,
  reading: StatusReading,
  moment: Moment,
): Promise<Collection> {
  let stale = false;
  const { books, change } = await account(server, memory, async (before) => {
    // A substitute's steps are not those that were seen so far.
    const interval = statusInterval(server.statusInterval, reading.isSubstitute ? [] : before.intervals);
    const { serverTimeZone, calendar } = server;
    const place = { moment, serverTimeZone, timeZone: calendar.timeZone, statusInterval: interval };
    const snapshot = placeReading(reading, place);
    const news = lastNews(before, moment);
    if (reading.isSubstitute && news !== undefined && snapshot.at <= news) {
      stale = isStale(news, moment.now, interval);
      return undefined;
    }
    stale = snapshot.stale;
    return isRepeat(before, snapshot) ? undefined : reconcileSnapshot(server, before, snapshot);
  });
  // A commit has cleared it already.
  if (memory.problem !== undefined && !change) await noteProblem(server.database, books.server, undefined);
  memory.problem = undefined;
  await become(server, memory, { server: books.server, condition: stale ? "stale" : "up", at: books.at ?? moment.now });
  return { books, change, stale };
}

/** Accounts the exact ends of connections, as one observation. */
export async function collectEnds(
  server: Collected,
  memory: Memory,
  ends: readonly ConnectionEnd[],
): Promise<Collection> {
  const beginnings = ends.map(({ connectedSince, connectedSinceText = "" }) => ({
    connectedSince,
    connectedSinceText,
  }));
  const { books, change } = await account(server, memory, async (before) => {
    const found = await findFormer(server.database, before.server, beginnings);
    const [open, former] = [recalled(before.open, ends), recalled(found, ends)];
    const known = [...open, ...former].map(({ facts }) => facts);
    return reconcileEnds({ ...before, open }, asSpelled(ends, known), former, server);
  });
  return { books, change, stale: false };
}

/** Remembers, for the reports, why and since when a server's status could not be read. */
export async function collectProblem(
  server: Collected,
  memory: Memory,
  { problem, at }: { readonly problem: string; readonly at: UnixSeconds },
): Promise<void> {
  const books = await booksOf(server, memory);
  await noteProblem(server.database, books.server, problem);
  memory.problem = problem;
  await become(server, memory, { server: books.server, condition: "failing", at, problem });
}

/** Notes what the source is like now, where it was otherwise: what is lost with us is noted at the next reading. */
async function become({ database }: Collected, memory: Memory, note: ConditionNote): Promise<void> {
  if (memory.condition === note.condition) return;
  await noteCondition(database, note);
  memory.condition = note.condition;
}

/** Other writers of a server's books are few and slow; so often overtaken, something else is wrong. */
const MOST_TRIES = 100;

/** Works a change out and commits it, anew as often as another writer is faster. */
async function account(
  server: Collected,
  memory: Memory,
  work: (before: ServerBooks) => Promise<Change | undefined>,
): Promise<{ books: ServerBooks; change: Change | undefined }> {
  const id = server.newId();
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const before = await booksOf(server, memory);
    memory.books = undefined;
    const change = await work(before);
    if (!change) {
      memory.books = before;
      return { books: before, change: undefined };
    }
    const outcome = await commitChange(server.database, change, { calendar: server.calendar, id });
    if (outcome === "overtaken") continue;
    memory.books = change.after;
    return { books: change.after, change };
  }
  throw new AppError(
    "database",
    `Cannot commit an observation of ${server.name}: its number was taken ${MOST_TRIES} times; restore the database from a backup`,
  );
}

/** A server's books, as far as anybody remembers them. */
export async function booksOf(server: Collected, memory: Memory): Promise<ServerBooks> {
  return memory.books ?? (await remember(server, memory));
}

async function remember(server: Collected, memory: Memory): Promise<ServerBooks> {
  const { books, problem, condition } = await loadServer(server.database, server);
  memory.problem = problem;
  memory.condition = condition;
  return books;
}

async function reconcileSnapshot(server: Collected, before: ServerBooks, snapshot: Snapshot): Promise<Change> {
  const matching = matchOpen({ ...before, open: recalled(before.open, snapshot.rows) }, snapshot);
  const { rows } = matching;
  const found = rows.length > 0 ? await findFormer(server.database, before.server, rows) : [];
  const facts = asSpelled(
    found.map((connection) => connection.facts),
    rows,
  );
  const former = found.map((connection, index) => ({ ...connection, facts: facts[index] ?? connection.facts }));
  return reconcile(before, snapshot, matching, recalled(former, rows), server);
}
