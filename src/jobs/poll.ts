import type { Moment } from "../account/clock.ts";
import { NOTHING, sum } from "../account/credit.ts";
import { readBootClock } from "../health/boot-clock.ts";
import type { Log } from "../log.ts";
import type { Counters, UnixSeconds } from "../model.ts";
import { findStatusFile } from "../source/find-status-file.ts";
import { SourceError } from "../source/source-error.ts";
import { type Clock, readStatusFile } from "../source/status-file.ts";
import type { ServerLock } from "../store/lock.ts";
import { type Collected, type Collection, collect, collectProblem, type Memory } from "./collect.ts";

/** A server to be polled: its books, its lock, and where its status is. */
export interface Polled extends Omit<Collected, "source"> {
  /** Its status file; undefined: the first of the usual places. */
  readonly statusFile: string | undefined;
  readonly lock: ServerLock;
  readonly memory: Memory;
}

/** What polling needs of the world. */
export interface PollTools {
  readonly log: Log;
  readonly clock: Clock;
  readonly now: () => UnixSeconds;
}

/** What came of one poll. */
export interface Poll extends Counters {
  readonly name: string;
  /** `unchanged`: nothing new since the last reading; `torn`: no whole reading could be had, nothing changed. */
  readonly outcome: "read" | "unchanged" | "stale" | "torn" | "failed";
  /** Open, authenticated connections. */
  readonly connections: number;
  readonly failure: SourceError | undefined;
}

/** Reads a server's status and accounts it, under that server's lock: what is read first is committed first. */
export async function poll(server: Polled, tools: PollTools): Promise<Poll> {
  return await server.lock.hold(async () => {
    let source = server.statusFile ?? "the usual places";
    try {
      source = server.statusFile ?? (await findStatusFile());
      const reading = await readStatusFile(source, { clock: tools.clock });
      const collection = await collect({ ...server, source }, server.memory, reading, momentOf(tools));
      for (const warning of reading.text.warnings) tools.log.warn(warning, { server: server.name });
      return told(server, collection, tools);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      return await failed({ ...server, source }, error, tools);
    }
  });
}

function momentOf({ now }: PollTools): Moment {
  return { now: now(), ...readBootClock() };
}

function told(server: Polled, { books, change, stale }: Collection, { log, now }: PollTools): Poll {
  for (const { level, event, fields } of change?.notices ?? []) log[level](event, { server: server.name, ...fields });
  const seconds = now() - (books.at ?? now());
  if (stale) log.warn("the status is stale: nobody counts as online through it", { server: server.name, seconds });
  const moved = [...(change?.postings.totals.values() ?? [])].reduce(sum, NOTHING);
  const connections = books.open.filter(({ facts }) => facts.account !== undefined).length;
  const outcome = stale ? "stale" : change ? "read" : "unchanged";
  return { name: server.name, outcome, connections, ...moved, failure: undefined };
}

/** A torn reading passes; anything else wants somebody's attention, also in the report. */
async function failed(server: Polled & Collected, failure: SourceError, { log }: PollTools): Promise<Poll> {
  const nothing = { name: server.name, connections: 0, ...NOTHING };
  if (failure.kind === "torn") {
    log.warn(failure.message, { server: server.name });
    return { ...nothing, outcome: "torn", failure: undefined };
  }
  log.error(failure.message, { server: server.name });
  await collectProblem(server, server.memory, failure.message);
  return { ...nothing, outcome: "failed", failure };
}
