import type { UnixSeconds } from "../model.ts";
import { localTime } from "./local-time.ts";
import type { BucketSums, WatchedSums } from "./user-facts.ts";

/** When in the week a user moves how much. */
export interface WeekPattern {
  /** Monday first; of each of its 24 hours the mean bytes, both directions together. Undefined: never watched. */
  readonly days: readonly (readonly (bigint | undefined)[])[];
  /** The largest of them. */
  readonly largest: bigint;
  /** Share of what moved that did from Monday to Friday, 0 to 1; undefined where nothing did. */
  readonly workdays: number | undefined;
  /** The first hour that was looked at. */
  readonly since: UnixSeconds;
}

export interface PatternFacts {
  readonly now: UnixSeconds;
  /** No hour of before is looked at: the user's first. */
  readonly since: UnixSeconds;
  readonly timeZone: string;
  readonly hours: readonly BucketSums[];
  /** Of the servers that the user was seen on. */
  readonly watched: readonly WatchedSums[];
}

/** An hour that was watched less than this tells little of what moved in it. */
const LEAST_SECONDS = 1800;

const HOUR = 3600;

interface Slot {
  bytes: bigint;
  seconds: number;
}

/** Adds finished hours up by weekday and hour of the clock: 25-hour days have one of them twice, and it is a mean. */
export function weekPattern({ now, since, timeZone, hours, watched }: PatternFacts): WeekPattern | undefined {
  const seen = new Map<UnixSeconds, number>();
  for (const { bucket, seconds } of watched) seen.set(bucket, Math.max(seconds, seen.get(bucket) ?? 0));
  const bytes = new Map(hours.map((hour) => [hour.bucket, hour.bytesReceived + hour.bytesSent]));
  const slots = Array.from({ length: 7 * 24 }, (): Slot => ({ bytes: 0n, seconds: 0 }));
  const looked = [...seen].filter(
    ([bucket, seconds]) => seconds >= LEAST_SECONDS && bucket + HOUR > since && bucket + HOUR <= now,
  );
  for (const [bucket, seconds] of looked) {
    const slot = slots[slotOf(bucket, timeZone)];
    if (slot === undefined) continue;
    slot.bytes += bytes.get(bucket) ?? 0n;
    slot.seconds += seconds;
  }
  if (looked.length === 0) return undefined;
  const means = slots.map((slot) =>
    slot.seconds === 0 ? undefined : (slot.bytes * BigInt(HOUR)) / BigInt(slot.seconds),
  );
  const total = (from: number, to: number) => slots.slice(from, to).reduce((all, slot) => all + slot.bytes, 0n);
  const all = total(0, slots.length);
  return {
    days: Array.from({ length: 7 }, (_, day) => means.slice(day * 24, (day + 1) * 24)),
    largest: means.reduce<bigint>((most, mean = 0n) => (mean > most ? mean : most), 0n),
    workdays: all === 0n ? undefined : Number((total(0, 5 * 24) * 10_000n) / all) / 10_000,
    since: looked.reduce((first, [bucket]) => Math.min(first, bucket), now),
  };
}

function slotOf(bucket: UnixSeconds, timeZone: string): number {
  const { dayNumber, clock } = localTime(bucket, timeZone);
  return ((dayNumber + 3) % 7) * 24 + Number(clock.slice(0, 2));
}
