import { expect, test } from "bun:test";
import { createClient } from "@libsql/client";
import { migrate } from "../../src/store/migrate.ts";
import { MIGRATIONS } from "../../src/store/migrations.ts";
import type { Database } from "../../src/store/open.ts";
import { describeStore } from "./drivers.ts";
import { calendar, moved, NOON, poller } from "./poller.ts";

const DAY = 86_400;

async function firstSights(client: Database["client"]) {
  const { rows } = await client.execute("SELECT text, first_seen_at FROM users ORDER BY text");
  return rows.map((row) => [row[0], Number(row[1])]);
}

describeStore("when users were first seen", ({ open }) => {
  test("is when the oldest of their first connections began, whatever is seen later", async () => {
    const database = await open();
    const { poll } = poller(database);
    await poll(NOON, [
      moved("alice", 10, { number: 1, connectedSince: NOON - 60 }),
      moved("alice", 10, { number: 2, connectedSince: NOON - 3600 }),
    ]);
    await poll(NOON + 60, [
      moved("alice", 20, { number: 3, connectedSince: NOON - 9000 }),
      moved("bob", 20, { number: 4, connectedSince: NOON + 30 }),
    ]);
    expect(await firstSights(database.client)).toEqual([
      ["alice", NOON - 3600],
      ["bob", NOON + 30],
    ]);
  });
});

describeStore("when users were last seen", ({ open }) => {
  const lastSights = async ({ client }: Database) => {
    const { rows } = await client.execute(
      "SELECT text, seen_at FROM traffic_total JOIN users ON id = user ORDER BY text",
    );
    return Object.fromEntries(rows.map((row) => [row[0], Number(row[1])]));
  };

  test("is never later than a clock says that was ahead and was set back", async () => {
    const database = await open();
    const one = poller(database);
    const bob = (bytes: number) => moved("bob", bytes, { number: 1 });
    const ahead = NOON + 365 * DAY;
    await one.poll(NOON, [moved("alice", 1), bob(1)], { uptime: 1000 });
    await one.poll(ahead + 60, [moved("alice", 2), bob(2)], { uptime: 1060 });
    expect(await lastSights(database)).toEqual({ alice: ahead + 60, bob: ahead + 60 });
    // Alice moves nothing any more.
    await one.poll(NOON + 120, [moved("alice", 2), bob(3)], { uptime: 1120 });
    expect(await lastSights(database)).toEqual({ alice: NOON + 121, bob: NOON + 121 });
    await one.poll(NOON + 180, [bob(4)], { uptime: 1180 });
    expect(await lastSights(database)).toEqual({ alice: NOON + 121, bob: NOON + 180 });
  });

  test("is so too where a hook is the first to tell anything since", async () => {
    const database = await open();
    const one = poller(database);
    await one.poll(NOON + DAY, [moved("alice", 1), moved("bob", 1, { number: 1 })]);
    await one.end({ commonName: "bob", at: NOON + 60, realAddress: "10.0.0.1:1194", bytes: 5n });
    expect(await lastSights(database)).toEqual({ alice: NOON + 61, bob: NOON + 61 });
  });

  test("is so too where a connection of then is found to have ended, after the machine started anew", async () => {
    const database = await open();
    const one = poller(database);
    await one.poll(NOON + DAY, [moved("alice", 1)]);
    for (const after of [0, 60, 120]) await one.poll(NOON + after, [moved("bob", after + 1, { number: 1 })]);
    const { rows } = await database.client.execute("SELECT count(*) FROM connections WHERE ended_at IS NOT NULL");
    expect(Number(rows[0]?.[0])).toBe(1);
    expect((await lastSights(database)).alice).toBeLessThanOrEqual(NOON + 121);
  });

  test("is not moved back by a reading that waited", async () => {
    const database = await open();
    const [waiting, other] = [poller(database), poller(database)];
    await other.poll(NOON + 3600, [moved("alice", 2)], { uptime: 4600 });
    await waiting.poll(NOON, [moved("alice", 1), moved("bob", 1, { number: 1 })], { uptime: 1000 });
    expect(await lastSights(database)).toMatchObject({ alice: NOON + 3600 });
  });
});

test("migrate() lets nobody have been seen after the last reading of their server", async () => {
  const client = createClient({ url: ":memory:", intMode: "bigint" });
  const number = MIGRATIONS.findIndex(({ name }) => name === "past sights");
  for (const { statements } of MIGRATIONS.slice(0, number)) await client.batch([...statements], "write");
  await client.batch(
    [
      "CREATE TABLE migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT",
      `INSERT INTO observations (server, number, id, read_at)
        VALUES (1, 1, 'a', 9000), (1, 2, 'b', 1000), (1, 3, 'cleaning', NULL), (2, 1, 'c', 9000)`,
      `INSERT INTO traffic_total (user, server, bytes_received, bytes_sent, seen_at)
        VALUES (1, 1, 1, 1, 9000), (2, 1, 1, 1, 1300), (3, 1, 1, 1, 900), (1, 2, 1, 1, 9000), (1, 3, 1, 1, 9000)`,
    ],
    "write",
  );
  await migrate(client, "memory", number);
  const { rows } = await client.execute("SELECT seen_at FROM traffic_total ORDER BY server, user");
  expect(rows.map((row) => Number(row[0]))).toEqual([1000, 1300, 900, 9000, 9000]);
  client.close();
});

test("migrate() tells of users who are known already from what is left: connections, then days", async () => {
  const client = createClient({ url: ":memory:", intMode: "bigint" });
  const number = MIGRATIONS.findIndex(({ name }) => name === "users' connections");
  for (const { statements } of MIGRATIONS.slice(0, number)) await client.batch([...statements], "write");
  const { start } = calendar.bucket("day", NOON);
  await client.batch(
    [
      "CREATE TABLE migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT",
      "INSERT INTO users (id, name, text) VALUES (1, x'61', 'a'), (2, x'62', 'b'), (3, x'63', 'c'), (4, x'64', 'd')",
      {
        sql: `INSERT INTO traffic_day (bucket, user, server, bytes_received, bytes_sent)
          VALUES (?1, 1, 1, 1, 1), (?1, 2, 1, 1, 1), (?2, 3, 1, 1, 1)`,
        args: [BigInt(start), BigInt(start - DAY)],
      },
      {
        sql: `INSERT INTO tombstones (
            server, user, common_name, real_address, connected_since, connected_since_text, since_steps,
            bytes_received, bytes_sent, seen_at, seen_steps, ended_at, end_kind, deleted_at)
          VALUES (1, 1, x'61', '', ?1, '', 0, 1, 1, ?1, 0, ?1, 'exact', 0),
            (1, 3, x'63', '', ?1, '', 0, 1, 1, ?1, 0, ?1, 'exact', 0)`,
        args: [BigInt(NOON)],
      },
    ],
    "write",
  );
  await migrate(client, "memory", number);
  expect(await firstSights(client)).toEqual([
    ["a", NOON],
    ["b", start + 23 * 3600 - 1],
    ["c", start - 3600 - 1],
    ["d", 0],
  ]);
  client.close();
});
