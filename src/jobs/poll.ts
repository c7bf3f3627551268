import type { Change, ServerBooks } from "../account/books.ts";
import { isStale, lastNews, type Moment, statusInterval } from "../account/clock.ts";
import { NOTHING, sum } from "../account/credit.ts";
import type { BootClock } from "../health/boot-clock.ts";
import { WORKS_AGAIN } from "../log.ts";
import type { Counters } from "../model.ts";
import { isoInstant } from "../report/iso-instant.ts";
import type { SourceError } from "../source/source-error.ts";
import type { ServerLock } from "../store/lock.ts";
import { isOfDatabase } from "../store/open.ts";
import { isRefused } from "../store/patience.ts";
import { addToBacklog, type Backlog } from "./backlog.ts";
import { booksOf, type Collected, type Collection, collect, collectProblem, type Memory } from "./collect.ts";
import type { Ingested } from "./ingest.ts";
import type { Spool } from "./spool.ts";
import type { SourceTools, StatusSource, Unread } from "./status-source.ts";
import { isBehind, keepOnDisk, type Waiting, waitingReadings } from "./waiting.ts";

/** Where a server's status is, and what of it waits to be accounted. */
export interface Source {
  readonly name: string;
  readonly status: StatusSource;
  readonly backlog: Backlog;
  /** Where that is kept while a remote database cannot be had; undefined beside a local one. */
  readonly spool?: Spool | undefined;
}

/** A server to be polled: its source, its books and its lock. */
export interface Polled extends Source, Omit<Collected, "source"> {
  readonly lock: ServerLock;
  readonly memory: Memory;
  /** Where OpenVPN's hooks leave what they tell; undefined: there are none. */
  readonly hookSpool?: string | undefined;
}

/** What polling needs of the world. */
export interface PollTools extends SourceTools {
  readonly bootClock: () => BootClock;
}

/** What came of one poll. */
export interface Poll extends Counters {
  readonly name: string;
  /** `unchanged`: nothing new since the last reading; `torn`: no whole reading could be had, nothing changed. */
  readonly outcome: "read" | "unchanged" | "stale" | "torn" | "failed";
  /** Open, authenticated connections. */
  readonly connections: number;
  /** Why its status could not be read, or else why its hook spool could not be emptied. */
  readonly failure: SourceError | undefined;
}

/**
 * Reads a server's status and accounts it, under that server's lock: what is read first is committed first. What hooks
 * told comes after it: the status, which is older, knows more of a connection than its end, and when bytes moved.
 */
export async function poll(server: Polled, tools: PollTools): Promise<Poll> {
  return await server.lock.hold(async () => {
    const wasFailing = server.memory.problem !== undefined;
    const unread = await observe(server, tools);
    const collections: Collection[] = [];
    for (const next of waitingReadings(server, tools)) {
      const collection = await account(server, next, tools);
      if (!collection) continue;
      collections.push(collection);
      next.remove();
    }
    await keepOnDisk(server, tools);
    const ended = (await awaitsReadings(server, unread, tools)) ? NO_ENDS : await emptySpool(server, tools);
    if (wasFailing && !unread) tools.log.info(WORKS_AGAIN, { server: server.name });
    const done = unread ? await failed(server, unread, tools) : told(server, collections, ended.changes, tools);
    return { ...done, failure: done.failure ?? ended.failure };
  });
}

/**
 * Whether readings are yet to come that were made before what hooks tell now: some wait, or just this time the status
 * could not be read. One that cannot be had until its news are stale is waited for no longer.
 */
async function awaitsReadings(server: Polled, unread: Unread | undefined, tools: PollTools): Promise<boolean> {
  if (server.hookSpool === undefined) return false;
  if (isBehind(server)) return true;
  if (!unread) return false;
  const books = await booksOf({ ...server, source: unread.source }, server.memory);
  return books.at !== undefined && !hasStaleNews(server, books, tools);
}

const NO_ENDS: Ingested = { changes: [], failure: undefined };

/** What hooks left, where there are some: else their code need not be loaded. */
async function emptySpool(server: Polled, tools: PollTools): Promise<Ingested> {
  const { hookSpool } = server;
  if (hookSpool === undefined) return NO_ENDS;
  const { ingest } = await import("./ingest.ts");
  return await ingest({ ...server, hookSpool }, tools);
}

/** Reads a server's status and keeps the reading for when it can be accounted; why it could not be read is returned. */
export async function observe(server: Source, tools: PollTools): Promise<Unread | undefined> {
  const read = await server.status.read(tools);
  if ("failure" in read) return read;
  for (const warning of read.reading.text.warnings) tools.log.warn(warning, { server: server.name });
  const dropped = addToBacklog(server.backlog, { ...read, moment: momentOf(tools) });
  if (dropped > 0)
    tools.log.warn("too many readings wait for the database; some were left out", { server: server.name, dropped });
  return undefined;
}

/** Undefined: the books can never take the reading, and it waits no more. */
async function account(server: Polled, next: Waiting, { log }: PollTools): Promise<Collection | undefined> {
  const { reading, moment, source } = next.observed;
  const { name } = server;
  try {
    const collection = await collect({ ...server, source }, server.memory, reading, moment);
    const notices = collection.change?.notices ?? [];
    for (const { level, event, fields } of notices) log[level](event, { server: name, ...fields });
    return collection;
  } catch (error) {
    // What fails for another reason than the database would fail again, and hold up all that comes after it.
    if (!isOfDatabase(error) || isRefused(error)) next.discard();
    if (!isRefused(error)) throw error;
    const read = isoInstant(moment.now);
    log.error("the books refuse a reading: it is left out", { server: name, source, read, why: String(error) });
    return undefined;
  }
}

function told(server: Polled, collections: readonly Collection[], ended: readonly Change[], tools: PollTools): Poll {
  const last = collections.at(-1);
  const stale = last?.stale ?? false;
  if (last && stale) warnOfStale(server, last.books, tools);
  const changes = [...collections.flatMap(({ change }) => change ?? []), ...ended];
  const moved = changes.flatMap(({ postings }) => [...postings.totals.values()]).reduce(sum, NOTHING);
  const { open } = ended.at(-1)?.after ?? last?.books ?? { open: [] };
  const connections = open.filter(({ facts }) => facts.account !== undefined).length;
  const outcome = stale ? "stale" : changes.length > 0 ? "read" : "unchanged";
  return { name: server.name, outcome, connections, ...moved, failure: undefined };
}

function warnOfStale({ name }: Polled, books: ServerBooks, tools: PollTools): void {
  const moment = momentOf(tools);
  const seconds = moment.now - (lastNews(books, moment) ?? moment.now);
  tools.log.warn("the status is stale: nobody counts as online through it", { server: name, seconds });
}

/** A torn reading passes; one that has not when our news are stale, and anything else, wants somebody's attention. */
async function failed(server: Polled, { source, failure }: Unread, tools: PollTools): Promise<Poll> {
  const { log, now } = tools;
  const nothing = { name: server.name, connections: 0, ...NOTHING };
  if (failure.kind === "torn" && !hasStaleNews(server, server.memory.books, tools)) {
    log.warn(failure.message, { server: server.name });
    return { ...nothing, outcome: "torn", failure: undefined };
  }
  log.error(failure.message, { server: server.name });
  await collectProblem({ ...server, source }, server.memory, { problem: failure.message, at: now() });
  return { ...nothing, outcome: "failed", failure };
}

function hasStaleNews(
  { statusInterval: configured }: Polled,
  books: ServerBooks | undefined,
  tools: PollTools,
): boolean {
  if (!books) return false;
  const moment = momentOf(tools);
  const news = lastNews(books, moment);
  return news !== undefined && isStale(news, moment.now, statusInterval(configured, books.intervals));
}

function momentOf({ now, bootClock }: PollTools): Moment {
  return { now: now(), ...bootClock() };
}
