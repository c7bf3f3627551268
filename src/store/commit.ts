import type { Change } from "../account/books.ts";
import type { Calendar } from "../account/calendar.ts";
import { observedBuckets } from "../account/observed.ts";
import type { NameBytes, UnixSeconds } from "../model.ts";
import { writeConnections } from "./connections.ts";
import { leaseStatements, refuseOther } from "./lease.ts";
import type { Database } from "./open.ts";
import { isRefused, patiently } from "./patience.ts";
import { restartStatements } from "./server-events.ts";
import { addObservation, moveServer, observationId } from "./servers.ts";
import { addTrafficOf } from "./traffic.ts";
import { ensureUsers } from "./users.ts";

export interface CommitOptions {
  readonly calendar: Calendar;
  /** This observation's own id, the same in every retry. */
  readonly id: string;
}

/**
 * Writes a change as one batch: all of it or nothing. `overtaken` means that another writer's observation came
 * first, nothing was written, and the change must be worked out anew from the books as they are now.
 */
export async function commitChange(
  database: Database,
  change: Change,
  options: CommitOptions,
): Promise<"committed" | "overtaken"> {
  const { after } = change;
  const userIds = await ensureUsers(database, {
    accounts: accountsOf(change),
    firstSights: () => firstSightsOf(change),
    server: after.server,
    observation: after.number - 1,
  });
  if (!userIds) return "overtaken";
  const now = after.moment?.now ?? after.at ?? 0;
  const observed = observedBuckets(change, options.calendar);
  const statements = [
    addObservation(change, options.id),
    ...leaseStatements(database, after.name),
    ...writeConnections({ ...change, server: after.server, userIds }),
    ...addTrafficOf({ ...change, server: after.server, at: after.at ?? now, now, observed, userIds }),
    ...moveServer(change),
    ...restartStatements(change),
  ];
  try {
    await patiently(database.patience, () => database.client.batch(statements, "write"));
    return "committed";
  } catch (error) {
    // The number is taken: by ourselves, if the reply to an earlier try was lost.
    if (!isRefused(error)) throw error;
    const winner = await observationId(database, after.server, after.number);
    if (winner === undefined) await refuseOther(database, after.name);
    if (winner === undefined) throw error;
    return winner === options.id ? "committed" : "overtaken";
  }
}

function* accountsOf({ written, postings, sights }: Change): Iterable<NameBytes> {
  for (const { facts } of written) if (facts.account !== undefined) yield facts.account;
  yield* postings.totals.keys();
  yield* sights.keys();
}

/** When each account's oldest connection of the change began: a user is seen first through a connection that is written. */
function firstSightsOf({ written }: Change): ReadonlyMap<NameBytes, UnixSeconds> {
  const found = new Map<NameBytes, UnixSeconds>();
  for (const { facts } of written) {
    const { account, connectedSince } = facts;
    if (account === undefined) continue;
    found.set(account, Math.min(connectedSince, found.get(account) ?? connectedSince));
  }
  return found;
}
