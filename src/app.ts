import { locatorOf } from "./app/locator.ts";
import { clock, patience } from "./app/patience.ts";
import { polledServer, spoolOf, statusSource } from "./app/polled.ts";
import { cleaningOf, fileSettings, reportFiles, reportSettings } from "./app/settings.ts";
import type { Server } from "./config/source.ts";
import type { Config } from "./config.ts";
import { AppError } from "./errors.ts";
import { readBootClock } from "./health/boot-clock.ts";
import { cleanWhenDue } from "./jobs/clean.ts";
import { locate } from "./jobs/locate.ts";
import { observe, type Poll, poll } from "./jobs/poll.ts";
import { sample } from "./jobs/sample.ts";
import { keepOnDisk } from "./jobs/waiting.ts";
import { writeReports } from "./jobs/write-reports.ts";
import type { Log } from "./log.ts";
import type { UnixSeconds } from "./model.ts";
import type { Holder } from "./store/holder.ts";
import { leasedLock } from "./store/lease.ts";
import { openServerLock } from "./store/lock.ts";
import { type Database, isOfDatabase, withDatabase } from "./store/open.ts";
import { serverLockPath } from "./store/own-files.ts";

/** What the rooms are given of the world. */
export interface Tools {
  readonly version: string;
  readonly log: Log;
  readonly now: () => UnixSeconds;
  /** Undefined where the system has no user ids. */
  readonly uid: number | undefined;
}

/** What one round did. */
export interface Round {
  readonly servers: readonly Poll[];
  /** The reports that were written. */
  readonly written: readonly string[];
  readonly cleaned: boolean;
  /** What failed while the rest went on; already logged. */
  readonly failures: readonly AppError[];
}

/** One round of all jobs, each where it is due, and the reports. Throws only what leaves nothing to go on with. */
export async function runRound(config: Config, tools: Tools): Promise<Round> {
  try {
    return await round(config, tools);
  } catch (error) {
    if (isOfDatabase(error)) await keepReadings(config, tools);
    throw error;
  }
}

async function round(config: Config, tools: Tools): Promise<Round> {
  const holder = config.database.kind === "remote" ? await holderOf(config) : undefined;
  return await withDatabase(config.database, { patience, holder }, async (database) => {
    const failures: AppError[] = [];
    const failed = (error: unknown) => {
      if (!(error instanceof AppError)) throw error;
      tools.log.error(error.message);
      failures.push(error);
    };
    const servers: Poll[] = [];
    for (const server of config.servers) servers.push(await pollOnce(server, database, config, tools));
    for (const { outcome, failure } of servers) {
      if (failure === undefined) continue;
      const error = new AppError("source", failure.message);
      // Of a status, the poll has told it already.
      if (outcome === "failed") failures.push(error);
      else failed(error);
    }
    const locator = locatorOf(config, { ...tools, clock });
    if (locator) await locate(database, { locator, now: tools.now, interval: config.ip_update_interval });
    await sample(database, { disk: config.disk_to_monitor, now: tools.now(), log: tools.log });
    const cleaned = await cleanWhenDue(database, { ...cleaningOf(config), now: tools.now(), log: tools.log });
    const files = { ...reportFiles(config), uid: tools.uid };
    const settings = fileSettings(reportSettings(config, tools), config);
    const written = await writeReports(database, { ...settings, ...files }, tools.now(), failed);
    return { servers, written, cleaned, failures };
  });
}

/** Who this machine is to others with the same database; alone with a file of its own, it need not know. */
async function holderOf({ directory }: Config): Promise<Holder> {
  const { thisMachine } = await import("./app/holder.ts");
  return thisMachine(directory);
}

async function pollOnce(server: Server, database: Database, config: Config, tools: Tools): Promise<Poll> {
  const lock = await openServerLock(serverLockPath(config.directory, server.name), patience);
  const memory = { books: undefined, problem: undefined };
  const status = statusSource(server, { livesOn: false });
  const leased = leasedLock(lock, database, server.name);
  const spool = spoolOf(config, server.name);
  const polled = polledServer(server, config, { database, lock: leased, memory, backlog: [], status, spool });
  try {
    return await poll(polled, { ...tools, clock, bootClock: readBootClock });
  } catch (error) {
    await keepOnDisk(polled, { ...tools, clock });
    throw error;
  } finally {
    lock.close();
  }
}

/** What the next round accounts, when a remote database can be had again. */
async function keepReadings(config: Config, tools: Tools): Promise<void> {
  for (const server of config.servers) {
    const { name } = server;
    const status = statusSource(server, { livesOn: false });
    const spool = spoolOf(config, name);
    if (spool === undefined) continue;
    const source = { name, status, backlog: [], spool };
    const pollTools = { ...tools, clock, bootClock: readBootClock };
    const unread = await observe(source, pollTools);
    if (unread) tools.log.error(unread.failure.message, { server: name });
    await keepOnDisk(source, pollTools);
  }
}
