/**
 * Which known connection a row or a final is: design 3.7, 3.8, with the rulings D7, D8, D10, D14.
 * The simulator knows the truth; the reference compares, and says when the rules must err.
 */

import type { NameBytes, UnixSeconds } from "../../src/model.ts";
import type { Final } from "./books.ts";
import type { Seen, SeenRow } from "./seen.ts";

/** What matching needs to know of a connection in the books. */
export interface Known {
  commonName: NameBytes;
  connectedSince: UnixSeconds;
  readonly localSince: number;
  clientId: number | undefined;
  realAddress: string;
  received: bigint;
  sent: bigint;
  user: NameBytes | undefined;
  end: "inferred" | "exact" | undefined;
  readonly isTombstone: boolean;
  /** When it ended by OpenVPN's own clock, as told. */
  toldAt: UnixSeconds | undefined;
  /** By the clock of then. */
  readonly seen: { readonly at: UnixSeconds };
}

export interface Match<K extends Known> {
  readonly row: SeenRow;
  readonly known: K | undefined;
}

/**
 * Every row that counts, with its connection where it has one. Judged: not one that ended before, by OpenVPN's own clock; unless
 * a connection alike waits for its end, which might have been that.
 */
export function matchRows<K extends Known>({ rows, time }: Pick<Seen, "rows" | "time">, all: readonly K[]): Match<K>[] {
  const isShown = (known: Known) =>
    rows.some((row) =>
      known.clientId === undefined
        ? row.commonName === known.commonName && isAlike(row, known)
        : row.clientId === known.clientId && row.since === known.connectedSince,
    );
  const waiting = all.filter((known) => known.end !== "exact" && !isShown(known));
  const connections = all.filter(
    ({ toldAt, isTombstone, commonName, connectedSince }) =>
      toldAt === undefined ||
      time === undefined ||
      isTombstone ||
      time <= toldAt ||
      waiting.some((other) => other.commonName === commonName && other.connectedSince === connectedSince),
  );
  const taken = new Set<K>();
  const matches = new Map<SeenRow, K>();
  const counted = withoutLookalikes(rows);
  const pass = (fits: (row: SeenRow, known: K) => boolean) => {
    for (const row of counted) {
      if (matches.has(row)) continue;
      const known = connections.find((known) => !taken.has(known) && fits(row, known));
      if (known === undefined) continue;
      taken.add(known);
      matches.set(row, known);
    }
  };
  pass(
    (row, known) => row.clientId !== undefined && row.clientId === known.clientId && row.since === known.connectedSince,
  );
  pass((row, known) => mayLackClientId(row, known) && row.commonName === known.commonName && isAlike(row, known));
  pass((row, known) => mayLackClientId(row, known) && isNowNamed(row, known) && isAlike(row, known));
  pairLeftOvers(counted, connections, matches, taken);
  return counted.map((row) => ({ row, known: matches.get(row) }));
}

/** D7: of rows without client id that are alike in all three, only the highest counts. */
function withoutLookalikes(rows: readonly SeenRow[]): SeenRow[] {
  const key = (row: SeenRow) => `${row.localSince} ${row.realAddress} ${row.commonName}`;
  const total = (row: SeenRow) => row.received + row.sent;
  return rows.filter(
    (row, index) =>
      row.clientId !== undefined ||
      !rows.some(
        (other, place) =>
          other !== row &&
          key(other) === key(row) &&
          (total(other) > total(row) || (total(other) === total(row) && place < index)),
      ),
  );
}

/** D14: identity by text, where the row or the connection has no client id. */
function mayLackClientId(row: SeenRow, known: Known): boolean {
  return row.clientId === undefined || known.clientId === undefined;
}

function isAlike(row: SeenRow, known: Known): boolean {
  return row.localSince === known.localSince && row.realAddress === known.realAddress;
}

/** D8: before the certificate is read the row is called UNDEF. */
function isNowNamed(row: SeenRow, known: Known): boolean {
  return known.commonName === "UNDEF" && known.user === undefined && row.commonName !== "UNDEF";
}

/** D14: a float where there is no client id to tell; open connections first, then highest first. */
function pairLeftOvers<K extends Known>(
  rows: readonly SeenRow[],
  connections: readonly K[],
  matches: Map<SeenRow, K>,
  taken: Set<K>,
): void {
  const leftRows = rows.filter((row) => !matches.has(row)).sort(byTotal);
  for (const row of leftRows) {
    const candidates = connections
      .filter(
        (known) => !taken.has(known) && !known.isTombstone && known.end !== "exact" && mayLackClientId(row, known),
      )
      .filter((known) => known.commonName === row.commonName && known.localSince === row.localSince)
      .filter((known) => known.received <= row.received && known.sent <= row.sent)
      .sort((a, b) => Number(a.end !== undefined) - Number(b.end !== undefined) || byTotal(a, b));
    const [best] = candidates;
    if (best === undefined) continue;
    taken.add(best);
    matches.set(row, best);
  }
}

function byTotal(a: { received: bigint; sent: bigint }, b: { received: bigint; sent: bigint }): number {
  const difference = b.received + b.sent - a.received - a.sent;
  return difference > 0n ? 1 : difference < 0n ? -1 : 0;
}

/**
 * D10: the connection that a final ends: by address; else by name and connected since alone. Judged: the address may have changed
 * since it was last seen, but then the final is no lower than the marks. Nothing is seen after its end, by OpenVPN's own clock,
 * which never goes back; version 1 does not show that clock, and at one address its word is not weighed. Otherwise the final is
 * that of a twin never seen (takeover).
 */
export function matchFinal<K extends Known>(
  final: Final,
  localSince: number,
  connections: readonly K[],
): K | undefined {
  const isSince = (known: K) =>
    known.clientId === undefined
      ? known.localSince === localSince // of version 1: by text, never by the epoch made of it
      : known.connectedSince === final.connectedSince;
  const candidates = connections.filter((known) => isSince(known) && !known.isTombstone);
  const named = candidates.filter((known) => known.commonName === final.commonName);
  const isSeenAfter = (known: K) => known.seen.at > final.toldAt;
  const here = (known: K) =>
    known.realAddress === final.realAddress && (known.clientId === undefined || !isSeenAfter(known));
  const unnamed = candidates.find((known) => known.commonName === "UNDEF" && known.user === undefined && here(known));
  const floated = named.filter(
    (known) =>
      known.end !== "exact" &&
      known.received <= final.bytesReceived &&
      known.sent <= final.bytesSent &&
      !isSeenAfter(known),
  );
  return named.find(here) ?? unnamed ?? (floated.length === 1 ? floated[0] : undefined);
}
