import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Client, createClient } from "@libsql/client/sqlite3";
import { collectGarbage } from "../../src/runtime/garbage.ts";
import { type Database, openDatabase } from "../../src/store/open.ts";
import { patiently } from "../../src/store/patience.ts";

let folder = "";
let database: Database;
let other: Client;

const clock = { monotonic: () => performance.now(), sleep: (milliseconds: number) => Bun.sleep(milliseconds) };

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "ovpnstats-contention-"));
  const path = join(folder, "connection.db");
  database = await openDatabase({ kind: "file", path }, { patience: { ...clock, limit: 10_000, collectGarbage } });
  other = createClient({ url: `file:${path}`, timeout: 0 });
});

afterEach(() => {
  database.close();
  other.close();
  rmSync(folder, { recursive: true });
});

function note(value: string): Promise<unknown> {
  const sql =
    "INSERT INTO settings (name, value) VALUES ('noted', ?1) ON CONFLICT DO UPDATE SET value = excluded.value";
  return patiently(database.patience, () => database.client.batch([{ sql, args: [value] }], "write"));
}

/** Reads, and so needs the other connection's lock gone. */
function noted(): Promise<unknown> {
  return other.execute("SELECT value FROM settings WHERE name = 'noted'").then(({ rows }) => rows[0]?.[0]);
}

describe("patiently(), while another connection holds the database for longer than SQLite waits", () => {
  test("a writer: what waited is written, and the next as well (F26)", async () => {
    for (const value of ["one", "two"]) {
      const holding = await other.transaction("write");
      setTimeout(() => holding.rollback(), 1500);
      await note(value);
      expect(await noted()).toBe(value);
    }
    await note("three");
    expect(await noted()).toBe("three");
  });

  test("a reader: the commit that waited leaves no lock behind", async () => {
    const holding = await other.transaction("read");
    await holding.execute("SELECT * FROM settings");
    setTimeout(() => holding.commit(), 1500);
    await note("one");
    await other.execute("INSERT INTO settings (name, value) VALUES ('theirs', '1')");
    await note("two");
    expect(await noted()).toBe("two");
  });

  test("giving up leaves the database free for others", async () => {
    database.close();
    const path = join(folder, "connection.db");
    const patience = { ...clock, limit: 0, collectGarbage };
    database = await openDatabase({ kind: "file", path }, { patience });
    const holding = await other.transaction("read");
    await holding.execute("SELECT * FROM settings");
    await expect(note("one")).rejects.toThrow("locked");
    await holding.commit();
    await other.execute("INSERT INTO settings (name, value) VALUES ('theirs', '1')");
    await note("two");
    expect(await noted()).toBe("two");
  });
});
