import { expect, test } from "bun:test";
import type { Place } from "../../src/geo/place.ts";
import { locate } from "../../src/jobs/locate.ts";
import { type FirstSight, networkKey } from "../../src/report/first-sight.ts";
import { loadFirstSights } from "../../src/store/first-sights.ts";
import type { Database } from "../../src/store/open.ts";
import { openTemporary } from "../support/books.ts";
import { describeStore } from "./drivers.ts";
import { moved, NOON, poller, type Shown } from "./poller.ts";

const MINUTE = 60;

const HOME: Place = { country: "Austria", provider: "AS64500 Donau Kabel" };
const AWAY: Place = { country: "Japan", provider: "AS64496 Ginza Roaming" };
const RENAMED: Place = { country: "Austria", provider: "AS64500 Donau Kabel & Funk GmbH" };

/** Looks addresses up at an instant, by their last octet. */
async function look(database: Database, at: number, places: readonly (Place | undefined)[], signature = "one") {
  const locator = {
    locate: (host: string) => places[Number(host.split(".")[3])],
    signature: async () => signature,
  };
  return await locate(database, { locator, now: () => at, interval: 3600 });
}

function from(octet: number, number: number, since = NOON - 150): Shown {
  return { realAddress: `203.0.113.${octet}:1194`, number, connectedSince: since };
}

/** What is new, by user and place. */
async function news(database: Database, since = 0): Promise<unknown[]> {
  const { rows } = await database.client.execute("SELECT id, text FROM users");
  const names = new Map(rows.map(({ id, text }) => [Number(id), String(text)]));
  const told = ({ user, kind, name, at }: FirstSight) => [names.get(user), kind, name, at - NOON];
  return (await loadFirstSights(database, since)).map(told);
}

describeStore("locate()", ({ open }) => {
  test("marks nothing of what was there before it first looked", async () => {
    const database = await open();
    await poller(database).poll(NOON, [moved("alice", 1, from(0, 0)), moved("alice", 1, from(1, 1))]);
    await look(database, NOON + 1, [HOME, AWAY]);
    expect(await news(database)).toEqual([]);
  });

  test("marks a user's first connection from another country and network, and it alone", async () => {
    const database = await open();
    const { poll } = poller(database);
    const alice = moved("alice", 1, from(0, 0));
    await poll(NOON, [alice]);
    await look(database, NOON + 1, [HOME, AWAY]);
    const bob = moved("bob", 1, from(1, 1, NOON + 50));
    await poll(NOON + MINUTE, [alice, bob, moved("alice", 1, from(1, 2, NOON + 55))]);
    await look(database, NOON + MINUTE + 1, [HOME, AWAY]);
    // Bob's first country is nothing new of him.
    const expected = [
      ["alice", "country", "Japan", 55],
      ["alice", "network", "AS64496 Ginza Roaming", 55],
    ];
    expect(await news(database)).toEqual(expected);
    await poll(NOON + 2 * MINUTE, [alice, moved("alice", 1, from(1, 3, NOON + 90))]);
    await look(database, NOON + 2 * MINUTE + 1, [HOME, AWAY]);
    expect(await news(database)).toEqual(expected);
    expect(await news(database, NOON + 56)).toEqual([]);
    const [user] = (await loadFirstSights(database, 0)).map((sight) => sight.user);
    expect(await loadFirstSights(database, 0, [user ?? 0, 77])).toHaveLength(2);
    expect(await loadFirstSights(database, 0, [77])).toEqual([]);
  });

  test("marks it also from an address that is known through somebody else", async () => {
    const database = await open();
    const { poll } = poller(database);
    const both = [moved("alice", 1, from(0, 0)), moved("bob", 1, from(1, 1))];
    await poll(NOON, both);
    await look(database, NOON + 1, [HOME, AWAY]);
    await poll(NOON + MINUTE, [...both, moved("alice", 1, from(1, 2, NOON + 30))]);
    await look(database, NOON + MINUTE + 1, [HOME, AWAY]);
    expect(await news(database)).toHaveLength(2);
  });

  test("marks a connection that was over before it looked", async () => {
    const database = await open();
    const { poll } = poller(database);
    const alice = moved("alice", 1, from(0, 0));
    await poll(NOON, [alice]);
    await look(database, NOON + 1, [HOME, AWAY]);
    await poll(NOON + MINUTE, [alice, moved("alice", 1, from(1, 2, NOON + 30))]);
    for (const minutes of [2, 3]) await poll(NOON + minutes * MINUTE, [alice]);
    await look(database, NOON + 4 * MINUTE, [HOME, AWAY]);
    expect(await news(database)).toHaveLength(2);
  });

  test("knows a network by its number, whatever it is called", async () => {
    const database = await open();
    const { poll } = poller(database);
    const alice = moved("alice", 1, from(0, 0));
    await poll(NOON, [alice]);
    await look(database, NOON + 1, [HOME, RENAMED]);
    await poll(NOON + MINUTE, [alice, moved("alice", 1, from(1, 2, NOON + 30))]);
    await look(database, NOON + MINUTE + 1, [HOME, RENAMED]);
    expect(await news(database)).toEqual([]);
  });

  test("tells of one country after another of a connection that moves", async () => {
    const database = await open();
    const { poll } = poller(database);
    await poll(NOON, [moved("alice", 1, from(0, 0))]);
    await look(database, NOON + 1, [HOME, AWAY]);
    await poll(NOON + MINUTE, [moved("alice", 2, from(1, 0)), moved("bob", 1, from(0, 5))]);
    await look(database, NOON + MINUTE + 1, [HOME, AWAY]);
    // Nobody knows when it moved: after the last look.
    expect(await news(database)).toMatchObject([
      ["alice", "country", "Japan", 1],
      ["alice", "network", "AS64496 Ginza Roaming", 1],
    ]);
  });
});

test("what other sources say of old addresses is nothing new", async () => {
  const { database, remove } = await openTemporary();
  await poller(database).poll(NOON, [moved("alice", 1, from(0, 0))]);
  await look(database, NOON + 1, [HOME]);
  await look(database, NOON + 2, [AWAY], "two");
  expect(await news(database)).toEqual([]);
  const { rows } = await database.client.execute("SELECT name FROM first_sights WHERE kind = 'country' ORDER BY name");
  expect(rows.map((row) => row[0])).toEqual(["Austria", "Japan"]);
  remove();
});

test.each([
  ["AS64500 Donau Kabel", "AS64500"],
  ["AS64500", "AS64500"],
  ["AS64500x Donau", "AS64500x Donau"],
  ["ASTRA Telecom", "ASTRA Telecom"],
  ["Donau Kabel", "Donau Kabel"],
  ["AS64500-2 Kabel", "AS64500-2 Kabel"],
])("networkKey() of %s is %s, in SQL as well", async (provider, key) => {
  expect(networkKey(provider)).toBe(key);
  const { database, remove } = await openTemporary();
  await poller(database).poll(NOON, [moved("alice", 1, from(0, 0))]);
  await look(database, NOON + 1, [{ provider }]);
  const { rows } = await database.client.execute("SELECT key FROM first_sights");
  expect(rows.map((row) => row[0])).toEqual([key]);
  remove();
});
