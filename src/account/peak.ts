import type { UnixSeconds } from "../model.ts";
import type { Connection, Peak, ServerBooks } from "./books.ts";
import { beginning, type ClockSteps } from "./clock.ts";
import type { Outcome } from "./sight.ts";

/** What a snapshot shows; one that was missing from it counts as gone, or a reconnect would count twice. */
export function peakOfSights(outcomes: readonly Outcome[], at: UnixSeconds): Peak {
  let connections = 0;
  for (const { connection, writes } of outcomes) if (writes !== "nothing" && isOpen(connection)) connections += 1;
  return { connections, at };
}

/**
 * Connections that came and went between two snapshots, of which only their ends tell: each, with all that were open
 * when it began, as far as the books know them.
 */
export function peaksOfEnds(books: ServerBooks, ended: readonly Connection[], clock: Pick<ClockSteps, "clockSteps">) {
  const unseen = ended.filter(({ id }) => id >= books.nextConnection);
  const ends = new Map(ended.map(({ id, facts }) => [id, facts.end?.at]));
  const others = [...books.open.filter((connection) => isPresent(connection, books)), ...unseen].map(
    ({ id, facts }) => ({ id, from: beginning(facts, clock), to: ends.get(id) ?? Number.POSITIVE_INFINITY }),
  );
  return unseen.map(({ id, facts }): Peak => {
    const at = beginning(facts, clock);
    return { connections: 1 + others.filter((one) => one.id !== id && one.from <= at && at < one.to).length, at };
  });
}

/** How many users' connections the last snapshot showed, less those that were told to have ended since. */
export function presentConnections(books: ServerBooks): number {
  let connections = 0;
  for (const connection of books.open) if (isPresent(connection, books)) connections += 1;
  return connections;
}

function isPresent(connection: Connection, { at, atSteps }: ServerBooks): boolean {
  return connection.seenAt === at && connection.seenSteps === atSteps && isOpen(connection);
}

function isOpen({ facts }: Connection): boolean {
  return facts.account !== undefined && facts.end === undefined;
}
