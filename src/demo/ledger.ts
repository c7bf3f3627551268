import { increase, NOTHING, sum } from "../account/credit.ts";
import type { Counters, NameBytes } from "../model.ts";
import type { Showing } from "./company.ts";
import type { ServerName } from "./devices.ts";

/** Each user's bytes as the statuses have shown them: what the books must hold once each of them was read. */
export interface Ledger {
  /** A server's status shows these connections. */
  note(server: ServerName, showings: readonly Showing[]): void;
  totals(): ReadonlyMap<NameBytes, Counters>;
}

/** An empty ledger. It does not share a line with the accounting that it is to be compared with, but for adding up. */
export function createLedger(): Ledger {
  const totals = new Map<NameBytes, Counters>();
  const shown = new Map<ServerName, ReadonlyMap<string, Counters>>();
  return {
    note(server, showings) {
      const before = shown.get(server);
      const now = new Map(showings.map((showing) => [keyOf(showing), showing]));
      for (const [key, showing] of now) {
        const { user } = showing.connection;
        const more = increase(before?.get(key) ?? NOTHING, showing);
        totals.set(user, sum(totals.get(user) ?? NOTHING, more));
      }
      shown.set(server, now);
    },
    totals: () => totals,
  };
}

function keyOf({ connection }: Showing): string {
  return `${connection.device.number} ${connection.since}`;
}
