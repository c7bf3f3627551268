import { expect, test } from "bun:test";
import type { Database } from "../../src/store/open.ts";
import { describeStore } from "./drivers.ts";
import { moved, NOON, poller } from "./poller.ts";

async function events(database: Database): Promise<unknown[][]> {
  const { rows } = await database.client.execute("SELECT at, kind, detail FROM server_events ORDER BY id");
  return rows.map((row) => [Number(row[0]) - NOON, row[1], row[2]]);
}

describeStore("server_events", ({ open }) => {
  test("nothing is written while all is well", async () => {
    const database = await open();
    const { poll } = poller(database);
    for (const seconds of [0, 60, 120]) await poll(NOON + seconds, [moved("alice", seconds)]);
    expect(await events(database)).toEqual([]);
  });

  test("a restart is inferred where client ids begin anew, once", async () => {
    const database = await open();
    const { poll } = poller(database);
    await poll(NOON, [moved("alice", 10, { number: 40 }), moved("bob", 10, { number: 41 })]);
    await poll(NOON + 60, [moved("alice", 5, { number: 0, connectedSince: NOON + 25 })]);
    await poll(NOON + 120, [moved("alice", 9, { number: 0, connectedSince: NOON + 25 })]);
    expect(await events(database)).toEqual([[25, "restart", "inferred"]]);
  });

  test("no restart is inferred from clients that come and go", async () => {
    const database = await open();
    const { poll } = poller(database);
    await poll(NOON, [moved("alice", 10, { number: 40 })]);
    await poll(NOON + 60, []);
    await poll(NOON + 120, [moved("bob", 5, { number: 41, connectedSince: NOON + 100 })]);
    await poll(NOON + 180, [moved("carol", 5, { number: 42, connectedSince: NOON + 160 })]);
    expect(await events(database)).toEqual([]);
  });

  test("a restart is known exactly where OpenVPN tells since when it is up", async () => {
    const database = await open();
    const { poll } = poller(database);
    await poll(NOON, [moved("alice", 10, { number: 40 })], { upSince: NOON - 9000 });
    await poll(NOON + 60, [moved("alice", 5, { number: 0, connectedSince: NOON + 40 })], { upSince: NOON + 31 });
    await poll(NOON + 120, [moved("alice", 6, { number: 0, connectedSince: NOON + 40 })], { upSince: NOON + 31 });
    // Read elsewhere while it cannot be asked: it will tell.
    await poll(NOON + 180, [moved("alice", 5, { number: 0, connectedSince: NOON + 170 })]);
    expect(await events(database)).toEqual([[31, "restart", "exact"]]);
  });

  test("another version of OpenVPN was started", async () => {
    const database = await open();
    const { poll } = poller(database);
    await poll(NOON, []);
    await poll(NOON + 60, [], { title: "OpenVPN 2.7.0" });
    expect(await events(database)).toEqual([[60, "restart", "inferred"]]);
  });

  test("a source that falls silent and speaks again is noted once each, by processes that remember nothing", async () => {
    const database = await open();
    await poller(database).poll(NOON, [moved("alice", 10)]);
    await poller(database).poll(NOON, [moved("alice", 10)], { readAt: NOON + 900 });
    await poller(database).poll(NOON, [moved("alice", 10)], { readAt: NOON + 960 });
    await poller(database).poll(NOON + 1000, [moved("alice", 20)]);
    await poller(database).poll(NOON + 1060, [moved("alice", 30)]);
    expect(await events(database)).toEqual([
      [0, "stale", null],
      [1000, "up", null],
    ]);
  });
});
