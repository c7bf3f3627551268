import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import expected from "./fixtures/expected-books.json" with { type: "json" };
import type { Amount, BooksDump } from "./oracle/books.ts";
import { openBooks } from "./support/books.ts";

/*
 * Each status file that a real OpenVPN wrote, read once, must lead to the books that scripts/expected-books.py
 * works out from the specification, in another language and without our code.
 */

const CAPTURES = join(import.meta.dir, "fixtures/captures");
const RESOLUTIONS = ["five_minutes", "hour", "day", "month", "year"] as const;

type Book = (typeof expected)[keyof typeof expected];
type Pair = readonly string[];

const hex = (name: string | null) => (name === null ? null : Buffer.from(name, "latin1").toString("hex"));
const pair = ({ received, sent }: Amount): Pair => [String(received), String(sent)];

/** The dump in the form of the expected books. */
function bookOf(dump: BooksDump) {
  const accounts: Record<string, Record<string, unknown>> = {};
  const account = (user: string) => {
    const name = hex(user) ?? "";
    accounts[name] ??= { all_time: ["0", "0"], unplaced: {}, year: {}, month: {}, day: {}, hour: {}, five_minutes: {} };
    return accounts[name];
  };
  for (const row of dump.buckets.total) account(row.user).all_time = pair(row);
  for (const resolution of RESOLUTIONS)
    for (const row of dump.buckets[resolution])
      Object.assign(account(row.user)[resolution] ?? {}, { [String(row.bucket)]: pair(row) });
  for (const row of dump.unplaced) Object.assign(account(row.user).unplaced ?? {}, { [row.resolution]: pair(row) });
  const connections = dump.connections.map((connection) => ({
    common_name: hex(connection.commonName),
    real_address: connection.realAddress,
    connected_since: connection.connectedSince,
    client_id: connection.clientId,
    bytes_received: String(connection.received),
    bytes_sent: String(connection.sent),
    account: hex(connection.user),
  }));
  return { accounts, connections };
}

function byKey<T extends { common_name: string | null; real_address: string; client_id: number | null }>(
  rows: readonly T[],
) {
  const key = (row: T) => `${row.common_name} ${row.real_address} ${row.client_id}`;
  return [...rows].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

async function read(path: string, book: Book) {
  const books = await openBooks({ timeZone: "UTC", servers: ["openvpn"] });
  try {
    const text = readFileSync(join(CAPTURES, path), "latin1");
    const clock = { wall: book.now, uptime: 5000, bootId: "boot" };
    await books.poll({ server: "openvpn", text, mtime: book.mtime, poller: 0, ...clock });
    return await books.dump();
  } finally {
    await books.close();
  }
}

describe("a first reading of a real status file", () => {
  for (const [path, book] of Object.entries(expected)) {
    if ("refused" in book) {
      test(`refuses ${path} as ${book.refused}`, async () => {
        await expect(read(path, book)).rejects.toMatchObject({ name: "StatusSyntaxError", kind: book.refused });
      });
      continue;
    }
    test(`keeps the right books of ${path}`, async () => {
      const { accounts, connections } = bookOf(await read(path, book));
      const wanted = book.connections.map(
        ({ username: _u, virtual_address: _v, virtual_ipv6_address: _w, ...rest }) => rest,
      );
      expect(byKey(connections)).toEqual(byKey(wanted));
      expect(accounts).toEqual(book.accounts);
      const held = connections.filter((connection) => connection.account === null);
      expect(held.length).toBe(book.signing_in.rows);
    });
  }
});
