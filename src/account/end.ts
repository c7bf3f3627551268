import type { Change, Connection, ConnectionFacts, ServerBooks } from "./books.ts";
import { beginning, type ClockSteps, clockStep, lastSight, setBackTo, stepsAt } from "./clock.ts";
import { falls, highWater, increase, NOTHING } from "./credit.ts";
import { findEnded, isToldAgain } from "./identity.ts";
import type { ConnectionEnd } from "./observation.ts";
import { peaksOfEnds } from "./peak.ts";
import { type AccountingOptions, assemble } from "./reconcile.ts";
import { accountName, type Identity, type Outcome } from "./sight.ts";

/**
 * What the exact ends of connections change, one after the other: the total of each becomes the larger of its finals
 * and its marks, in each direction. `former` are ended connections and tombstones of equal beginnings. An end that was
 * already told changes nothing; one of a connection never seen is a connection of its own.
 */
export function reconcileEnds(
  books: ServerBooks,
  ends: readonly ConnectionEnd[],
  former: readonly Connection[],
  options: AccountingOptions,
): Change | undefined {
  let { moment, clockSteps, nextConnection } = books;
  let known = candidates([...books.open, ...former], ends);
  const closed = new Set<Connection["id"]>();
  const outcomes: Outcome[] = [];
  for (const end of ends) {
    if (isToldAgain(known, end)) continue;
    const step = clockStep(moment, end.moment);
    const round = { step, steppedAt: moment?.now, clockSteps: clockSteps + step };
    const found = findEnded(known, end, round);
    const context = { books, identity: options.identity, newId: nextConnection };
    const outcome = outcomeOf(found, end, round, context);
    outcomes.push(outcome);
    ({ moment, clockSteps } = { moment: end.moment, clockSteps: round.clockSteps });
    if (found) closed.add(found.id);
    else nextConnection++;
    known = [...known.filter((connection) => connection !== found), outcome.connection];
  }
  if (outcomes.length === 0) return undefined;
  const open = books.open.filter((connection) => !closed.has(connection.id));
  return {
    ...assemble(outcomes, options.calendar),
    after: { ...books, number: books.number + 1, moment, clockSteps, nextConnection, open },
    setBackTo: setBackTo(books.moment, moment),
    gap: undefined,
    watched: undefined,
    restart: undefined,
    peaks: peaksOfEnds(
      books,
      outcomes.map(({ connection }) => connection),
      { clockSteps },
    ),
    notices: [],
  };
}

/** Those that began when one of the ends did: thousands may be open, and hundreds of them end at once. */
function candidates(connections: readonly Connection[], ends: readonly ConnectionEnd[]): readonly Connection[] {
  const instants = new Set(ends.map(({ connectedSince }) => connectedSince));
  const texts = new Set(ends.map(({ connectedSinceText }) => connectedSinceText));
  return connections.filter(({ facts }) => instants.has(facts.connectedSince) || texts.has(facts.connectedSinceText));
}

function outcomeOf(
  known: Connection | undefined,
  end: ConnectionEnd,
  round: ClockSteps,
  { books, identity, newId }: { books: ServerBooks; identity: Identity; newId: number },
): Outcome {
  const account = known?.facts.account ?? accountName(end, identity);
  const marks = highWater(known ?? NOTHING, end);
  // Held back until now, or never seen: all of it counts, from the beginning.
  const held = known?.facts.account === undefined;
  const facts = known?.facts ?? factsOf(end, round);
  const start = known && !held ? lastSight(known, round) : beginning(facts, round);
  // Marks above its final may be another's, which must not count them again.
  const toldAt = known && falls(known, end) ? undefined : end.toldAt;
  return {
    connection: {
      id: known?.id ?? newId,
      // The end knows the name, and the latest address of a client that floated; told again, it is known by them.
      facts: {
        ...facts,
        commonName: end.commonName,
        username: end.username ?? facts.username,
        realAddress: end.realAddress,
        virtualAddress: end.virtualAddress ?? facts.virtualAddress,
        trace: undefined,
        account,
        end: { at: end.at, kind: "exact", toldAt },
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
    trace: undefined,
  };
}
