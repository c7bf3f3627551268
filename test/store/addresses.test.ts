import { expect, test } from "bun:test";
import type { Database } from "../../src/store/open.ts";
import { clean, cleaningState } from "../../src/store/retention.ts";
import { leaks } from "../oracle/compare.ts";
import { RETENTION } from "../support/books.ts";
import { dumpBooks } from "../support/dump.ts";
import { describeStore } from "./drivers.ts";
import { moved, NOON, poller } from "./poller.ts";

const DAY = 86_400;

/** Of version 1, where a connection is known by its address. */
const FIRST = { number: 1, clientId: undefined };
const OTHER = { number: 2, clientId: undefined };

const cleanAt = async (database: Database, days: number, addresses: number) => {
  const { cleanedAt } = await cleaningState(database);
  const retention = { ...RETENTION, addresses };
  await clean(database, { now: NOON + days * DAY, retention, id: crypto.randomUUID(), cleanedAt });
};

/** The addresses that are kept, of connections and tombstones, and those that were looked up. */
async function kept({ client }: Database) {
  const { connections, tombstones } = await dumpBooks(client);
  const { rows } = await client.execute("SELECT ip FROM ips ORDER BY ip");
  return {
    connections: connections.map(({ realAddress }) => realAddress).sort(),
    tombstones: tombstones.map(({ realAddress }) => realAddress),
    ips: rows.map((row) => row[0]),
  };
}

/** Alice came twice in one second; one of the two has gone, and bob, who is still there, was there before. */
async function pastBooks(database: Database): Promise<void> {
  const { poll } = poller(database);
  await poll(NOON, [moved("alice", 100, FIRST), moved("bob", 10, { ...FIRST, number: 9 })]);
  await poll(NOON + 60, [moved("bob", 10, { ...FIRST, number: 9 })]);
  await poll(NOON + 120, [moved("bob", 10, { ...FIRST, number: 9 })]);
}

describeStore("clean()", ({ open }) => {
  test("takes addresses out of connections that ended long enough ago, and out of no open one", async () => {
    const database = await open();
    await pastBooks(database);
    await cleanAt(database, 1, 2 * DAY);
    const all = ["10.0.0.1:1194", "10.0.0.9:1194"];
    expect(await kept(database)).toEqual({ connections: all, tombstones: [], ips: ["10.0.0.1", "10.0.0.9"] });
    await cleanAt(database, 3, 2 * DAY);
    expect(await kept(database)).toEqual({ connections: ["", "10.0.0.9:1194"], tombstones: [], ips: ["10.0.0.9"] });
    await cleanAt(database, 40, 2 * DAY);
    expect(await kept(database)).toEqual({ connections: ["10.0.0.9:1194"], tombstones: [""], ips: ["10.0.0.9"] });
  });

  test("takes addresses out of whatever is deleted, however long they are kept otherwise", async () => {
    const database = await open();
    await pastBooks(database);
    await cleanAt(database, 40, RETENTION.connections);
    expect(await kept(database)).toMatchObject({ tombstones: [""], ips: ["10.0.0.9"] });
  });

  test.each([
    ["a connection", 3],
    ["a tombstone", 40],
  ])("leaves %s known by its address all the same: late rows count once", async (_, days) => {
    const database = await open();
    await pastBooks(database);
    await cleanAt(database, days, DAY);
    const bob = moved("bob", 10, { ...FIRST, number: 9 });
    const late = poller(await open());
    // An old text, in which it had moved less than is known; and one of a twin that nobody had seen.
    await late.poll(NOON + days * DAY, [moved("alice", 40, FIRST), bob]);
    await late.poll(NOON + days * DAY + 60, [moved("alice", 103, FIRST), moved("alice", 7, OTHER), bob]);
    const dump = await dumpBooks(database.client);
    expect(leaks(dump)).toEqual([]);
    expect(dump.buckets.total.map(({ user, received }) => [user, received]).sort()).toEqual([
      ["alice", 110n],
      ["bob", 10n],
    ]);
    // It is open again, and its address known.
    expect((await kept(database)).connections).toEqual(["10.0.0.1:1194", "10.0.0.2:1194", "10.0.0.9:1194"]);
  });

  test("goes on with as many connections as there are, thousands at a time", async () => {
    const database = await open();
    const { poll } = poller(database);
    await poll(
      NOON,
      Array.from({ length: 5100 }, (_, number) => moved("alice", 1, { number })),
    );
    await poll(NOON + 60, []);
    await poll(NOON + 120, []);
    await cleanAt(database, 3, DAY);
    const { connections, ips } = await kept(database);
    expect([new Set(connections), ips]).toEqual([new Set([""]), []]);
  });
});
