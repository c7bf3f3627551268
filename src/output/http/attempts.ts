import type { Peer } from "../../runtime.ts";

/** Wrong passwords and tokens, counted by who gave them. */
export interface Attempts {
  /** For how many seconds more nobody at this address is listened to; 0 when somebody is. */
  secondsRefused(peer: Peer): number;
  failed(peer: Peer): void;
}

const MOST_FAILURES = 10;
const WINDOW_MILLISECONDS = 60_000;
/** More addresses than these at once fail only in an attack; the oldest is forgotten then. */
const MOST_ADDRESSES = 4096;

interface Count {
  readonly since: number;
  failures: number;
}

/** Counts failures within a minute of the first; ten are enough (F54). */
export function createAttempts(monotonic: () => number): Attempts {
  const counts = new Map<string, Count>();
  const current = (party: string) => {
    const count = counts.get(party);
    return count !== undefined && monotonic() - count.since < WINDOW_MILLISECONDS ? count : undefined;
  };
  return {
    secondsRefused(peer) {
      // Asking the system who asks costs more than all the rest, and mostly nobody has failed.
      if (counts.size === 0) return 0;
      const count = current(partyOf(peer));
      if (count === undefined || count.failures < MOST_FAILURES) return 0;
      return Math.max(1, Math.ceil((count.since + WINDOW_MILLISECONDS - monotonic()) / 1000));
    },
    failed(peer) {
      const party = partyOf(peer);
      const count = current(party);
      if (count !== undefined) {
        count.failures++;
        return;
      }
      counts.delete(party);
      counts.set(party, { since: monotonic(), failures: 1 });
      const [oldest] = counts.keys();
      if (counts.size > MOST_ADDRESSES && oldest !== undefined) counts.delete(oldest);
    },
  };
}

/** An address, or for IPv6 its network of 64 bits: whoever has one of its addresses has all of them. */
function partyOf({ address }: Peer): string {
  if (address === undefined || !address.includes(":") || address.includes(".")) return address ?? "";
  const [head = "", tail] = address.replace(/%.*$/, "").split("::");
  const first = head === "" ? [] : head.split(":");
  const last = tail ? tail.split(":") : [];
  const zeros = Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => "0");
  return [...first, ...zeros, ...last].slice(0, 4).join(":");
}
