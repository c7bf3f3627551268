import { expect, test } from "bun:test";
import { auditBooks } from "../../src/store/audit.ts";
import type { Database } from "../../src/store/open.ts";
import { clean } from "../../src/store/retention.ts";
import { RETENTION } from "../support/books.ts";
import { describeStore } from "./drivers.ts";
import { moved, NOON, poller } from "./poller.ts";

const NOTHING = { differences: [], faults: [] };

/** Two users, one of a name that is no UTF-8; days of polls, an ended connection, a cleaning. */
async function usedBooks(database: Database): Promise<void> {
  const { poll } = poller(database);
  for (let hour = 0; hour < 30; hour += 5)
    await poll(NOON + hour * 3600, [moved("ann", 1000 + hour), moved("caf\xe9", 7 * hour, { number: 1 })]);
  await poll(NOON + 31 * 3600, [moved("ann", 9000)]);
  await poll(NOON + 32 * 3600, [moved("ann", 9999)]);
  await clean(database, { now: NOON + 40 * 86_400, retention: RETENTION, id: "cleaning", cleanedAt: undefined });
}

describeStore("auditBooks()", ({ open }) => {
  test("finds nothing in new books, nor in used and cleaned ones", async () => {
    const database = await open();
    expect(await auditBooks(database)).toEqual(NOTHING);
    await usedBooks(database);
    expect(await auditBooks(database)).toEqual(NOTHING);
  });

  test("tells a byte that is missing or too many, where, and of whom", async () => {
    const database = await open();
    await usedBooks(database);
    const { client } = database;
    await client.execute("UPDATE traffic_month SET bytes_sent = bytes_sent - 1 WHERE user = 1");
    await client.execute("UPDATE traffic_total SET bytes_received = bytes_received + 5 WHERE user = 2");
    const { differences, faults } = await auditBooks(database);
    expect(faults).toEqual([
      "the month bucket of 2026-05-31 22:00:00 UTC has 10174 bytes received and 10175 sent by users of server, and 10174 and 10176 as a whole",
    ]);
    expect(differences).toHaveLength(2);
    const [month, total] = [...differences].sort((a, b) => (a.place < b.place ? -1 : 1));
    expect(month).toMatchObject({ user: "ann", server: "server", place: "month" });
    expect((month?.moved.bytesSent ?? 0n) - (month?.booked.bytesSent ?? 0n)).toBe(1n);
    expect(total).toMatchObject({ user: "caf\xe9", place: "total" });
    expect((total?.booked.bytesReceived ?? 0n) - (total?.moved.bytesReceived ?? 0n)).toBe(5n);
  });

  test.each([
    ["DELETE FROM traffic_year WHERE user = 1", "year"],
    ["UPDATE retired SET bytes_received = 0 WHERE resolution = 'five_minutes' AND user = 1", "five_minutes"],
    ["DELETE FROM tombstones WHERE user = 2", "day"],
  ])("sees what %s does", async (sql, place) => {
    const database = await open();
    await usedBooks(database);
    await database.client.execute(sql);
    const places = (await auditBooks(database)).differences.map((difference): string => difference.place);
    expect(places).toContain(place);
  });

  test.each([
    [
      "UPDATE observed SET seconds = 90001 WHERE resolution = 'day'",
      /^a day bucket of server was watched for 90001 s$/,
    ],
    ["UPDATE traffic_year SET bytes_sent = -1 WHERE user = 1", /^\d+ rows of traffic_year have fewer than 0 bytes$/],
    ["UPDATE connections SET user = 99", /is of a server or a user that is not in the books$/],
    [
      "INSERT INTO first_sights VALUES (98, 'country', 'Austria', 'Austria', 1, 0)",
      /^first sights of user 98, who is not in the books$/,
    ],
    [
      "INSERT INTO server_events (server, at, kind) VALUES (97, 1, 'up')",
      /^an event of server 97, which is not in the books$/,
    ],
    [
      "UPDATE observed SET bytes_sent = bytes_sent + 7 WHERE resolution = 'month'",
      /^all days of server add up to \d+ bytes received and \d+ sent, and its months to \d+ and \d+$/,
    ],
    [
      "UPDATE observed SET users = 1",
      /^the year bucket of 2025-12-31 23:00:00 UTC counts 1 users, and has traffic of 2$/,
    ],
    ["UPDATE observed SET peak = peak_all + 1", /^\d+ periods had a peak of fewer than 0 connections/],
    ["UPDATE servers SET observation = 999", /^the books of server count 999 observations, the last has number \d+$/],
  ])("names what %s does", async (sql, fault) => {
    const database = await open();
    await usedBooks(database);
    await database.client.execute(sql);
    expect((await auditBooks(database)).faults).toContainEqual(expect.stringMatching(fault));
  });
});
