import { expect, test } from "bun:test";
import type { Client, InStatement } from "@libsql/client";
import { commitChange } from "../../src/store/commit.ts";
import type { Database } from "../../src/store/open.ts";
import { leaks } from "../oracle/compare.ts";
import { dumpBooks } from "../support/dump.ts";
import { describeStore } from "./drivers.ts";
import { calendar, moved, NOON, poller } from "./poller.ts";

/** The same database, where every batch that commits an observation goes through `commit`. */
function intercepted(
  database: Database,
  commit: (statements: readonly InStatement[], batch: Client["batch"]) => ReturnType<Client["batch"]>,
): Database {
  const { client } = database;
  const batch: Client["batch"] = (statements, mode) => client.batch(statements, mode);
  const observing: Client["batch"] = (statements, mode) =>
    statements.some(isObservation) ? commit(statements.filter(isStatement), batch) : batch(statements, mode);
  const proxy = new Proxy(client, {
    get(target, name) {
      const value: unknown = name === "batch" ? observing : Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  return { ...database, client: proxy };
}

function isStatement(statement: unknown): statement is Exclude<InStatement, string> {
  return typeof statement === "object" && statement !== null && "sql" in statement;
}

function isObservation(statement: unknown): boolean {
  return isStatement(statement) && statement.sql.includes("INSERT INTO observations");
}

const BROKEN = [
  ["breaks a constraint", "INSERT INTO settings (name, value) VALUES ('x', NULL)"],
  ["cannot run", "SELECT json('{')"],
] as const;

describeStore("commitChange()", ({ open }) => {
  test.each(BROKEN)("leaves nothing when any statement of its batch %s", async (_, broken) => {
    const database = await open();
    await poller(database).poll(NOON, [moved("alice", 10), moved("bob", 20, { number: 1 })]);
    const before = await dumpBooks(database.client);
    // Every kind of statement: rows that are new and rows that move, a gap that is unplaced, an ended user's sight.
    const next = [moved("alice", 1000), moved("caf\xe9", 50, { number: 2, connectedSince: NOON + 5 })] as const;
    let statements = Number.POSITIVE_INFINITY;
    let position = 0;
    for (; position <= statements; position++) {
      const failing = intercepted(database, (batch, commit) => {
        statements = batch.length;
        return commit([...batch.slice(0, position), broken, ...batch.slice(position)], "write");
      });
      await expect(poller(failing).poll(NOON + 8 * 3600, next)).rejects.toThrow();
      expect(await dumpBooks(database.client)).toEqual(before);
    }
    expect(statements).toBeGreaterThan(10);
    await poller(database).poll(NOON + 8 * 3600, next);
    const after = await dumpBooks(database.client);
    expect(leaks(after)).toEqual([]);
    expect(received(after.buckets.total)).toEqual({ alice: 1000n, bob: 20n, "caf\xe9": 50n });
  });

  test("knows its own commit again when the reply to it was lost", async () => {
    const database = await open();
    let commits = 0;
    const forgetful = intercepted(database, async (batch, commit) => {
      const results = await commit([...batch], "write");
      // A locked database is what is waited out, and tried again.
      if (++commits === 1) throw Object.assign(new Error("the reply was lost"), { code: "SQLITE_BUSY" });
      return results;
    });
    const one = poller(forgetful);
    await one.poll(NOON, [moved("alice", 10)]);
    expect(commits).toBe(1);
    await one.poll(NOON + 60, [moved("alice", 11)]);
    const dump = await dumpBooks(database.client);
    expect(received(dump.buckets.total)).toEqual({ alice: 11n });
    expect(leaks(dump)).toEqual([]);
    expect((await one.load()).books.number).toBe(2);
  });

  test("counts nothing twice when the reply was lost and nobody asked again", async () => {
    const database = await open();
    const cut = intercepted(database, async (batch, commit) => {
      await commit([...batch], "write");
      throw new TypeError("the connection was closed");
    });
    const shown = [moved("alice", 10)];
    await expect(poller(cut).poll(NOON, shown)).rejects.toThrow("the connection was closed");
    const { change } = await poller(database).poll(NOON, shown);
    expect(change).toBeUndefined();
    expect(received((await dumpBooks(database.client)).buckets.total)).toEqual({ alice: 10n });
  });

  test("tells its own number taken from another writer's, and writes nothing either way", async () => {
    const database = await open();
    const { change } = await poller(database).poll(NOON, [moved("alice", 10)]);
    if (change === undefined) throw new Error("nothing was committed");
    const { rows } = await database.client.execute("SELECT id FROM observations");
    const after = await dumpBooks(database.client);
    const commit = (id: string) => commitChange(database, change, { calendar, id });
    expect(await commit(String(rows[0]?.[0]))).toBe("committed");
    expect(await commit("another's")).toBe("overtaken");
    expect(await dumpBooks(database.client)).toEqual(after);
  });

  test("lets an overtaken poller work its reading out anew", async () => {
    const database = await open();
    const [one, other] = [poller(database), poller(database)];
    await one.poll(NOON, [moved("alice", 10)]);
    await other.poll(NOON + 60, [moved("alice", 100), moved("bob", 7, { number: 1 })]);
    // What `one` remembers is older than this: alice's 90 bytes and bob's connection are known already.
    await one.poll(NOON + 120, [moved("alice", 120), moved("bob", 9, { number: 1 })]);
    await other.poll(NOON + 180, [moved("alice", 121), moved("bob", 9, { number: 1 })]);
    const dump = await dumpBooks(database.client);
    expect(received(dump.buckets.total)).toEqual({ alice: 121n, bob: 9n });
    expect(dump.connections).toHaveLength(2);
    expect(leaks(dump)).toEqual([]);
    expect((await one.load()).books.number).toBe(4);
  });

  test("counts each byte once however many write at the same moment", async () => {
    const pollers = await Promise.all(Array.from({ length: 4 }, async () => poller(await open())));
    const readings = Array.from({ length: 10 }, (_, index) => index + 1);
    await Promise.all(
      pollers.map(async ({ poll }, writer) => {
        for (const round of readings) {
          const at = NOON + 60 * (4 * round + writer);
          await poll(at, [moved("alice", at), moved("bob", 3 * at, { number: 1 })]);
        }
      }),
    );
    const { client } = await open();
    const dump = await dumpBooks(client);
    const last = BigInt(NOON + 60 * 43);
    expect(received(dump.buckets.total)).toEqual({ alice: last, bob: 3n * last });
    expect(leaks(dump)).toEqual([]);
    expect(dump.connections).toHaveLength(2);
  });
});

/** Bytes received, by user. */
function received(rows: readonly { readonly user: string; readonly received: bigint }[]): Record<string, bigint> {
  return Object.fromEntries(rows.map((row) => [row.user, row.received]));
}
