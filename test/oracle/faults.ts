/** Books with one fault each: what the oracle must not let pass. */

import type { OpenBooks } from "./books.ts";
import { type Library, referenceBooks } from "./reference-books.ts";
import { CONTRACT, type Rules } from "./rules.ts";

const HOUR = 3600;
const DAY = 86400;

/** Each breaks one rule. */
const BROKEN_RULES: Record<string, Partial<Rules>> = {
  "shares are rounded up": {
    share: (bytes, from, to, until) => (bytes * BigInt(until - from) + BigInt(to - from) - 1n) / BigInt(to - from),
  },
  "shares end a second early": {
    share: (bytes, from, to, until) =>
      until === to ? bytes : CONTRACT.share(bytes, from, to, Math.max(from, until - 1)),
  },
  "a counter that falls counts from zero": {
    increase: (mark, counter) => (counter > mark ? counter - mark : counter === mark ? 0n : counter),
  },
  "the whole counter is credited each time": { increase: (mark, counter) => (counter > mark ? counter : 0n) },
  "bytes sent are forgotten": { increaseSent: () => 0n },
  "bytes sent are numbers": {
    increaseSent: (mark, counter) => (counter > mark ? BigInt(Number(counter) - Number(mark)) : 0n),
  },
  "spread over 13 buckets": { mostBuckets: (resolution) => CONTRACT.mostBuckets(resolution) + 1 },
  "days are not spread over more than 12": { mostBuckets: () => 12 },
  "five minutes are kept an hour too long": { retention: keptFor("five_minutes", 49 * HOUR) },
  "hours are kept for 31 days": { retention: keptFor("hour", 31 * DAY) },
  "days are kept for ever": { retention: keptFor("day", Number.POSITIVE_INFINITY) },
  "an older snapshot is fresh": { isFresh: () => true },
  "nothing is stale": { isStale: () => false },
  "stale after two intervals": { isStale: (at, interval, wall) => at + 2 * interval < wall },
  "clock steps are not noticed": { isStep: () => false },
  "steps are noticed from 240 s on": { isStep: (seconds) => Math.abs(seconds) > 240 },
  "nobody is let in by age": { isOldEnough: () => false },
  "everybody is let in at once": { isOldEnough: () => true },
  "no gap is too long to be watched": { isObserved: (gap) => gap > 0 },
  "gaps longer than 10 minutes are never watched": { isObserved: (gap) => gap > 0 && gap <= 600 },
  "TIME is always believed": { instant: (time) => time },
  "TIME is never believed": { instant: (_, mtime) => mtime },
  "one miss ends": { missesThatEnd: 1 },
  "three misses end": { missesThatEnd: 3 },
  "what has ended stays ended": { reopens: false },
  "a first sight is credited at its instant": { firstSightFrom: (_, at) => at },
  "held bytes are lost": { heldBytesCount: false },
  "rows after an exact end count": { exactEndsAreFinal: false },
  "repeats are applied": { repeatsAreKnown: false },
  "finals raise nothing": { finalTakesTheHigher: false },
  "connections are kept for 62 days": { connectionsAreKeptFor: 62 * DAY },
  "tombstones are kept for 380 days": { tombstonesAreKeptFor: 380 * DAY },
};

function keptFor(resolution: Parameters<Rules["retention"]>[0], seconds: number): Rules["retention"] {
  return (of) => (of === resolution ? seconds : CONTRACT.retention(of));
}

/** Faulty books, by what is wrong with them. */
export function faultyBooks(library: Library): readonly (readonly [string, OpenBooks])[] {
  const right = referenceBooks(library);
  const broken = Object.entries(BROKEN_RULES).map(
    ([fault, rule]) => [fault, referenceBooks(library, { ...CONTRACT, ...rule })] as const,
  );
  return [
    ...broken,
    ["days are cut in UTC", (options) => right({ ...options, timeZone: "UTC" })],
    ["the configured status interval is ignored", ({ statusInterval: _, ...options }) => right(options)],
    ["a lost reply loses the reading", withPoll(right, (fault) => (fault === "loseReply" ? "crash" : fault))],
    ["a crash before the commit has committed", withPoll(right, (fault) => (fault === "crash" ? undefined : fault))],
    ["torn texts are accepted", acceptingTornTexts(right)],
    ["cleaning is left out", async (options) => ({ ...(await right(options)), clean: async () => {} })],
    ["finals are left out", async (options) => ({ ...(await right(options)), end: async () => {} })],
  ];
}

type Fault = "loseReply" | "crash" | undefined;

function withPoll(open: OpenBooks, change: (fault: Fault) => Fault): OpenBooks {
  return async (options) => {
    const books = await open(options);
    return {
      ...books,
      poll: ({ fault, ...reading }) => {
        const changed = change(fault);
        return books.poll(changed === undefined ? reading : { ...reading, fault: changed });
      },
    };
  };
}

function acceptingTornTexts(open: OpenBooks): OpenBooks {
  return async (options) => {
    const books = await open(options);
    return { ...books, poll: (reading) => books.poll(reading).catch(() => {}) };
  };
}
