import { AppError } from "../errors.ts";
import type { Log } from "../log.ts";
import type { Backlog, Observed } from "./backlog.ts";
import type { Spool } from "./spool.ts";

/** A reading that waits to be accounted. */
export interface Waiting {
  readonly observed: Observed;
  /** It is in the books. */
  remove(): void;
  /** It never can be. */
  discard(): void;
}

/** What of a server waits, in memory and on disk. */
interface Store {
  readonly name: string;
  readonly backlog: Backlog;
  readonly spool?: Spool | undefined;
}

interface Tools {
  readonly log: Log;
  readonly clock: { monotonic(): number };
}

const UNREAD = {
  gone: undefined,
  damaged: "is damaged",
  forbidden: "is of a user whose files we may not read",
} as const;

/** After so long the next poll goes on: OpenVPN's status must be looked at meanwhile. */
const CATCH_UP_MILLISECONDS = 10_000;

/** The readings that wait, oldest first: those on disk, and once these are all in the books, those in memory. */
export function* waitingReadings(store: Store, tools: Tools): Generator<Waiting> {
  const { name, backlog, spool } = store;
  const { log, clock } = tools;
  const until = clock.monotonic() + CATCH_UP_MILLISECONDS;
  for (const file of filesOf(store, (message) => log.warn(message, { server: name }))) {
    if (spool === undefined || clock.monotonic() > until) return;
    const observed = spool.read(file);
    if (typeof observed === "string") {
      const why = UNREAD[observed];
      if (why !== undefined)
        log.warn(`a reading that waited on disk ${why}, and was moved aside`, { server: name, file });
      continue;
    }
    yield { observed, remove: () => spool.remove(file), discard: () => spool.setAside(file) };
  }
  const shift = () => {
    backlog.shift();
  };
  for (let next = backlog[0]; next; next = backlog[0]) yield { observed: next, remove: shift, discard: shift };
}

/** Whether there are more of them than could be accounted so far. */
export function isBehind(store: Omit<Store, "name">): boolean {
  return store.backlog.length > 0 || filesOf(store, () => {}).length > 0;
}

/** What is not seen now waits on. */
function filesOf({ spool }: Pick<Store, "spool">, warn: (message: string) => void): readonly string[] {
  try {
    return spool?.names() ?? [];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    warn(error.message);
    return [];
  }
}

/** Moves what waits in memory to disk, where there is a place for it: there it outlives the process. */
export async function keepOnDisk({ name, backlog, spool }: Store, { log }: Tools): Promise<void> {
  if (spool === undefined) return;
  let dropped = 0;
  try {
    for (let next = backlog[0]; next; next = backlog[0]) {
      dropped += await spool.add(next);
      backlog.shift();
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    log.warn(`${error.message}; what waits for the database is kept in memory`, { server: name });
  }
  if (dropped > 0) log.warn("too many readings wait for the database; some were left out", { server: name, dropped });
}
