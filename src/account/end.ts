import type { Change, Connection, ConnectionFacts, ServerBooks } from "./books.ts";
import { beginning, type ClockSteps, clockStep, lastSight, stepsAt } from "./clock.ts";
import { highWater, increase, NOTHING } from "./credit.ts";
import { findEnded, isToldAgain } from "./identity.ts";
import type { ConnectionEnd } from "./observation.ts";
import { type AccountingOptions, assemble } from "./reconcile.ts";
import { accountName, type Identity, type Outcome } from "./sight.ts";

/**
 * What the exact end of a connection changes: its total becomes the larger of its finals and its marks, in
 * each direction. `former` are ended connections and tombstones of equal beginning. An end that was already
 * told changes nothing; one of a connection never seen is a connection of its own.
 */
export function reconcileEnd(
  books: ServerBooks,
  end: ConnectionEnd,
  former: readonly Connection[],
  options: AccountingOptions,
): Change | undefined {
  if (isToldAgain(former, end)) return undefined;
  const step = clockStep(books.moment, end.moment);
  const round = { step, steppedAt: books.moment?.now, clockSteps: books.clockSteps + step };
  const known = findEnded([...books.open, ...former], end, round);
  const ended = outcomeOf(known, end, round, { books, identity: options.identity });
  return {
    ...assemble([ended], options.calendar),
    after: {
      ...books,
      number: books.number + 1,
      moment: end.moment,
      clockSteps: round.clockSteps,
      nextConnection: books.nextConnection + (known ? 0 : 1),
      open: books.open.filter((connection) => connection !== known),
    },
    gap: undefined,
    watched: undefined,
    notices: [],
  };
}

function outcomeOf(
  known: Connection | undefined,
  end: ConnectionEnd,
  round: ClockSteps,
  { books, identity }: { books: ServerBooks; identity: Identity },
): Outcome {
  const account = known?.facts.account ?? accountName(end, identity);
  const marks = highWater(known ?? NOTHING, end);
  // Held back until now, or never seen: all of it counts, from the beginning.
  const held = known?.facts.account === undefined;
  const facts = known?.facts ?? factsOf(end, round);
  const start = known && !held ? lastSight(known, round) : beginning(facts, round);
  return {
    connection: {
      id: known?.id ?? books.nextConnection,
      // The end knows the name, and the latest address of a client that floated.
      facts: {
        ...facts,
        commonName: end.commonName,
        username: end.username ?? facts.username,
        realAddress: end.realAddress,
        account,
        end: { at: end.at, kind: "exact" },
      },
      ...marks,
      seenAt: end.at,
      seenSteps: round.clockSteps,
      seenFresh: books.fresh,
      tombstone: false,
    },
    writes: "all",
    revives: known?.tombstone ?? false,
    credit: { account, ...(held ? marks : increase(known, marks)), interval: { start, end: end.at } },
  };
}

function factsOf(end: ConnectionEnd, round: ClockSteps): Omit<ConnectionFacts, "account" | "end"> {
  return {
    commonName: end.commonName,
    realAddress: end.realAddress,
    virtualAddress: end.virtualAddress,
    virtualIpv6Address: end.virtualIpv6Address,
    connectedSince: end.connectedSince,
    sinceSteps: stepsAt(end.connectedSince, round),
    connectedSinceText: end.connectedSinceText ?? "",
    clientId: undefined,
    username: end.username,
    cipher: undefined,
    fell: false,
  };
}
