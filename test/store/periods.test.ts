import { Database as Sqlite } from "bun:sqlite";
import { expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ConnectionEnd } from "../../src/account/observation.ts";
import { collectEnds, type Memory } from "../../src/jobs/collect.ts";
import { auditBooks } from "../../src/store/audit.ts";
import { MIGRATIONS } from "../../src/store/migrations.ts";
import { type Database, openDatabase } from "../../src/store/open.ts";
import { clean } from "../../src/store/retention.ts";
import { unequalPeriods } from "../oracle/compare.ts";
import { RETENTION } from "../support/books.ts";
import { dumpBooks } from "../support/dump.ts";
import { describeStore, patience } from "./drivers.ts";
import { calendar, moved, NOON, poller } from "./poller.ts";

const DAY = 86_400;

const number = (from: number) => ({ number: from });

/** The periods of a resolution, oldest first, without their place. */
async function periods(database: Database, resolution: string) {
  const dump = await dumpBooks(database.client);
  expect(unequalPeriods(dump)).toEqual([]);
  return dump.periods
    .filter((row) => row.resolution === resolution)
    .sort((a, b) => a.bucket - b.bucket || (a.server < b.server ? -1 : 1))
    .map(({ server, received, users, peak, peakOfAll }) => ({ server, received, users, peak, peakOfAll }));
}

function endOf(commonName: string, client: number, from: number, to: number): ConnectionEnd {
  return {
    ...{
      kind: "end",
      at: to,
      toldAt: to,
      commonName,
      username: undefined,
      connectedSince: from,
      connectedSinceText: undefined,
    },
    ...{ realAddress: `10.0.9.${client}:1194`, virtualAddress: `10.8.9.${client}`, virtualIpv6Address: undefined },
    ...{ bytesReceived: 5n, bytesSent: 5n, moment: { now: to + 1, uptime: undefined, bootId: undefined } },
  };
}

async function tellEnds(database: Database, ends: readonly ConnectionEnd[]): Promise<void> {
  const memory: Memory = { books: undefined, problem: undefined };
  const server = {
    ...{ name: "server", identity: "common_name" as const, calendar, database, source: undefined },
    ...{ statusInterval: 60, serverTimeZone: undefined, newId: () => crypto.randomUUID() },
  };
  await collectEnds(server, memory, ends);
}

describeStore("a period as a whole", ({ open }) => {
  test("has all users' bytes, each user once over all servers, and the most connections at once with their instant", async () => {
    const database = await open();
    const [one, two] = [poller(database, "one"), poller(database, "two")];
    await one.poll(NOON, [moved("ann", 10), moved("bob", 20, number(1))]);
    await two.poll(NOON + 20, [moved("ann", 5)]);
    await one.poll(NOON + 60, [moved("ann", 11), moved("bob", 22, number(1)), moved("cat", 1, number(2))]);
    await one.poll(NOON + 120, [moved("ann", 12)]);
    const row = { peakOfAll: [4, NOON + 60], peak: [3, NOON + 60], server: "one" };
    for (const resolution of ["day", "month", "year"])
      expect(await periods(database, resolution)).toEqual([
        { ...row, received: 35n, users: 3, peak: [3, NOON + 60], peakOfAll: [4, NOON + 60] },
        { server: "two", received: 5n, users: 0, peak: [1, NOON + 20], peakOfAll: [3, NOON + 20] },
      ]);
    expect(await auditBooks(database)).toEqual({ differences: [], faults: [] });
  });

  test("counts no client that signs in, none that is missing, and nothing that another server told long ago", async () => {
    const database = await open();
    const [one, two] = [poller(database, "one"), poller(database, "two")];
    await two.poll(NOON, [moved("ann", 5), moved("bob", 5, number(1))]);
    await one.poll(NOON + 601, [
      moved("cat", 1),
      moved("UNDEF", 0, { number: 1, virtualAddress: undefined, routed: false }),
    ]);
    // The same client once more, under another number: the first is missing, not yet ended.
    await one.poll(NOON + 661, [moved("cat", 1, number(2))]);
    expect(await periods(database, "day")).toEqual([
      expect.objectContaining({ server: "one", peak: [1, NOON + 601], peakOfAll: [1, NOON + 601] }),
      expect.objectContaining({ server: "two", peak: [2, NOON], peakOfAll: [2, NOON] }),
    ]);
  });

  test("knows of connections that came and went between two polls what their ends tell", async () => {
    const database = await open();
    const { poll } = poller(database);
    await poll(NOON, [moved("ann", 10), moved("bob", 20, number(1))]);
    await tellEnds(database, [
      endOf("cat", 1, NOON + 10, NOON + 30),
      endOf("dan", 2, NOON + 20, NOON + 40),
      // Begins in the second in which the first ends.
      endOf("cat", 3, NOON + 30, NOON + 50),
    ]);
    expect(await periods(database, "day")).toEqual([
      expect.objectContaining({ users: 4, peak: [4, NOON + 20], peakOfAll: [4, NOON + 20] }),
    ]);
    await poll(NOON + 60, [moved("ann", 11)]);
    expect((await periods(database, "day"))[0]?.peak).toEqual([4, NOON + 20]);
  });

  test("of days, months and years stays as it was when everything else is deleted", async () => {
    const database = await open();
    const { poll } = poller(database);
    for (let day = 0; day < 3; day++) {
      await poll(NOON + day * DAY, [moved("ann", 1000 * (day + 1)), moved("bob", 7, number(1))]);
      await poll(NOON + day * DAY + 60, [moved("ann", 1000 * (day + 1) + 1)]);
    }
    const before = [await periods(database, "day"), await periods(database, "month"), await periods(database, "year")];
    expect(before[0]).toHaveLength(3);
    const retention = { ...RETENTION, hour: DAY, day: 32 * DAY };
    await clean(database, { now: NOON + 800 * DAY, retention, id: "cleaning", cleanedAt: undefined });
    const dump = await dumpBooks(database.client);
    expect([dump.buckets.day, dump.buckets.hour, dump.connections.filter(({ end }) => end)]).toEqual([[], [], []]);
    const after = [await periods(database, "day"), await periods(database, "month"), await periods(database, "year")];
    expect(after).toEqual(before);
    expect(await periods(database, "hour")).toEqual([]);
    expect(dump.observed.filter(({ resolution }) => resolution === "day")).toHaveLength(3);
    // A late credit reaches back into the days whose users are gone: it adds bytes, and counts nobody twice.
    await poll(NOON + 800 * DAY, [moved("ann", 9_000_000)]);
    expect(unequalPeriods(await dumpBooks(database.client))).toEqual([]);
    expect((await periods(database, "day"))[2]).toMatchObject({ users: 1 });
    expect(await auditBooks(database)).toEqual({ differences: [], faults: [] });
  });
});

test("openDatabase() works the sums of periods out for books of before, and leaves their peaks open", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ovpnstats-periods-"));
  const path = join(folder, "connection.db");
  try {
    {
      using sqlite = new Sqlite(path);
      sqlite.exec("CREATE TABLE migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT");
      const before = MIGRATIONS.findIndex(({ name }) => name === "periods");
      for (const [index, { name, statements }] of MIGRATIONS.slice(0, before).entries()) {
        sqlite.run("INSERT INTO migrations (number, name) VALUES (?, ?)", [index + 1, name]);
        for (const sql of statements) sqlite.exec(sql);
      }
      sqlite.exec(`
        INSERT INTO servers (id, name) VALUES (1, 'one'), (2, 'two');
        INSERT INTO users (id, name, text) VALUES (1, x'61', 'a'), (2, x'62', 'b');
        INSERT INTO observed (resolution, bucket, server, seconds) VALUES ('day', 864000, 1, 50);
        INSERT INTO credits (five_minutes, hour, day, month, year, seen_at, server, user, bytes_received, bytes_sent)
        VALUES (864000, 864000, 864000, 864000, 0, 864000, 1, 1, 10, 1), (864000, 864000, 864000, 864000, 0, 864000, 2, 1, 5, 1),
          (864000, 864000, 864000, 864000, 0, 864000, 2, 2, 7, 1)`);
    }
    const database = await openDatabase({ kind: "file", path }, { patience });
    const nobody = { peak: null, peakOfAll: null };
    expect(await periods(database, "day")).toEqual([
      { server: "one", received: 10n, users: 1, ...nobody },
      { server: "two", received: 12n, users: 1, ...nobody },
    ]);
    const { observed } = await dumpBooks(database.client);
    expect(observed.find(({ resolution, server }) => resolution === "day" && server === "one")?.seconds).toBe(50);
    database.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
