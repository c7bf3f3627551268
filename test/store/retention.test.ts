import { expect, test } from "bun:test";
import type { Database } from "../../src/store/open.ts";
import { clean, cleaningState } from "../../src/store/retention.ts";
import { leaks } from "../oracle/compare.ts";
import { RETENTION } from "../support/books.ts";
import { dumpBooks } from "../support/dump.ts";
import { describeStore } from "./drivers.ts";
import { moved, NOON, poller } from "./poller.ts";

const DAY = 86_400;

/** A name of bytes that are no UTF-8, so that it must survive as bytes. */
const CAF = "caf\xe9";

/** Both connected, moved something at noon and ten hours later, and are gone. */
async function pastBooks(database: Database): Promise<void> {
  const { poll } = poller(database);
  await poll(NOON, [moved("alice", 1000), moved(CAF, 10, { number: 1 })]);
  await poll(NOON + 60, [moved("alice", 1500), moved(CAF, 10, { number: 1 })]);
  await poll(NOON + 10 * 3600, [moved("alice", 9000), moved(CAF, 77, { number: 1 })]);
  await poll(NOON + 10 * 3600 + 60, []);
  await poll(NOON + 10 * 3600 + 120, []);
}

const cleanAt = async (database: Database, days: number) => {
  const { cleanedAt } = await cleaningState(database);
  return await clean(database, { now: NOON + days * DAY, retention: RETENTION, id: crypto.randomUUID(), cleanedAt });
};

/** Rows of each kind: what cleaning moves from one to the other. */
async function census(database: Database) {
  const dump = await dumpBooks(database.client);
  const { five_minutes, hour, day, month, year } = dump.buckets;
  return {
    leaks: leaks(dump),
    buckets: [five_minutes, hour, day, month, year].map(({ length }) => length),
    retired: [...new Set(dump.retired.map(({ resolution }) => resolution))].sort(),
    connections: dump.connections.length,
    tombstones: dump.tombstones.length,
    forgotten: dump.forgotten.map(({ user, received }) => [user, received]).sort(),
    totals: dump.buckets.total.map(({ user, received }) => [user, received]).sort(),
  };
}

const TOTALS = [
  ["alice", 9000n],
  [CAF, 77n],
];

describeStore("clean()", ({ open }) => {
  test("keeps what befell servers as long as days, and of very much the latest", async () => {
    const database = await open();
    await pastBooks(database);
    const { client } = database;
    const count = async () => Number((await client.execute("SELECT count(*) FROM server_events")).rows[0]?.[0]);
    const add = "INSERT INTO server_events (server, at, kind) SELECT 1, ?1, 'stale' FROM generate_series(1, ?2)";
    await client.execute({ sql: add, args: [NOON, 3] });
    await client.execute({ sql: add, args: [NOON + 900 * DAY, 4] });
    await cleanAt(database, 1000);
    expect(await count()).toBe(7);
    await cleanAt(database, 3 * 365 + 1);
    expect(await count()).toBe(4);
    await client.execute({ sql: add, args: [NOON + 3 * 365 * DAY, 20_000] });
    await cleanAt(database, 3 * 365 + 2);
    expect(await count()).toBe(20_000);
  });

  test("is done once by several who find it due at the same moment, and the others change nothing (F37)", async () => {
    const databases = await Promise.all([1, 2, 3, 4].map(() => open()));
    const [one] = databases;
    if (one === undefined) throw new Error("nothing was opened");
    await pastBooks(one);
    for (const [days, cleanedAt] of [
      [10, undefined],
      [40, NOON + 10 * DAY],
    ] as const) {
      const { rows: before } = await one.client.execute("SELECT observation FROM servers");
      const cleaned = await Promise.all(
        databases.map((database, writer) =>
          clean(database, { now: NOON + days * DAY, retention: RETENTION, id: `${days} ${writer}`, cleanedAt }),
        ),
      );
      expect(cleaned.filter(Boolean)).toHaveLength(1);
      const { rows: after } = await one.client.execute("SELECT observation FROM servers");
      expect(Number(after[0]?.[0]) - Number(before[0]?.[0])).toBe(1);
    }
    expect(await census(one)).toMatchObject({ leaks: [], totals: TOTALS });
  });

  test("moves the bytes of what it deletes to where they stay counted, at every resolution", async () => {
    const database = await open();
    await pastBooks(database);
    const before = await census(database);
    expect(before).toMatchObject({ leaks: [], retired: [], connections: 2, tombstones: 0, totals: TOTALS });
    const [five = 0, hours = 0, ...rest] = before.buckets;
    expect(five).toBeGreaterThan(0);
    expect(hours).toBeGreaterThan(12);
    const unmoved = { leaks: [], connections: 2, tombstones: 0, forgotten: [], totals: TOTALS };

    await cleanAt(database, 1);
    expect(await census(database)).toEqual(before);
    await cleanAt(database, 3);
    expect(await census(database)).toEqual({ ...unmoved, retired: ["five_minutes"], buckets: [0, hours, ...rest] });
    await cleanAt(database, 32);
    const buried = { leaks: [], connections: 0, tombstones: 2, forgotten: [], totals: TOTALS };
    expect(await census(database)).toEqual({ ...buried, retired: ["five_minutes"], buckets: [0, hours, ...rest] });
    await cleanAt(database, 63);
    expect(await census(database)).toEqual({ ...buried, retired: ["five_minutes", "hour"], buckets: [0, 0, ...rest] });
    await cleanAt(database, 32 + 401);
    const gone = { leaks: [], connections: 0, tombstones: 0, forgotten: TOTALS, totals: TOTALS };
    expect(await census(database)).toEqual({ ...gone, retired: ["five_minutes", "hour"], buckets: [0, 0, ...rest] });
    await cleanAt(database, 3 * 365 + 1);
    const [, ...above] = rest;
    expect(await census(database)).toEqual({
      ...{ ...gone, retired: ["day", "five_minutes", "hour"] },
      buckets: [0, 0, 0, ...above],
    });
    expect(above).toEqual([2, 2]);
  });

  test("credits a late row of a buried connection with its increase only", async () => {
    const database = await open();
    await pastBooks(database);
    await cleanAt(database, 40);
    expect(await census(database)).toMatchObject({ leaks: [], connections: 0, tombstones: 2 });
    const late = poller(await open());
    await late.poll(NOON + 40 * DAY, [moved("alice", 9100), moved(CAF, 50, { number: 1 })]);
    const totals = [
      ["alice", 9100n],
      [CAF, 77n],
    ];
    expect(await census(database)).toMatchObject({ leaks: [], connections: 2, tombstones: 0, totals });
    // And once more through burial and return, as another file of the same server would bring it.
    await late.poll(NOON + 40 * DAY + 60, []);
    await late.poll(NOON + 40 * DAY + 120, []);
    await cleanAt(database, 80);
    expect(await census(database)).toMatchObject({ leaks: [], connections: 0, tombstones: 2, totals });
    await poller(database).poll(NOON + 80 * DAY, [moved("alice", 9101)]);
    expect(await census(database)).toMatchObject({ leaks: [], connections: 1, tombstones: 1 });
    expect((await census(database)).totals).toEqual([
      ["alice", 9101n],
      [CAF, 77n],
    ]);
  });

  test("never deletes an open connection, however old", async () => {
    const database = await open();
    const { poll } = poller(database);
    await poll(NOON, [moved("alice", 10)]);
    await poll(NOON + 500 * DAY, [moved("alice", 20)]);
    await cleanAt(database, 500);
    expect(await census(database)).toMatchObject({ leaks: [], connections: 1, tombstones: 0, forgotten: [] });
  });

  test("voids a change that was worked out before it, which is then worked out anew", async () => {
    const database = await open();
    await pastBooks(database);
    const { poll } = poller(database);
    // A repeat: what the poller now remembers is older than the cleaning.
    await poll(NOON + 10 * 3600 + 120, []);
    await cleanAt(await open(), 40);
    await poll(NOON + 40 * DAY, [moved("alice", 9001)]);
    expect(await census(database)).toMatchObject({ leaks: [], connections: 1, tombstones: 1 });
    expect((await census(database)).totals).toEqual([
      ["alice", 9001n],
      [CAF, 77n],
    ]);
  });

  test("keeps the bytes of connections that were nobody's as such", async () => {
    const database = await open();
    const { poll } = poller(database);
    const stranger = moved("UNDEF", 500, { virtualAddress: undefined, routed: false });
    await poll(NOON, [stranger]);
    await poll(NOON + 60, []);
    await poll(NOON + 120, []);
    const expected = [{ server: "server", received: 500n, sent: 501n }];
    for (const days of [1, 40, 500]) {
      await cleanAt(database, days);
      const dump = await dumpBooks(database.client);
      expect(dump.unauthenticated).toEqual(expected);
      expect(dump.buckets.total).toEqual([]);
      expect(leaks(dump)).toEqual([]);
    }
    expect((await dumpBooks(database.client)).tombstones).toEqual([]);
  });

  test("of two that clean at the same moment neither fails nor counts twice", async () => {
    const [one, other] = [await open(), await open()];
    await pastBooks(one);
    await Promise.all([cleanAt(one, 40), cleanAt(other, 40), cleanAt(one, 40), cleanAt(other, 500)]);
    expect(await census(one)).toMatchObject({ leaks: [], connections: 0, totals: TOTALS });
  });
});
