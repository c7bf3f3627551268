import type { UnixSeconds } from "../model.ts";
import type { Connection } from "./books.ts";
import { CLOCK_STEP_SECONDS, type ClockSteps, lastSight } from "./clock.ts";
import { falls, highestFirst } from "./credit.ts";
import { NOT_KEPT } from "./nameless.ts";
import type { ConnectionEnd, PlacedRow, Snapshot } from "./observation.ts";

/*
 * When are two sights the same connection? Everything the project believes about that stands here.
 *
 * 1. With a client id (versions 2 and 3): equal connected-since epoch and client id. Client ids count from 0
 *    again when OpenVPN restarts, but a restart takes a second.
 * 2. Where one side has no client id (version 1, OpenVPN before 2.4): equal common name bytes, connected-since
 *    text and real address. Never through an instant computed from that text.
 *    A connection first told of by an end without that text: equal name, connected-since epoch and address.
 * 3. In version 1 a row still named UNDEF and a later, named one of equal text and address are one handshake.
 * 4. What is left over, of equal name and text: rows take over the connections whose marks they do not fall
 *    below, highest first. That is a client whose address changed (float).
 * 5. Where the books no longer hold name or address, these are first recalled by what is left of them. A forgotten
 *    user's connection of which even so the name is not known takes, last of all, a row or an end of equal text under
 *    any name that does not fall below its marks: that is such a client whose address changed.
 * Ambiguity undercounts: of rows that cannot be told apart only the highest counts.
 */

export interface Pair {
  readonly connection: Connection;
  readonly row: PlacedRow;
}

/** Which rows continue which connections, and what of both is left over. */
export interface Matching {
  readonly pairs: readonly Pair[];
  readonly connections: readonly Connection[];
  readonly rows: readonly PlacedRow[];
}

/** The common name of a client that has not presented one yet. */
export const UNDEF = "UNDEF";

/** Pairs by rules 1 to 3. */
export function matchExactly(connections: readonly Connection[], rows: readonly PlacedRow[]): Matching {
  const byId = matchBy(clientKeyOf, clientKey, { pairs: [], connections, rows });
  // A change from version 1 to 3 may turn one connection into two rows alike: the highest continues it.
  const ordered = byId.rows.some((row) => row.clientId !== undefined) ? [...byId.rows].sort(highestFirst) : byId.rows;
  const byAddress = matchBy((c) => addressKey(c.facts), addressKey, { ...byId, rows: ordered }, mayBeOne);
  const bySince = matchBy(textlessKey, sinceKey, byAddress, mayBeOne);
  return matchBy(undefAddressKey, textAndAddress, bySince, (c, row) => mayBeOne(c, row) && !falls(c, row));
}

/** Pairs the remainder by rules 4 and 5; connections that come first in order are preferred among equals. */
export function matchFloated(matching: Matching): Matching {
  const named = floatBy(({ facts }) => nameAndText(facts), nameAndText, matching);
  return floatBy(({ facts }) => (isNameless(facts) ? textKey(facts) : undefined), textKey, named);
}

function floatBy(
  keyOfConnection: (connection: Connection) => string | undefined,
  keyOfRow: (row: PlacedRow) => string,
  matching: Matching,
): Matching {
  if (matching.rows.length === 0 || matching.connections.length === 0) return matching;
  const rows = Map.groupBy([...matching.rows].sort(highestFirst), keyOfRow);
  const pairs = [...matching.pairs];
  const connections: Connection[] = [];
  for (const connection of [...matching.connections].sort(highestFirst)) {
    const candidates = rows.get(keyOfConnection(connection) ?? "") ?? [];
    const found = candidates.findIndex((row) => mayBeOne(connection, row) && !falls(connection, row));
    const [row] = found < 0 ? [] : candidates.splice(found, 1);
    if (row) pairs.push({ connection, row });
    else connections.push(connection);
  }
  return { pairs, connections, rows: [...rows.values()].flat() };
}

/** Of rows without a client id that are alike in name, text and address, keeps the highest alone. */
export function withoutDoubles(rows: readonly PlacedRow[]): readonly PlacedRow[] {
  if (rows.every((row) => row.clientId !== undefined)) return rows;
  const kept = new Map<number | string, PlacedRow>();
  for (const row of rows) {
    const key = clientKey(row) ?? addressKey(row);
    const other = kept.get(key);
    if (!other || highestFirst(row, other) < 0) kept.set(key, row);
  }
  return [...kept.values()];
}

/**
 * Rows without those that show a connection as it was before it ended and, over its last address, before it floated: only
 * its end is known, which a snapshot written before that adds nothing to (rule 9 of the accounting).
 */
export function withoutEnded(
  { connections, rows }: Pick<Matching, "connections" | "rows">,
  { toldAt, at }: Pick<Snapshot, "toldAt" | "at">,
): readonly PlacedRow[] {
  const ended = connections.filter(({ facts: { end } }) => {
    if (end?.kind !== "exact") return false;
    return toldAt === undefined || end.toldAt === undefined ? at <= end.at : toldAt <= end.toldAt;
  });
  if (ended.length === 0) return rows;
  const left = new Set(ended.sort(highestFirst));
  return [...rows].sort(highestFirst).filter((row) => {
    const isIts = (one: Connection) =>
      nameAndText(one.facts) === nameAndText(row) && mayBeOne(one, row) && mayHaveAddress(one, row) && !falls(row, one);
    const its = [...left].find(isIts);
    return its === undefined || !left.delete(its);
  });
}

/**
 * Which of the former connections may be shown again at `toldAt`, by OpenVPN's own clock: none that was told to have ended
 * before. Where a row has the client id of one nonetheless, an end that was another's was taken for it: it is `mistaken`,
 * and gives up the id. While a connection alike waits for its end, that may be the other one, whose bytes would count
 * twice: then nobody knows.
 */
export function sortFormer(
  former: readonly Connection[],
  matching: Matching,
  toldAt: UnixSeconds | undefined,
): { readonly possible: readonly Connection[]; readonly mistaken: readonly Connection[] } {
  if (toldAt === undefined) return { possible: former, mistaken: [] };
  const shown = new Set(matching.rows.map(clientKey));
  const isShown = ({ facts }: Connection) => shown.has(clientKey(facts) ?? "");
  const waiting = [
    ...matching.connections,
    ...former.filter((connection) => connection.facts.end?.kind !== "exact" && !isShown(connection)),
  ];
  const isAlike = (a: Connection, b: Connection) =>
    a.facts.commonName === b.facts.commonName && a.facts.connectedSince === b.facts.connectedSince;
  const isOver = (connection: Connection) =>
    toldAt > (connection.facts.end?.toldAt ?? toldAt) && !waiting.some((other) => isAlike(connection, other));
  return {
    possible: former.filter((connection) => !isOver(connection)),
    mistaken: former
      .filter((connection) => isOver(connection) && isShown(connection))
      .map((connection) => ({ ...connection, facts: { ...connection.facts, clientId: undefined } })),
  };
}

/**
 * The connection that an end most probably names: equal name and beginning, not yet ended exactly, not seen after that
 * end, and of equal real address or, after a float, with marks that lie within the finals, and of no other virtual
 * address. Where several fit equally (a takeover) the highest comes first, so that each end takes one and together they
 * reach the sum of the finals.
 */
export function findEnded(
  connections: readonly Connection[],
  end: ConnectionEnd,
  clock: Pick<ClockSteps, "clockSteps">,
): Connection | undefined {
  const stayed = (c: Connection) => c.facts.realAddress === end.realAddress;
  const score = (c: Connection) =>
    (isNameless(c.facts) ? 0 : 8) +
    (stayed(c) ? 4 : 0) +
    (c.facts.virtualAddress === end.virtualAddress ? 2 : 0) +
    (falls(c, end) ? 0 : 1);
  return connections
    .filter(
      (connection) =>
        connection.facts.end?.kind !== "exact" &&
        mayName(connection, end) &&
        (stayed(connection) ? !isShownAfter(connection, end) : mayHaveFloated(connection, end, clock)),
    )
    .sort((a, b) => score(b) - score(a) || highestFirst(a, b))[0];
}

/** The same end was already told: a hook's file may be taken in again after a crash. */
export function isToldAgain(connections: readonly Connection[], end: ConnectionEnd): boolean {
  return connections.some(
    (connection) =>
      connection.facts.end?.kind === "exact" &&
      connection.facts.end.at === end.at &&
      connection.facts.realAddress === end.realAddress &&
      mayName(connection, end) &&
      mayHaveAddress(connection, end) &&
      !falls(end, connection),
  );
}

/** Equal name, or still none at that address; and equal beginning, without a client id by OpenVPN's text alone. */
function mayName({ facts }: Connection, end: ConnectionEnd): boolean {
  const nameless = facts.commonName === UNDEF && facts.account === undefined && facts.realAddress === end.realAddress;
  const byText =
    facts.clientId === undefined && facts.connectedSinceText !== "" && end.connectedSinceText !== undefined;
  const began = byText
    ? facts.connectedSinceText === end.connectedSinceText
    : facts.connectedSince === end.connectedSince;
  return began && (nameless || isNameless(facts) || facts.commonName === end.commonName);
}

/** OpenVPN's own clock tells both, and never goes back: what it shows after an end is another connection, however alike. */
function isShownAfter({ facts, seenAt }: Connection, { toldAt }: ConnectionEnd): boolean {
  return facts.clientId !== undefined && toldAt !== undefined && seenAt > toldAt;
}

/**
 * Its address may have changed since it was last seen, before it ended so. OpenVPN's clock is never behind the time of its
 * files. Where the end does not tell it, ours must do, which may have been corrected unnoticed: rather one connection
 * too few than one counted twice.
 */
function mayHaveFloated(connection: Connection, end: ConnectionEnd, clock: Pick<ClockSteps, "clockSteps">): boolean {
  const isSeenBefore =
    end.toldAt === undefined
      ? lastSight(connection, clock) <= end.at + CLOCK_STEP_SECONDS
      : connection.seenAt <= end.toldAt;
  return isSeenBefore && !falls(connection, end) && mayHaveAddress(connection, end);
}

/** A virtual address stays as long as its connection: under one common name with many clients it tells them apart. */
function mayHaveAddress({ facts }: Connection, { virtualAddress }: Pick<PlacedRow, "virtualAddress">): boolean {
  return facts.virtualAddress === undefined || virtualAddress === undefined || facts.virtualAddress === virtualAddress;
}

/** Pairs by equal keys; of connections with one key, the highest is taken. */
function matchBy(
  keyOfConnection: (connection: Connection) => number | string | undefined,
  keyOfRow: (row: PlacedRow) => number | string | undefined,
  matching: Matching,
  accept: (connection: Connection, row: PlacedRow) => boolean = () => true,
): Matching {
  if (matching.rows.length === 0 || matching.connections.length === 0) return matching;
  const waiting = new Map<number | string, Connection>();
  const passedOver: Connection[] = [];
  for (const connection of matching.connections) {
    const key = keyOfConnection(connection);
    const other = key === undefined ? undefined : waiting.get(key);
    const isHigher = !other || highestFirst(connection, other) < 0;
    if (key !== undefined && isHigher) waiting.set(key, connection);
    if (other && isHigher) passedOver.push(other);
    else if (key === undefined || !isHigher) passedOver.push(connection);
  }
  const pairs = matching.pairs.slice();
  const rows: PlacedRow[] = [];
  for (const row of matching.rows) {
    const key = keyOfRow(row);
    const connection = key === undefined ? undefined : waiting.get(key);
    if (key !== undefined && connection && accept(connection, row)) {
      waiting.delete(key);
      pairs.push({ connection, row });
    } else rows.push(row);
  }
  return { pairs, connections: [...passedOver, ...waiting.values()], rows };
}

/** Two client ids that differ are two connections, however alike the rest. */
function mayBeOne(connection: Connection, row: PlacedRow): boolean {
  return connection.facts.clientId === undefined || row.clientId === undefined;
}

type Key = Pick<PlacedRow, "commonName" | "connectedSince" | "connectedSinceText" | "realAddress" | "clientId">;

/** One number where both fit into it exactly, which nearly always they do: numbers are hashed much faster. */
function clientKey({ clientId, connectedSince }: Key): number | string | undefined {
  if (clientId === undefined) return undefined;
  return clientId < 2 ** 21 && connectedSince < 2 ** 32
    ? connectedSince * 2 ** 21 + clientId
    : `${connectedSince} ${clientId}`;
}

function clientKeyOf(connection: Connection): number | string | undefined {
  return clientKey(connection.facts);
}

/** No part can hold a line end, so the parts cannot run into each other. */
function addressKey(row: Key): string {
  return `${row.commonName}\n${row.connectedSinceText}\n${row.realAddress}`;
}

function textlessKey({ facts }: Connection): string | undefined {
  return facts.connectedSinceText === "" ? sinceKey(facts) : undefined;
}

function sinceKey(row: Key): string {
  return `${row.commonName}\n${row.connectedSince}\n${row.realAddress}`;
}

function undefAddressKey({ facts }: Connection): string | undefined {
  return facts.commonName === UNDEF && facts.account === undefined ? textAndAddress(facts) : undefined;
}

function textAndAddress(row: Key): string {
  return `${row.connectedSinceText}\n${row.realAddress}`;
}

function nameAndText(row: Key): string {
  return `${row.commonName}\n${row.connectedSinceText}`;
}

/** Of a forgotten user, and not recalled. */
function isNameless({ commonName }: Pick<Key, "commonName">): boolean {
  return commonName === NOT_KEPT;
}

function textKey({ connectedSinceText }: Pick<Key, "connectedSinceText">): string {
  return connectedSinceText;
}
