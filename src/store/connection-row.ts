import type { Connection } from "../account/books.ts";
import { NAMELESS, NOT_KEPT } from "../account/nameless.ts";
import type { NameBytes } from "../model.ts";
import { parseAddress } from "../parse/address.ts";
import { nameText } from "../parse/name-text.ts";
import { traceOf } from "../parse/trace.ts";
import { hexOf, nameOfHex } from "./names.ts";
import { rowsOf } from "./rows.ts";

/* Connections as they travel to the database and back: as rows of JSON. */

/** A connection as a row of the JSON that is written; without name and addresses, where its user was forgotten. */
export function rowOf(connection: Connection, userIds: ReadonlyMap<NameBytes, number>): unknown[] {
  const { id, facts, bytesReceived, bytesSent, seenAt, seenSteps, seenFresh } = connection;
  if (facts.account === NAMELESS && facts.trace === undefined) return rowOf(withoutName(connection), userIds);
  const text = nameText(facts.commonName);
  const exact = Buffer.from(text).toString("latin1") === facts.commonName && !text.includes("\0");
  return [
    id,
    facts.account === undefined ? null : userIds.get(facts.account),
    text,
    exact ? null : hexOf(facts.commonName),
    facts.realAddress,
    facts.virtualAddress,
    facts.virtualIpv6Address,
    facts.connectedSince,
    facts.connectedSinceText,
    facts.clientId,
    facts.username === undefined ? null : hexOf(facts.username),
    facts.cipher,
    facts.fell ? 1 : 0,
    facts.end?.at,
    facts.end?.kind,
    String(bytesReceived),
    String(bytesSent),
    parseAddress(facts.realAddress)?.host,
    seenAt,
    facts.sinceSteps,
    seenSteps,
    seenFresh,
    facts.end?.toldAt,
    facts.trace,
  ];
}

function withoutName({ facts, ...connection }: Connection): Connection {
  return {
    ...connection,
    facts: {
      ...facts,
      trace: traceOf(facts.commonName, facts.realAddress),
      ...{ commonName: NOT_KEPT, realAddress: NOT_KEPT, username: undefined },
      ...{ virtualAddress: undefined, virtualIpv6Address: undefined },
    },
  };
}

/** A row of CONNECTION_JSON and TOMBSTONE_JSON. */
type ConnectionRow = readonly [
  id: number,
  commonNameHex: string,
  realAddress: string,
  virtualAddress: string | null,
  virtualIpv6Address: string | null,
  connectedSince: number,
  connectedSinceText: string,
  clientId: number | null,
  usernameHex: string | null,
  noUsername: number,
  cipher: string | null,
  user: number | null,
  accountHex: string | null,
  endedAt: number | null,
  endKind: "inferred" | "exact" | null,
  fell: number,
  bytesReceived: string,
  bytesSent: string,
  seenAt: number,
  sinceSteps: number,
  seenSteps: number,
  seenFresh: number,
  tombstone: number,
  toldAt: number | null,
  trace: number | null,
];

/** The connections in a cell of the statements above; accounts met are added to `userIds`. */
export function readConnections(cell: unknown, userIds: Map<NameBytes, number>): Connection[] {
  return rowsOf<ConnectionRow>(cell).map((row) => readConnection(row, userIds));
}

function readConnection(
  [
    id,
    nameHex,
    realAddress,
    virtualAddress,
    virtualIpv6Address,
    connectedSince,
    connectedSinceText,
    clientId,
    usernameHex,
    noUsername,
    cipher,
    user,
    accountHex,
    endedAt,
    endKind,
    fell,
    bytesReceived,
    bytesSent,
    seenAt,
    sinceSteps,
    seenSteps,
    seenFresh,
    tombstone,
    toldAt,
    trace,
  ]: ConnectionRow,
  userIds: Map<NameBytes, number>,
): Connection {
  const account = user === null || accountHex === null ? undefined : nameOfHex(accountHex);
  if (account !== undefined && user !== null) userIds.set(account, user);
  return {
    id,
    facts: {
      commonName: nameOfHex(nameHex),
      realAddress,
      virtualAddress: virtualAddress ?? undefined,
      virtualIpv6Address: virtualIpv6Address ?? undefined,
      connectedSince,
      sinceSteps,
      connectedSinceText,
      clientId: clientId ?? undefined,
      username: noUsername === 1 || usernameHex === null ? undefined : nameOfHex(usernameHex),
      cipher: cipher ?? undefined,
      account,
      end:
        endedAt === null || endKind === null ? undefined : { at: endedAt, kind: endKind, toldAt: toldAt ?? undefined },
      fell: fell === 1,
      trace: trace ?? undefined,
    },
    bytesReceived: BigInt(bytesReceived),
    bytesSent: BigInt(bytesSent),
    seenAt,
    seenSteps,
    seenFresh,
    tombstone: tombstone === 1,
  };
}
