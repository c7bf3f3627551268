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
