/** Two dumps, row by row and to the byte; and what must hold of any dump. */

import {
  type Account,
  type Amount,
  type BooksDump,
  type ConnectionRow,
  type Period,
  RESOLUTIONS,
  type Resolution,
} from "./books.ts";
import { CONTRACT } from "./rules.ts";

/** Every row that one of the two has and the other has not; empty when they are equal. */
export function differences(expected: BooksDump, actual: BooksDump, cleanedAt: number | undefined): string[] {
  const want = linesOf(expected, cleanedAt);
  const got = linesOf(actual, cleanedAt);
  return [
    ...without(want, got).map((line) => `  expected  ${line}`),
    ...without(got, want).map((line) => `  found     ${line}`),
  ]
    .sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))
    .map((line) => line.replace(/@(\d+)/g, (_, seconds: string) => time(Number(seconds))));
}

/** Table and names first, so that an expected row stands beside the one found in its place. */
function sortKey(line: string): string {
  return `${line.slice(12)}${line.slice(0, 12)}`;
}

function linesOf(dump: BooksDump, cleanedAt: number | undefined): string[] {
  const name = (text: string | null) => (text === null ? "-" : JSON.stringify(text));
  const at = (second: number | null) => (second === null ? "-" : second === 0 ? "all" : `@${second}`);
  const bytes = ({ received, sent }: Amount) => `${received} received, ${sent} sent`;
  const whose = (row: Account) => `${row.server} ${name(row.user)}`;
  const peak = (found: Period["peak"]) => (found === null ? "-" : `${found[0]} ${at(found[1])}`);
  const client = (row: ConnectionRow) =>
    `${row.server} ${name(row.commonName)} since ${at(row.connectedSince)} id ${row.clientId ?? "-"} ` +
    `from ${plainAddress(row.realAddress)} user ${name(row.user)}`;
  return [
    ...RESOLUTIONS.flatMap((resolution) =>
      dump.buckets[resolution]
        .filter(hasBytes)
        .map((row) => `${resolution} ${at(row.bucket)} ${whose(row)}: ${bytes(row)}`),
    ),
    ...dump.unplaced.filter(hasBytes).map((row) => `unplaced ${row.resolution} ${whose(row)}: ${bytes(row)}`),
    ...dump.retired.filter(hasBytes).map((row) => `retired ${row.resolution} ${whose(row)}: ${bytes(row)}`),
    ...summed(dump.forgotten).map((row) => `forgotten ${whose(row)}: ${bytes(row)}`),
    ...dump.connections.map(
      (row) =>
        // When an ended connection was last seen follows from its end, or means nothing: it is not compared.
        `connection ${client(row)}: ${bytes(row)}, seen ${at(row.end === null ? row.seenAt : null)}, ` +
        `ended ${at(row.endedAt)} ${row.end ?? "-"}`,
    ),
    ...dump.tombstones.map((row) => `tombstone ${client(row)}: ${bytes(row)}`),
    ...dump.unauthenticated.filter(hasBytes).map((row) => `unauthenticated ${row.server}: ${bytes(row)}`),
    ...dump.periods
      .filter((row) => hasBytes(row) || row.peak !== null)
      .map(
        (row) =>
          `period ${row.resolution} ${at(row.bucket)} ${row.server}: ${bytes(row)}, ${row.users} users, ` +
          `peak ${peak(row.peak)}, of all ${peak(row.peakOfAll)}`,
      ),
    ...dump.observed
      // The design does not say whether retention deletes watched time: what is too old is not compared.
      .filter((row) => row.seconds !== 0 && row.bucket >= (cleanedAt ?? 0) - CONTRACT.retention(row.resolution))
      .map((row) => `observed ${row.resolution} ${at(row.bucket)} ${row.server}: ${row.seconds} s`),
  ];
}

/** Whatever happened: at each resolution all credited bytes are there, once. */
export function leaks(dump: BooksDump): string[] {
  const marks = [...dump.connections, ...dump.tombstones].flatMap((row) =>
    row.user === null ? [] : [{ user: row.user, server: row.server, received: row.received, sent: row.sent }],
  );
  const owed = totals([...marks, ...dump.forgotten]);
  return RESOLUTIONS.flatMap((resolution) => {
    const isOf = (row: { readonly resolution: Resolution }) => row.resolution === resolution;
    const rows = [...dump.buckets[resolution], ...dump.unplaced.filter(isOf), ...dump.retired.filter(isOf)];
    const booked = totals(rows);
    return [...new Set([...owed.keys(), ...booked.keys()])]
      .filter((key) => owed.get(key) !== booked.get(key))
      .map(
        (key) =>
          `  at ${resolution}, ${key} has ${booked.get(key) ?? "nothing"}, but marks of ${owed.get(key) ?? "nothing"}`,
      );
  });
}

/** Whatever was cleaned: all days of a server add up to what its users moved, and so do its months and years. */
export function unequalPeriods(dump: BooksDump): string[] {
  const owed = serverSums(dump.buckets.total);
  return (["day", "month", "year"] as const).flatMap((resolution) => {
    const kept = serverSums(dump.periods.filter((row) => row.resolution === resolution));
    return [...new Set([...owed.keys(), ...kept.keys()])]
      .filter((server) => owed.get(server) !== kept.get(server))
      .map((server) => `  all ${resolution}s of ${server} are ${kept.get(server)}, its users' ${owed.get(server)}`);
  });
}

function serverSums(rows: readonly (Amount & { readonly server: string })[]): Map<string, string> {
  return new Map(
    summed(rows.map((row) => ({ ...row, user: "" })))
      .filter(hasBytes)
      .map((row) => [row.server, `${row.received} + ${row.sent}`]),
  );
}

/** Each account's bytes of all time, as "received + sent". */
export function totals(rows: readonly Account[]): Map<string, string> {
  return new Map(
    summed(rows)
      .filter(hasBytes)
      .map((row) => [`${row.server} ${JSON.stringify(row.user)}`, `${row.received} + ${row.sent}`]),
  );
}

/** One row an account. */
export function summed(rows: readonly Account[]): Account[] {
  const accounts = new Map<string, Account>();
  for (const { user, server, received, sent } of rows) {
    const known = accounts.get(`${server} ${user}`);
    const sum = { user, server, received: received + (known?.received ?? 0n), sent: sent + (known?.sent ?? 0n) };
    accounts.set(`${server} ${user}`, sum);
  }
  return [...accounts.values()];
}

function hasBytes({ received, sent }: Amount): boolean {
  return received !== 0n || sent !== 0n;
}

function plainAddress(address: string): string {
  return address.replace(/^(udp|tcp)[46]?(-server|-client)?:/, "").replace(/[[\]]/g, "");
}

/** 2026-03-29T00:55:03 (1774745703). */
export function time(at: number): string {
  return `${new Date(at * 1000).toISOString().slice(0, 19)} (${at})`;
}

/** What is in `lines` more often than in `others`. */
function without(lines: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}
