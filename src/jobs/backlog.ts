import type { Moment } from "../account/clock.ts";
import type { StatusReading } from "../source/status-file.ts";

/** A reading, and when it was made. */
export interface Observed {
  readonly reading: StatusReading;
  readonly moment: Moment;
  /** Where it was read. */
  readonly source: string;
}

/**
 * A server's readings that are not in the books yet, oldest first. Usually there is one, for milliseconds; more while
 * the books cannot be written: accounted in order when they can be again, they leave nothing out (F29).
 */
export type Backlog = Observed[];

/** Text of status files that may wait in memory, for each server; read, it takes some times as much. */
const MOST_BYTES = 16 * 1024 * 1024;

/** Adds a reading to those that wait, and says how many older ones had to make room for it. */
export function addToBacklog(backlog: Backlog, observed: Observed, mostBytes = MOST_BYTES): number {
  // What is waiting already says it.
  if (backlog.at(-1)?.reading.contentHash === observed.reading.contentHash) return 0;
  backlog.push(observed);
  let dropped = 0;
  while (backlog.length > 1 && totalBytes(backlog) > mostBytes) {
    thin(backlog);
    dropped++;
  }
  return dropped;
}

function thin(backlog: Backlog): void {
  backlog.splice(thinnest(backlog.map(({ moment }) => moment.now)), 1);
}

/**
 * Which of some readings, by their instants, is to make room: the one whose neighbours are closest in time. Counters
 * only grow, so that what it says of the connections in both of them is lost to no sum, and only a connection that
 * nobody else saw is.
 */
export function thinnest(instants: readonly number[]): number {
  let [index, least] = [0, Number.POSITIVE_INFINITY];
  for (let at = 1; at < instants.length - 1; at++) {
    const span = (instants[at + 1] ?? 0) - (instants[at - 1] ?? 0);
    if (span < least) [index, least] = [at, span];
  }
  return index;
}

function totalBytes(backlog: Backlog): number {
  return backlog.reduce((sum, { reading }) => sum + reading.size, 0);
}
