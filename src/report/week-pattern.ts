import type { UnixSeconds } from "../model.ts";
import type { BucketSums, WatchedSums } from "./bucket-sums.ts";
import { localTime } from "./local-time.ts";

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

/** What moved in the hours of the week, from Monday 0:00 on, and how long they were watched. */
export interface WeekSums {
  readonly slots: readonly Readonly<Slot>[];
  /** The first hour that was looked at; undefined: none was. */
  readonly since: UnixSeconds | undefined;
}

export interface HourFacts {
  /** Hours that are not over by then are left out. */
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

/** Adds finished hours up by weekday and hour of the clock. */
export function weekSums({ now, since, timeZone, hours, watched }: HourFacts): WeekSums {
  const seen = new Map<UnixSeconds, number>();
  for (const { bucket, seconds } of watched) seen.set(bucket, Math.max(seconds, seen.get(bucket) ?? 0));
  const bytes = new Map(hours.map((hour) => [hour.bucket, hour.bytesReceived + hour.bytesSent]));
  const slots = Array.from({ length: 7 * 24 }, (): Slot => ({ bytes: 0n, seconds: 0 }));
  let first: UnixSeconds | undefined;
  for (const [bucket, seconds] of seen) {
    if (seconds < LEAST_SECONDS || bucket + HOUR <= since || bucket + HOUR > now) continue;
    first = Math.min(first ?? bucket, bucket);
    const slot = slots[slotOf(bucket, timeZone)];
    if (slot === undefined) continue;
    slot.bytes += bytes.get(bucket) ?? 0n;
    slot.seconds += seconds;
  }
  return { slots, since: first };
}

/** The means of these sums together: 25-hour days have one of their hours twice. Undefined where no hour was looked at. */
export function weekPattern(...parts: readonly WeekSums[]): WeekPattern | undefined {
  const begun = parts.flatMap(({ since }) => since ?? []);
  if (begun.length === 0) return undefined;
  const slots = Array.from({ length: 7 * 24 }, (_, index) => {
    const slot: Slot = { bytes: 0n, seconds: 0 };
    for (const { slots } of parts) {
      slot.bytes += slots[index]?.bytes ?? 0n;
      slot.seconds += slots[index]?.seconds ?? 0;
    }
    return slot;
  });
  const means = slots.map((slot) =>
    slot.seconds === 0 ? undefined : (slot.bytes * BigInt(HOUR)) / BigInt(slot.seconds),
  );
  const total = (from: number, to: number) => slots.slice(from, to).reduce((all, slot) => all + slot.bytes, 0n);
  const all = total(0, slots.length);
  return {
    days: Array.from({ length: 7 }, (_, day) => means.slice(day * 24, (day + 1) * 24)),
    largest: means.reduce<bigint>((most, mean = 0n) => (mean > most ? mean : most), 0n),
    workdays: all === 0n ? undefined : Number((total(0, 5 * 24) * 10_000n) / all) / 10_000,
    since: Math.min(...begun),
  };
}

function slotOf(bucket: UnixSeconds, timeZone: string): number {
  const { dayNumber, clock } = localTime(bucket, timeZone);
  return ((dayNumber + 3) % 7) * 24 + Number(clock.slice(0, 2));
}
