import type { Counters, UnixSeconds } from "../model.ts";
import type { Change, Peak } from "./books.ts";
import { type Calendar, RESOLUTIONS, type Resolution } from "./calendar.ts";
import { NOTHING } from "./credit.ts";
import type { Amounts } from "./post.ts";
import { watchedBuckets } from "./watch.ts";

/** What a change adds to what is kept of one period of a server as a whole, beside its users' traffic. */
export interface ObservedBucket extends Counters {
  readonly resolution: Resolution;
  readonly bucket: UnixSeconds;
  /** Watched. */
  readonly seconds: number;
  readonly peak: Peak | undefined;
}

/** Every period that a change adds to, at each resolution: time watched, bytes of all users, connections at once. */
export function observedBuckets(
  { watched, postings, peaks }: Pick<Change, "watched" | "postings" | "peaks">,
  calendar: Calendar,
): readonly ObservedBucket[] {
  const found = new Map<string, ObservedBucket>();
  const add = (resolution: Resolution, bucket: UnixSeconds, more: Partial<ObservedBucket>) => {
    const key = `${resolution} ${bucket}`;
    const before = found.get(key) ?? { resolution, bucket, seconds: 0, ...NOTHING, peak: undefined };
    found.set(key, { ...before, ...more });
  };
  if (watched)
    for (const { resolution, bucket, seconds } of watchedBuckets(watched, calendar))
      add(resolution, bucket, { seconds });
  const totalOf = adder();
  for (const { resolution, bucket, amounts } of postings.postings)
    if (bucket !== undefined) add(resolution, bucket, totalOf(amounts));
  // The highest comes last, and stays.
  for (const peak of [...peaks].sort((a, b) => a.connections - b.connections || b.at - a.at))
    for (const resolution of RESOLUTIONS) add(resolution, calendar.bucket(resolution, peak.at).start, { peak });
  return [...found.values()];
}

/** Adds amounts up; those that several postings share, once. */
function adder(): (amounts: Amounts) => Counters {
  const known = new Map<Amounts, Counters>();
  return (amounts) => {
    const total = known.get(amounts) ?? totalOf(amounts);
    known.set(amounts, total);
    return total;
  };
}

function totalOf(amounts: Amounts): Counters {
  let [bytesReceived, bytesSent] = [0n, 0n];
  for (const bytes of amounts.values()) {
    bytesReceived += bytes.bytesReceived;
    bytesSent += bytes.bytesSent;
  }
  return { bytesReceived, bytesSent };
}
