import type { Calendar, Resolution } from "../account/calendar.ts";
import { NOTHING, sum } from "../account/credit.ts";
import type { Counters, UnixSeconds } from "../model.ts";
import type { BucketSums, WatchedSums } from "./bucket-sums.ts";
import { isOld } from "./server-state.ts";
import type { TrafficColumn } from "./traffic-column.ts";
import type { NewsOfServer } from "./user-facts.ts";

/** The last so many buckets, the running one included: their starts, and the end of the last. */
export function lastBuckets(calendar: Calendar, resolution: Resolution, now: UnixSeconds, count: number) {
  if (resolution === "day") return calendar.days(now, count);
  const running = calendar.bucket(resolution, now);
  const cuts = [running.end, running.start];
  for (let start = running.start; cuts.length <= count; cuts.push(start)) {
    start = calendar.bucket(resolution, start - 1).start;
  }
  return cuts.reverse();
}

/** What was moved, and what was watched, of time that is cut into columns. */
export interface SeriesFacts {
  readonly now: UnixSeconds;
  readonly sums: readonly BucketSums[];
  readonly watched: readonly WatchedSums[];
  /** Those through which the bytes moved. */
  readonly servers: readonly NewsOfServer[];
  /** When the oldest bucket that is kept begins. */
  readonly keptSince: UnixSeconds | undefined;
}

/** The columns between these instants; a bucket that was cut in another zone counts where it starts. */
export function trafficColumns(cuts: readonly UnixSeconds[], facts: SeriesFacts): TrafficColumn[] {
  const starts = cuts.slice(0, -1);
  const indexOf = columnFinder(cuts);
  const moved = new Map<number, Counters>();
  for (const bucket of facts.sums) {
    const index = indexOf(bucket.bucket);
    moved.set(index, sum(moved.get(index) ?? NOTHING, bucket));
  }
  const shares = facts.servers.map((server) => watchedShares(server, cuts, facts));
  return starts.map((start, index) => {
    const { bytesReceived, bytesSent } = moved.get(index) ?? NOTHING;
    const watched = Math.max(0, ...shares.map((share) => share[index] ?? 0));
    return { start, end: cuts[index + 1] ?? start, bytesReceived, bytesSent, watched, estimate: undefined };
  });
}

/** When the first of these servers, and such buckets, were counted; undefined: not yet. */
export function countedSince({ servers, keptSince }: SeriesFacts): UnixSeconds | undefined {
  const begun = servers.flatMap(({ firstAt }) => firstAt ?? []);
  return begun.length === 0 ? undefined : Math.max(Math.min(...begun), keptSince ?? 0);
}

/** The column of an instant; -1: it lies in none. */
function columnFinder(cuts: readonly UnixSeconds[]): (at: UnixSeconds) => number {
  const exact = new Map(cuts.slice(0, -1).map((start, index) => [start, index]));
  const end = cuts.at(-1) ?? 0;
  return (at) => exact.get(at) ?? (at < end ? cuts.findLastIndex((start) => start <= at) : -1);
}

/** Share of each column, as far as it has passed, that a server was watched; while it is fresh, also since its last news. */
function watchedShares(server: NewsOfServer, cuts: readonly UnixSeconds[], facts: SeriesFacts): number[] {
  const { now, watched, keptSince = 0 } = facts;
  const indexOf = columnFinder(cuts);
  const seconds = new Map<number, number>();
  for (const row of watched) {
    if (row.server !== server.id) continue;
    const index = indexOf(row.bucket);
    seconds.set(index, (seconds.get(index) ?? 0) + row.seconds);
  }
  const fresh = !isOld(server, now);
  return cuts.slice(0, -1).map((from, index) => {
    const end = cuts[index + 1] ?? from;
    const to = Math.min(end, now);
    const start = Math.max(from, server.firstAt ?? end, keptSince);
    const isRunning = end > now && fresh;
    if (start >= to) return isRunning && start < end ? 1 : 0;
    const running = isRunning ? now - Math.max(start, server.at ?? now) : 0;
    return Math.min(1, ((seconds.get(index) ?? 0) + running) / (to - start));
  });
}
