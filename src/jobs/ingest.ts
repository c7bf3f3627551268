import type { Change } from "../account/books.ts";
import { instantOf, type Moment } from "../account/clock.ts";
import type { ConnectionEnd } from "../account/observation.ts";
import type { BootClock } from "../health/boot-clock.ts";
import type { Log } from "../log.ts";
import type { UnixSeconds } from "../model.ts";
import { type HookSpool, openSpool, type Rejected, type SpooledEnd } from "../source/hook-spool.ts";
import { SourceError } from "../source/source-error.ts";
import { isOfDatabase } from "../store/open.ts";
import { isRefused } from "../store/patience.ts";
import { type Collected, collectEnds, type Memory } from "./collect.ts";

/** A server whose spool is emptied, under its lock. */
export interface Ingesting extends Omit<Collected, "source"> {
  readonly memory: Memory;
  readonly hookSpool: string;
}

export interface IngestTools {
  readonly log: Log;
  readonly now: () => UnixSeconds;
  readonly bootClock: () => BootClock;
}

/** What the hooks of a server had left. */
export interface Ingested {
  readonly changes: readonly Change[];
  /** Why the spool was not emptied. */
  readonly failure: SourceError | undefined;
}

/** Ends in one commit: each waits for the disk once. */
const MOST_IN_A_COMMIT = 500;

/**
 * Accounts the ends that hooks left in a server's spool. A file is deleted only once its end is in the books, which
 * know an end that is told again; so whatever happens in between, each counts once. Throws where the books fail.
 */
export async function ingest(server: Ingesting, tools: IngestTools): Promise<Ingested> {
  const changes: Change[] = [];
  try {
    const spool = openSpool(server.hookSpool);
    try {
      changes.push(...(await empty(server, spool, tools)));
    } finally {
      spool.close();
    }
    return { changes, failure: undefined };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return { changes, failure: error };
  }
}

/** A server, the spool that is open for it, and the moment of this turn. */
interface Turn {
  readonly server: Ingesting;
  readonly spool: HookSpool;
  readonly moment: Moment;
  readonly log: Log;
}

async function empty(server: Ingesting, spool: HookSpool, { log, now, bootClock }: IngestTools): Promise<Change[]> {
  const turn: Turn = { server, spool, moment: { now: now(), ...bootClock() }, log };
  const { ends, rejected } = spool.take(turn.moment.now);
  for (const one of rejected) warn(turn, one);
  const changes: Change[] = [];
  for (let first = 0; first < ends.length; first += MOST_IN_A_COMMIT)
    changes.push(...(await settle(turn, ends.slice(first, first + MOST_IN_A_COMMIT))));
  if (ends.length > 0) log.debug("took in the ends that hooks told", { server: server.name, ends: ends.length });
  return changes;
}

/** Commits ends and deletes their files. One that the books can never take must not hold up the others: it is put away. */
async function settle(turn: Turn, ends: readonly SpooledEnd[]): Promise<readonly Change[]> {
  const { server, spool, moment } = turn;
  try {
    const told = ends.map((one) => endOf(one, moment));
    const { change } = await collectEnds({ ...server, source: undefined }, server.memory, told);
    for (const { file } of ends) spool.remove(file);
    return change ? [change] : [];
  } catch (error) {
    if (error instanceof SourceError || (isOfDatabase(error) && !isRefused(error))) throw error;
    const [only, another] = ends;
    if (only && !another) {
      warn(turn, spool.reject(only.file, `the books refuse it: ${error}`));
      return [];
    }
    const half = Math.ceil(ends.length / 2);
    return [...(await settle(turn, ends.slice(0, half))), ...(await settle(turn, ends.slice(half)))];
  }
}

/** Its instant is OpenVPN's, unless that runs ahead of the clock by which the file was written. */
function endOf({ end, writtenAt }: SpooledEnd, moment: Moment): ConnectionEnd {
  const { durationSeconds, ...told } = end;
  const toldAt = durationSeconds === undefined ? undefined : told.connectedSince + durationSeconds;
  return { kind: "end", ...told, at: instantOf(toldAt, writtenAt), toldAt, moment };
}

const FATES: Readonly<Record<Rejected["fate"], string>> = {
  kept: "was put into its directory rejected",
  deleted: "was deleted, since its directory rejected is full",
  left: "cannot be moved out of the way: remove it",
};

function warn({ server, log }: Turn, { file, why, fate }: Rejected): void {
  const { name, hookSpool } = server;
  log.warn(`a file in the hook spool is no hook's and ${FATES[fate]}`, { server: name, spool: hookSpool, file, why });
}
