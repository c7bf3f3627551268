import { Database as Sqlite } from "bun:sqlite";
import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync, watch } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Database, openDatabase } from "../../src/store/open.ts";
import { clean } from "../../src/store/retention.ts";
import { RETENTION } from "../support/books.ts";
import { patience } from "./drivers.ts";
import { moved, NOON, poller } from "./poller.ts";

let folder = "";
let path = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ovpnstats-file-"));
  path = join(folder, "connection.db");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function withBooks(action: (database: Database) => Promise<void>): Promise<void> {
  const database = await openDatabase({ kind: "file", path }, { patience });
  try {
    await action(database);
  } finally {
    database.close();
  }
}

async function setting({ client }: Database, name: string): Promise<unknown> {
  return (await client.execute(`PRAGMA ${name}`)).rows[0]?.[0];
}

test("openDatabase() asks for a rollback journal that stays, and for every commit to reach the disk", async () => {
  await withBooks(async (database) => {
    // After a batch, and after one that failed: the settings are of the connection that the books are kept through.
    await poller(database).poll(NOON, [moved("alice", 10)]);
    await expect(database.client.batch(["SELECT 1", "SELECT nothing"], "write")).rejects.toThrow();
    expect(await setting(database, "journal_mode")).toBe("persist");
    expect(await setting(database, "synchronous")).toBe(2n);
  });
});

test("openDatabase() never makes a WAL file (F35)", async () => {
  const seen = new Set<string>();
  const watcher = watch(folder, (_, name) => {
    if (name !== null) seen.add(name);
  });
  for (let round = 0; round < 3; round++) {
    await withBooks(async (database) => {
      await poller(database).poll(NOON + 60 * round, [moved("alice", 10 * round)]);
      const cleanedAt = round === 0 ? undefined : NOON + 60 * (round - 1);
      await clean(database, { now: NOON + 60 * round, retention: RETENTION, id: `${round}`, cleanedAt });
    });
  }
  while (!seen.has("connection.db-journal")) await Bun.sleep(5);
  watcher.close();
  expect([...seen].sort()).toEqual(["connection.db", "connection.db-journal"]);
  expect(readdirSync(folder).sort()).toEqual(["connection.db", "connection.db-journal"]);
});

test("the closed file is whole, and any SQLite reads the documented tables from it", async () => {
  await withBooks(async (database) => {
    await poller(database).poll(NOON, [moved("alice", 2n ** 63n - 2n), moved("caf\xe9", 20, { number: 1 })]);
  });
  using reader = new Sqlite(path, { readonly: true, safeIntegers: true });
  expect(reader.query("PRAGMA integrity_check").values()).toEqual([["ok"]]);
  expect(
    reader
      .query(`SELECT common_name, real_address, bytes_received, bytes_sent, connected_since, db_updated, ip
        FROM connections JOIN ips ON ips.id = connections.ip_id ORDER BY bytes_sent`)
      .values(),
  ).toEqual([
    ["caf\ufffd", "10.0.0.1:1194", 20n, 21n, "2026-06-10 10:00:00", "2026-06-10 10:02:30", "10.0.0.1"],
    [
      "alice",
      "10.0.0.0:1194",
      2n ** 63n - 2n,
      2n ** 63n - 1n,
      "2026-06-10 10:00:00",
      "2026-06-10 10:02:30",
      "10.0.0.0",
    ],
  ]);
  expect(reader.query("SELECT name FROM users ORDER BY name").values()).toEqual([
    [new Uint8Array(Buffer.from("alice"))],
    [new Uint8Array(Buffer.from("caf\xe9", "latin1"))],
  ]);
});
