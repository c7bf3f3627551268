import type { UnixSeconds } from "../model.ts";

const HOUR = 3600;
const DAY = 24 * HOUR;

/** How often the past is read, by how long ago it is: as fine as the books keep it, and seldom where only days matter. */
const STEPS: readonly { readonly olderThan: number; readonly seconds: number }[] = [
  { olderThan: 62 * DAY, seconds: 4 * HOUR },
  { olderThan: 10 * DAY, seconds: HOUR },
  { olderThan: 2 * DAY, seconds: HOUR / 2 },
  { olderThan: Number.NEGATIVE_INFINITY, seconds: 300 },
];

/** The instants from `from` to `to` at which a history that ends at `now` is read; the last is `to`. */
export function* readingInstants(from: UnixSeconds, to: UnixSeconds, now: UnixSeconds): Generator<UnixSeconds> {
  for (let at = from; at < to; ) {
    yield at;
    const { seconds } = STEPS.find(({ olderThan }) => now - at > olderThan) ?? { seconds: 300 };
    at = (Math.floor(at / seconds) + 1) * seconds;
  }
  yield to;
}
