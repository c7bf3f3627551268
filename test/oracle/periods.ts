/** What the reference keeps of each period of a server as a whole: the archive's figures. */

import type { NameBytes, UnixSeconds } from "../../src/model.ts";
import type { Amount, ObservedResolution, Period } from "./books.ts";
import type { Rules } from "./rules.ts";

interface Place {
  readonly resolution: ObservedResolution;
  readonly bucket: UnixSeconds;
  readonly server: string;
}

interface Kept extends Place {
  received: bigint;
  sent: bigint;
  readonly users: Set<NameBytes>;
  peak: Period["peak"];
  peakOfAll: Period["peak"];
}

const COUNTED: readonly ObservedResolution[] = ["day", "month", "year"];

export interface Periods {
  credit(credit: Place & Amount & { readonly user: NameBytes }): void;
  peak(place: Place, connections: number, ofAll: number, at: UnixSeconds): void;
  clean(now: UnixSeconds, rules: Rules): void;
  dump(): readonly Period[];
}

export function openPeriods(): Periods {
  const kept = new Map<string, Kept>();
  /** Resolution and bucket → everybody who was counted in it. */
  const counted = new Map<string, Set<NameBytes>>();
  let lastDeletedDay = Number.NEGATIVE_INFINITY;
  const at = ({ resolution, bucket, server }: Place): Kept => {
    const key = `${resolution} ${bucket} ${server}`;
    const found = kept.get(key) ?? {
      ...{ resolution, bucket, server, received: 0n, sent: 0n, users: new Set<NameBytes>() },
      ...{ peak: null, peakOfAll: null },
    };
    kept.set(key, found);
    return found;
  };
  return {
    credit({ user, received, sent, ...place }) {
      if (received === 0n && sent === 0n) return;
      const period = at(place);
      period.received += received;
      period.sent += sent;
      if (!COUNTED.includes(place.resolution)) return;
      const key = `${place.resolution} ${place.bucket}`;
      const known = counted.get(key) ?? new Set();
      counted.set(key, known);
      // Of a day whose users were deleted nobody knows whether this one was counted.
      if (known.has(user) || (place.resolution === "day" && place.bucket <= lastDeletedDay)) return;
      known.add(user);
      period.users.add(user);
    },
    peak(place, connections, ofAll, when) {
      const period = at(place);
      if (period.peak === null || connections > period.peak[0]) period.peak = [connections, when];
      if (period.peakOfAll === null || ofAll > period.peakOfAll[0]) period.peakOfAll = [ofAll, when];
    },
    clean(now, rules) {
      for (const [key, one] of kept) {
        if (one.bucket >= now - rules.retention(one.resolution)) continue;
        if (!COUNTED.includes(one.resolution)) kept.delete(key);
        else if (one.received + one.sent > 0n) lastDeletedDay = Math.max(lastDeletedDay, one.bucket);
      }
    },
    dump: () => [...kept.values()].map(({ users, ...period }) => ({ ...period, users: users.size })),
  };
}
