import { NOTHING, sum } from "../account/credit.ts";
import type { Counters, UnixSeconds } from "../model.ts";

/** What a user moved in a bucket of a day. */
export interface DaySums extends Counters {
  readonly bucket: UnixSeconds;
  readonly user: number;
}

/** Each user's traffic of the days that begin at `starts`; a bucket cut under another zone counts where it starts. */
export function dayColumns(
  sums: readonly DaySums[],
  starts: readonly UnixSeconds[],
  users: readonly number[],
): Map<number, readonly Counters[]> {
  const columns = new Map(users.map((user) => [user, starts.map(() => NOTHING)]));
  const indexes = new Map<UnixSeconds, number>();
  for (const one of sums) {
    const { user, bucket } = one;
    const days = columns.get(user);
    if (days === undefined) continue;
    const index = indexes.get(bucket) ?? starts.findLastIndex((start) => start <= bucket);
    indexes.set(bucket, index);
    days[index] = sum(days[index] ?? NOTHING, one);
  }
  return columns;
}
