import { expect, test } from "bun:test";
import type { NameBytes } from "../../src/model.ts";
import { NOBODY } from "../../src/report/people.ts";
import { selectUsers } from "../../src/report/select-users.ts";
import type { UserSums } from "../../src/report/summary.ts";
import { findAccounts } from "../../src/store/account.ts";
import { auditBooks } from "../../src/store/audit.ts";
import { forgetAccount } from "../../src/store/forget.ts";
import type { Database } from "../../src/store/open.ts";
import { loadReport } from "../../src/store/summary.ts";
import { leaks } from "../oracle/compare.ts";
import { dumpBooks } from "../support/dump.ts";
import { HOSTILE_NAMES } from "../support/hostile-names.ts";
import { describeStore } from "./drivers.ts";
import { cleanAt } from "./past-books.ts";
import { moved, NOON, poller, type Shown } from "./poller.ts";

const MOST = 2n ** 63n - 1n;
const DAY = 86_400;
/** Five minutes begin. */
const FIVE = NOON - 150;
const SPANS = {
  days: Array.from({ length: 31 }, (_, index) => NOON - (30 - index) * DAY),
  month: NOON,
  monthEnd: NOON + 30 * DAY,
};

/** Everything the books say of each user. */
async function userSums(database: Database): Promise<readonly UserSums[]> {
  const { shown } = await loadReport(database, {
    spans: SPANS,
    now: NOON,
    placesDays: 1,
    withProviders: true,
    needs: { names: false, months: false },
    select: (summary) => selectUsers(summary, { now: NOON, fullNames: true, people: NOBODY, list: undefined }),
    withDays: 0,
  });
  return [...shown.sums.values()];
}

describeStore("the books", ({ open }) => {
  test("hold counters up to 2^63-1 to the byte (F11)", async () => {
    const database = await open();
    const counters = (bytesReceived: bigint, bytesSent: bigint) => [moved("alice", 0, { bytesReceived, bytesSent })];
    for (const [at, received, sent] of [
      [0, 2n ** 53n - 1n, 2n ** 53n],
      [60, 2n ** 53n + 1n, 2n ** 62n + 1n],
      [120, MOST - 1n, MOST - 2n],
      [180, MOST, MOST],
    ] as const) {
      await poller(database).poll(NOON + at, counters(received, sent));
      const { open: connections } = (await poller(database).load()).books;
      expect(connections[0]).toMatchObject({ bytesReceived: received, bytesSent: sent });
      const dump = await dumpBooks(database.client);
      expect(leaks(dump)).toEqual([]);
      expect(dump.buckets.total).toEqual([{ bucket: 0, user: "alice", server: "server", received, sent }]);
      const [sums] = await userSums(database);
      expect(sums?.allTime).toEqual({ bytesReceived: received, bytesSent: sent });
      // A credit of nothing changes nothing: the row has reached what SQLite can hold.
    }
  });

  test("spread 2^63-1 bytes over hours and days without making or losing one (F11, F24)", async () => {
    const database = await open();
    const since = NOON - 11 * 3600;
    await poller(database).poll(NOON, [moved("alice", MOST - 1n, { connectedSince: since })]);
    const dump = await dumpBooks(database.client);
    expect(leaks(dump)).toEqual([]);
    expect(dump.buckets.hour).toHaveLength(12);
    expect(dump.buckets.day).toHaveLength(1);
    // 12 hours and a bit are more than 12 buckets of 5 minutes.
    expect(dump.unplaced.map(({ resolution, received }) => [resolution, received])).toEqual([
      ["five_minutes", MOST - 1n],
    ]);
  });

  test("count others on where a user's sums end at 2^63-1, and check, cleaning and forgetting go on (F11)", async () => {
    const database = await open();
    const { poll } = poller(database);
    const big = (bytes: bigint, number: number, more: Shown = {}) => moved("big", bytes, { number, ...more });
    const bob = (bytes: number) => moved("bob", bytes, { number: 9 });
    const [most, wrong] = [MOST - 1n, { differences: [], faults: [] }];
    // In one bucket of each kind; then over several; then too long ago for one of them.
    await poll(NOON, [big(most, 1), bob(1)]);
    await poll(NOON + 60, [big(most, 1), big(most, 2), bob(2)]);
    await poll(NOON + 600, [big(most, 2), big(most, 3, { connectedSince: NOON - 3600 }), bob(3)]);
    for (const number of [4, 5]) {
      const longAgo = { connectedSince: NOON - DAY };
      await poll(NOON + number * 300, [
        big(most, number, longAgo),
        moved("", most, { number: 8, routed: false }),
        bob(4),
      ]);
    }
    expect(await auditBooks(database)).toEqual(wrong);
    const total = async (name: string) =>
      (await dumpBooks(database.client)).buckets.total
        .filter(({ user }) => user === name)
        .map(({ received }) => received);
    expect(await total("big")).toEqual([MOST]);
    for (const days of [1, 2]) await poll(NOON + days * DAY, [big(most, 5 + days), bob(5)]);
    for (const days of [3, 4, 5]) await poll(NOON + days * DAY, [bob(6)]);
    for (const days of [40, 1500, 2000]) {
      await cleanAt(database, days);
      expect(await auditBooks(database)).toEqual(wrong);
    }
    for (const name of ["big", "bob"]) {
      const [account] = await findAccounts(database, name);
      if (account) await forgetAccount(database, account, () => crypto.randomUUID());
      expect(await auditBooks(database)).toEqual(wrong);
    }
    expect([await total("big"), await total("bob"), await total("")]).toEqual([[], [], [MOST]]);
  });

  test("keep names apart that differ in any byte, and give them back byte for byte (F8, F18)", async () => {
    const database = await open();
    const clients = NAMES.map((name, number) => moved(name, number + 1, { number, username: name }));
    await poller(database).poll(NOON, clients);
    // Another process, which has met none of them.
    const stranger = await open();
    const { books } = await poller(stranger).load();
    const inOrder = books.open.toSorted((a, b) => Number(a.bytesReceived - b.bytesReceived));
    for (const key of ["commonName", "account", "username"] as const)
      expect(inOrder.map(({ facts }) => facts[key])).toEqual([...NAMES]);
    const sums = new Map((await userSums(stranger)).map((user) => [user.name, user.allTime.bytesReceived]));
    expect(sums).toEqual(new Map(NAMES.map((name, number) => [name, BigInt(number + 1)])));
  });

  test("count on under every name, and find every ended connection again (F8, F18)", async () => {
    const database = await open();
    const shown = (bytes: number) => NAMES.map((name, number) => moved(name, bytes + number, { number }));
    await poller(database).poll(NOON, shown(1));
    await poller(database).poll(NOON + 60, shown(1000));
    await poller(database).poll(NOON + 120, []);
    await poller(database).poll(NOON + 180, []);
    expect((await poller(database).load()).books.open).toEqual([]);
    await poller(await open()).poll(NOON + 240, shown(5000));
    const dump = await dumpBooks(database.client);
    expect(leaks(dump)).toEqual([]);
    expect(dump.connections).toHaveLength(NAMES.length);
    const sums = new Map(dump.buckets.total.map((row) => [row.user, row.received]));
    expect(sums).toEqual(new Map(NAMES.map((name, number) => [name, BigInt(5000 + number)])));
  });

  test("let the username be the account where the server's users are known by it", async () => {
    const database = await open();
    const byName = poller(database, "server", "username");
    await byName.poll(NOON, [
      moved("shared", 10, { username: "anna" }),
      moved("shared", 20, { number: 1, username: "b\xe9a" }),
      moved("shared", 40, { number: 2 }),
    ]);
    const { buckets } = await dumpBooks(database.client);
    expect(new Map(buckets.total.map((row) => [row.user, row.received]))).toEqual(
      new Map([
        ["anna", 10n],
        ["b\xe9a", 20n],
        ["shared", 40n],
      ]),
    );
  });

  test("take from a reading that waited while another process went on what it alone saw (F29)", async () => {
    const database = await open();
    const [waiting, other] = [poller(database), poller(database)];
    await waiting.poll(NOON, [moved("alice", 100)], { uptime: 1000 });
    await other.poll(NOON + 120, [moved("alice", 300)], { uptime: 1120 });
    const guest = moved("bob", 50, { number: 2, connectedSince: NOON + 10 });
    const late = await waiting.poll(NOON + 60, [moved("alice", 200), guest], { uptime: 1060 });
    expect(late.change?.notices).toEqual([]);
    expect(late.books).toMatchObject({ at: NOON + 120, open: [{ seenAt: NOON + 120 }, { seenAt: NOON + 60 }] });
    for (const after of [180, 240]) await other.poll(NOON + after, [moved("alice", 400)], { uptime: 1000 + after });
    const { observed, buckets } = await dumpBooks(database.client);
    const watched = observed.filter(({ resolution }) => resolution === "hour");
    expect(watched.map(({ seconds }) => seconds)).toEqual([240]);
    expect(buckets.total.map(({ user, received }) => [user, received])).toEqual([
      ["alice", 400n],
      ["bob", 50n],
    ]);
    const { rows } = await database.client.execute("SELECT ended_at FROM connections WHERE ended_at IS NOT NULL");
    expect(rows.map((row) => row[0])).toEqual(["2026-06-10 10:03:30"]);
  });

  test("count what a reading that waited shows higher than those that came before it (F14, F29)", async () => {
    const database = await open();
    const { poll } = poller(database);
    await poll(NOON + 120, [moved("alice", 300)], { uptime: 1120 });
    await poll(NOON + 60, [moved("alice", 1000)], { uptime: 1060 });
    await poll(NOON + 180, [moved("alice", 1100)], { uptime: 1180 });
    const { buckets } = await dumpBooks(database.client);
    expect(buckets.total.map(({ received, sent }) => [received, sent])).toEqual([[1100n, 1101n]]);
  });

  test("watch no time twice that a clock passes twice, and still add up (F22)", async () => {
    const database = await open();
    const { poll } = poller(database);
    for (const after of [0, 60, 120, 180, 240, 100, 160, 220, 280])
      await poll(FIVE + after, [moved("alice", after)], { readAt: FIVE + after });
    const { observed } = await dumpBooks(database.client);
    const longest = Math.max(
      ...observed.filter((one) => one.resolution === "five_minutes").map(({ seconds }) => seconds),
    );
    expect(longest).toBeLessThanOrEqual(300);
    expect((await auditBooks(database)).faults).toEqual([]);
  });

  test("keep servers apart", async () => {
    const database = await open();
    await poller(database, "one").poll(NOON, [moved("alice", 10)]);
    await poller(database, "zwei, drei").poll(NOON, [moved("alice", 20)]);
    await poller(database, "one").poll(NOON + 60, [moved("alice", 11)]);
    const { buckets, connections } = await dumpBooks(database.client);
    expect(new Map(buckets.total.map((row) => [row.server, row.received]))).toEqual(
      new Map([
        ["one", 11n],
        ["zwei, drei", 20n],
      ]),
    );
    expect(connections).toHaveLength(2);
  });
});

/** UTF-8 as attackers write it, and bytes that are none: alone, cut short, one beside the other. */
const NAMES: readonly NameBytes[] = [
  ...new Set([
    // No client has an empty name: it is that of users who were forgotten.
    ...HOSTILE_NAMES.filter((name) => name !== "").map((name) => Buffer.from(name).toString("latin1")),
    ...Array.from({ length: 128 }, (_, index) => String.fromCharCode(128 + index)),
    ...["caf\xe8", "caf\xe9", "caf\xc3", "caf\xc3\xa9", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xef\xbf\xbd"],
    ...[
      "alice'",
      'alice"',
      'alice","x',
      "alice\\",
      "alice\\'",
      "alice]",
      "[1,2]",
      '{"a":1}',
      "?1",
      ":name",
      "0",
      "00",
      "1e3",
    ],
  ]),
];
