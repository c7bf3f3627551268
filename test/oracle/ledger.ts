/** Where credited bytes and watched seconds go: buckets, what was not placed, what retention took out. */

import type { NameBytes, UnixSeconds } from "../../src/model.ts";
import { type BooksDump, type ObservedResolution, RESOLUTIONS, type Resolution } from "./books.ts";
import { calendarOf } from "./calendar.ts";
import type { Counted } from "./client.ts";
import { openPeriods } from "./periods.ts";
import type { Rules } from "./rules.ts";

interface Entry {
  readonly resolution: Resolution;
  readonly bucket: UnixSeconds;
  readonly user: NameBytes;
  readonly server: string;
  received: bigint;
  sent: bigint;
}

/** A clock that is set back passes the same time twice: no period is watched for longer than it can be. */
const LONGEST = { five_minutes: 300, hour: 7200, day: 90_000, month: 31 * 86_400 + 3600, year: 366 * 86_400 + 3600 };

interface Watched {
  readonly resolution: ObservedResolution;
  readonly bucket: UnixSeconds;
  readonly server: string;
  seconds: number;
}

export interface Ledger {
  credit(server: string, user: NameBytes, amount: Counted, from: UnixSeconds, to: UnixSeconds): void;
  observe(server: string, from: UnixSeconds, to: UnixSeconds): void;
  /** So many connections were open at once, of this server and of all. */
  peak(server: string, connections: number, ofAll: number, at: UnixSeconds): void;
  /** Moves buckets that are too old at `now` into the retired; how many there were. */
  clean(now: UnixSeconds): number;
  dump(): Pick<BooksDump, "buckets" | "unplaced" | "retired" | "observed" | "periods">;
}

export function openLedger(timeZone: string, rules: Rules, note: (fact: string) => void): Ledger {
  const calendar = calendarOf(timeZone);
  const entries = new Map<string, Entry>();
  const unplaced = new Map<string, Entry>();
  const retired = new Map<string, Entry>();
  const watched = new Map<string, Watched>();
  const periods = openPeriods();

  /** The buckets that (from, to] overlaps, and up to where; undefined when they are too many. */
  const stretches = (resolution: Resolution, from: UnixSeconds, to: UnixSeconds, most = Number.POSITIVE_INFINITY) => {
    if (to <= from) return [{ bucket: calendar.startOf(resolution, to), until: to }];
    const found: { bucket: UnixSeconds; until: UnixSeconds }[] = [];
    for (let at = from; at < to; at = calendar.endOf(resolution, at)) {
      if (found.length === most) return undefined;
      found.push({ bucket: calendar.startOf(resolution, at), until: Math.min(to, calendar.endOf(resolution, at)) });
    }
    return found;
  };

  return {
    credit(server, user, { received, sent }, from, to) {
      if (received === 0n && sent === 0n) return;
      for (const resolution of RESOLUTIONS) {
        const parts = stretches(resolution, from, to, rules.mostBuckets(resolution));
        if (parts === undefined) {
          note("unplaced");
          add(unplaced, { resolution, bucket: 0, user, server, received, sent });
          continue;
        }
        if (parts.length > 1) note(`over several of ${resolution}`);
        let [givenReceived, givenSent] = [0n, 0n];
        for (const { bucket, until } of parts) {
          const upToReceived = to <= from ? received : rules.share(received, from, to, until);
          const upToSent = to <= from ? sent : rules.share(sent, from, to, until);
          const part = { received: upToReceived - givenReceived, sent: upToSent - givenSent };
          add(entries, { resolution, bucket, user, server, ...part });
          if (resolution !== "total") periods.credit({ resolution, bucket, user, server, ...part });
          [givenReceived, givenSent] = [upToReceived, upToSent];
        }
      }
    },
    observe(server, from, to) {
      for (const resolution of RESOLUTIONS) {
        if (resolution === "total") continue;
        let start = from;
        for (const { bucket, until } of stretches(resolution, from, to) ?? []) {
          const key = `${resolution} ${bucket} ${server}`;
          const found = watched.get(key) ?? { resolution, bucket, server, seconds: 0 };
          found.seconds = Math.min(found.seconds + until - start, LONGEST[resolution]);
          watched.set(key, found);
          start = until;
        }
      }
    },
    peak(server, connections, ofAll, at) {
      for (const resolution of RESOLUTIONS) {
        if (resolution === "total") continue;
        periods.peak({ resolution, bucket: calendar.startOf(resolution, at), server }, connections, ofAll, at);
      }
    },
    clean(now) {
      periods.clean(now, rules);
      const old = [...entries].filter(([, { resolution, bucket }]) => bucket < now - rules.retention(resolution));
      for (const [key, entry] of old) {
        entries.delete(key);
        add(retired, { ...entry, bucket: 0 });
      }
      return old.length;
    },
    dump() {
      const at = (resolution: Resolution) => [...entries.values()].filter((entry) => entry.resolution === resolution);
      return {
        buckets: {
          five_minutes: at("five_minutes"),
          hour: at("hour"),
          day: at("day"),
          month: at("month"),
          year: at("year"),
          total: at("total"),
        },
        unplaced: [...unplaced.values()].filter(isUnplaced),
        retired: [...retired.values()].filter(isRetired),
        observed: [...watched.values()],
        periods: periods.dump(),
      };
    },
  };
}

function add(entries: Map<string, Entry>, entry: Entry): void {
  const key = `${entry.resolution} ${entry.bucket} ${entry.server} ${entry.user}`;
  const found = entries.get(key);
  if (found) {
    found.received += entry.received;
    found.sent += entry.sent;
  } else entries.set(key, { ...entry });
}

function isUnplaced(entry: Entry): entry is Entry & BooksDump["unplaced"][number] {
  return entry.resolution === "five_minutes" || entry.resolution === "hour";
}

function isRetired(entry: Entry): entry is Entry & BooksDump["retired"][number] {
  return isUnplaced(entry) || entry.resolution === "day";
}
