import type { Counters, NameBytes, UnixSeconds } from "../model.ts";
import type { Connection, ConnectionFacts, Notice } from "./books.ts";
import { beginning, type ClockSteps, lastSight, stepsAt } from "./clock.ts";
import { falls, highWater, increase } from "./credit.ts";
import { UNDEF } from "./identity.ts";
import { NOT_KEPT } from "./nameless.ts";
import type { PlacedRow } from "./observation.ts";
import type { Credit } from "./post.ts";

/**
 * A row without virtual address and route counts as authenticated at this age: OpenVPN gives a handshake 60 s
 * (--hand-window), and a server without address pool shows its good clients so.
 */
const AUTHENTICATED_AFTER_SECONDS = 120;

/** Absent from this many fresh snapshots in a row, a connection has ended. */
const MISSING_ENDS_AFTER = 2;

/** Which name is the account of a server's users. */
export type Identity = "common_name" | "username";

/** What holds for every connection of one snapshot. */
export interface Round extends ClockSteps {
  readonly at: UnixSeconds;
  readonly stale: boolean;
  /** It waited while the books went on: what it shows was so before what they know already. */
  readonly late: boolean;
  /** Fresh snapshots including this one. */
  readonly fresh: number;
  readonly identity: Identity;
}

/** What a snapshot makes of one connection. */
export interface Outcome {
  readonly connection: Connection;
  /** What of it the store must write: only marks and sight, the whole row, or nothing. */
  readonly writes: "marks" | "all" | "nothing";
  readonly revives?: boolean;
  readonly credit?: Credit | undefined;
  readonly notice?: Notice | undefined;
}

/** A row that no connection is known for: its whole counters count, over the time since it connected. */
export function sightOf(row: PlacedRow, id: number, round: Round): Outcome {
  const sinceSteps = stepsAt(row.connectedSince, round);
  const start = beginning({ connectedSince: row.connectedSince, sinceSteps }, round);
  const account = accountOf(row, start, round);
  const facts: ConnectionFacts = {
    commonName: row.commonName,
    realAddress: row.realAddress,
    virtualAddress: row.virtualAddress,
    virtualIpv6Address: row.virtualIpv6Address,
    connectedSince: row.connectedSince,
    sinceSteps,
    connectedSinceText: row.connectedSinceText,
    clientId: row.clientId,
    username: row.username,
    cipher: row.cipher,
    account,
    end: round.stale ? { at: round.at, kind: "inferred" } : undefined,
    fell: false,
    trace: undefined,
  };
  const connection = seen(id, facts, row, round);
  return { connection, writes: "all", credit: credit(account, row, start, round) };
}

/** A known connection, seen again: the increase over its marks counts, over the time since its last sight. */
export function withSight(before: Connection, row: PlacedRow, round: Round): Outcome {
  const isOld = round.late && !before.tombstone && lastSight(before, round) >= round.at;
  if (isOld && !falls(row, before)) return { connection: before, writes: "nothing" };
  const fell = falls(before, row);
  const marks = fell ? highWater(before, row) : row;
  const facts = factsNow(before.facts, row, round, fell);
  const held = before.facts.account === undefined;
  // What was held back until the user was known is credited as a whole, from the beginning.
  const bytes = held ? marks : increase(before, marks);
  const start = held ? beginning(facts, round) : lastSight(before, round);
  return {
    connection: seen(before.id, facts, marks, round),
    writes: facts === before.facts && !before.tombstone ? "marks" : "all",
    revives: before.tombstone,
    credit: credit(facts.account, bytes, start, round),
    notice: fell && !before.facts.fell ? fallNotice(before, row) : undefined,
  };
}

/** A connection that the snapshot does not show: ended at its last sight, if two fresh ones in a row do not. */
export function withoutSight(before: Connection, round: Round): Outcome {
  if (round.fresh - before.seenFresh < MISSING_ENDS_AFTER) return { connection: before, writes: "nothing" };
  const end = { at: lastSight(before, round), kind: "inferred" } as const;
  return { connection: { ...before, facts: { ...before.facts, end } }, writes: "all" };
}

/** Whose bytes a row's are; undefined while that is not certain. */
function accountOf(row: PlacedRow, since: UnixSeconds, round: Round): NameBytes | undefined {
  const addressed = row.virtualAddress !== undefined || row.virtualIpv6Address !== undefined || row.routed;
  const old = round.at - since > AUTHENTICATED_AFTER_SECONDS;
  if (!addressed && (row.commonName === UNDEF || !old)) return undefined;
  return accountName(row, round.identity);
}

/** The account's name: the username where the server's users are known by it and this one has one. */
export function accountName(
  who: { commonName: NameBytes; username: NameBytes | undefined },
  identity: Identity,
): NameBytes {
  return identity === "username" ? (who.username ?? who.commonName) : who.commonName;
}

/** The facts after this row; the same object where nothing changed, which is nearly always. */
function factsNow(facts: ConnectionFacts, row: PlacedRow, round: Round, fell: boolean): ConnectionFacts {
  // Version 1 tells no epoch: the first that comes replaces what was made of its text.
  const learned = facts.clientId === undefined && row.clientId !== undefined;
  const { sinceSteps } = facts;
  const connectedSince = learned ? row.connectedSince : facts.connectedSince;
  const account = facts.account ?? accountOf(row, beginning({ connectedSince, sinceSteps }, round), round);
  const isUnnamed = facts.commonName === NOT_KEPT || (facts.commonName === UNDEF && facts.account === undefined);
  const now: ConnectionFacts = {
    commonName: isUnnamed ? row.commonName : facts.commonName,
    realAddress: row.realAddress,
    virtualAddress: row.virtualAddress ?? facts.virtualAddress,
    virtualIpv6Address: row.virtualIpv6Address ?? facts.virtualIpv6Address,
    connectedSince,
    sinceSteps,
    connectedSinceText: facts.connectedSinceText,
    clientId: facts.clientId ?? row.clientId,
    username: row.username ?? facts.username,
    cipher: row.cipher ?? facts.cipher,
    account,
    end: facts.end && round.stale ? { at: round.at, kind: "inferred" } : undefined,
    fell: facts.fell || fell,
    trace: undefined,
  };
  return sameFacts(facts, now) ? facts : now;
}

function sameFacts(a: ConnectionFacts, b: ConnectionFacts): boolean {
  return (
    a.commonName === b.commonName &&
    a.realAddress === b.realAddress &&
    a.virtualAddress === b.virtualAddress &&
    a.virtualIpv6Address === b.virtualIpv6Address &&
    a.connectedSince === b.connectedSince &&
    a.clientId === b.clientId &&
    a.username === b.username &&
    a.cipher === b.cipher &&
    a.account === b.account &&
    a.end === b.end &&
    a.fell === b.fell
  );
}

function seen(id: number, facts: ConnectionFacts, marks: Counters, round: Round): Connection {
  const { bytesReceived, bytesSent } = marks;
  const { at: seenAt, clockSteps: seenSteps, fresh: seenFresh } = round;
  return { id, facts, bytesReceived, bytesSent, seenAt, seenSteps, seenFresh, tombstone: false };
}

function credit(account: NameBytes | undefined, bytes: Counters, start: UnixSeconds, round: Round): Credit | undefined {
  if (account === undefined) return undefined;
  const { bytesReceived, bytesSent } = bytes;
  return { account, bytesReceived, bytesSent, interval: { start, end: round.at } };
}

function fallNotice(before: Connection, row: PlacedRow): Notice {
  return {
    level: "warn",
    event: "a counter fell within a connection; the higher figure stays",
    fields: {
      connection: before.id,
      received: `${before.bytesReceived}→${row.bytesReceived}`,
      sent: `${before.bytesSent}→${row.bytesSent}`,
    },
  };
}
