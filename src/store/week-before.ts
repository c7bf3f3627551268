import type { UnixSeconds } from "../model.ts";
import type { BucketSums, WatchedSums } from "../report/bucket-sums.ts";
import { type WeekSums, weekSums } from "../report/week-pattern.ts";
import { keeper } from "./keep.ts";
import type { Database } from "./open.ts";
import { readCells } from "./read-cells.ts";
import { SELECT_BUCKETS, SELECT_WATCHED } from "./user-buckets.ts";
import { bucketsIn, watchedIn } from "./user-cells.ts";

/** Days whose hours are added up by the hours of the week, in a zone. */
export interface DaysBefore {
  readonly from: UnixSeconds;
  /** Where they end. */
  readonly today: UnixSeconds;
  readonly timeZone: string;
}

/** What is known of the user already, and tells whether one of those hours is another than it was. */
export interface KnownOfUser {
  readonly user: number;
  /** No hour of before is the user's. */
  readonly since: UnixSeconds;
  /** What the user moved on days, and how long they were watched: with an hour, its day changes. */
  readonly days: readonly BucketSums[];
  readonly watched: readonly WatchedSums[];
  /** The oldest hour that is kept. */
  readonly keptSince: UnixSeconds | undefined;
}

const DAY = 86_400;

/** Of so many users: more are hardly looked at in one state of the books. */
const keep = keeper<WeekSums>(100);

/** What a user moved in the hours of days that are over. Thousands of hours are read only where one may have changed. */
export function weekBefore(database: Database, days: DaysBefore, known: KnownOfUser): Promise<WeekSums> {
  const { from, today, timeZone } = days;
  const { user, since, keptSince } = known;
  const isBefore = ({ bucket }: { readonly bucket: UnixSeconds }) => bucket < today;
  // A day that was cut in another zone may reach into the first of them.
  const dayFrom = from - DAY;
  const inSpan = ({ bucket }: { readonly bucket: UnixSeconds }) => bucket > dayFrom && bucket < today;
  const fingerprint = [
    ...[user, timeZone, from, today, since, keptSince],
    ...known.days.filter(inSpan).flatMap(({ bucket, bytesReceived, bytesSent }) => [bucket, bytesReceived, bytesSent]),
    ...known.watched.filter(inSpan).flatMap(({ bucket, server, seconds }) => [bucket, server, seconds]),
  ].join();
  return keep(database, fingerprint, async () => {
    const cell = await readCells(database, {
      hours: { sql: SELECT_BUCKETS.hour, args: [user, from].map(BigInt) },
      watched: { sql: SELECT_WATCHED, args: [BigInt(user), "hour", BigInt(from)] },
    });
    const hours = bucketsIn(cell("hours")).filter(isBefore);
    const watched = watchedIn(cell("watched")).filter(isBefore);
    return weekSums({ now: today, since, timeZone, hours, watched });
  });
}
