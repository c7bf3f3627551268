import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { createCalendar } from "../../src/account/calendar.ts";
import { NOTHING, sum } from "../../src/account/credit.ts";
import { createDemonstration, type Demonstration } from "../../src/demo/demonstration.ts";
import { collect, type Memory } from "../../src/jobs/collect.ts";
import type { Counters } from "../../src/model.ts";
import { nameText } from "../../src/parse/name-text.ts";
import { parseStatus } from "../../src/parse/status.ts";
import { readStatusFile } from "../../src/source/status-file.ts";
import type { Database } from "../../src/store/open.ts";
import { loadServer } from "../../src/store/servers.ts";
import type { BooksDump } from "../oracle/books.ts";
import { leaks } from "../oracle/compare.ts";
import { openTemporary } from "../support/books.ts";
import { dumpBooks } from "../support/dump.ts";

const DAY = 86_400;
/** A Thursday, a quarter to twelve in Vienna. */
const NOW = Date.UTC(2026, 10, 19, 10, 45, 13) / 1000;
const calendar = createCalendar("Europe/Vienna");

let database: Database;
let demonstration: Demonstration;
let filled: BooksDump;
let directory: string;
let remove: () => void;

beforeAll(async () => {
  const books = await openTemporary();
  ({ database, remove } = books);
  directory = mkdtempSync(join(dirname(books.path), "status-"));
  demonstration = createDemonstration({ directory, calendar, now: NOW });
  await demonstration.fill(database, NOW);
  filled = await dumpBooks(database.client);
}, 30_000);

afterAll(() => remove());

function totalsOf({ buckets }: BooksDump): Map<string, Counters> {
  const totals = new Map<string, Counters>();
  for (const { user, received, sent } of buckets.total)
    totals.set(user, sum(totals.get(user) ?? NOTHING, { bytesReceived: received, bytesSent: sent }));
  return totals;
}

function bytes({ received, sent }: { readonly received: bigint; readonly sent: bigint }): number {
  return Number(received + sent);
}

/** Bytes a day, of the days before the beginning's, the last first. */
function days(count: number): number[] {
  const starts = calendar
    .days(NOW, count + 1)
    .slice(0, -2)
    .toReversed();
  return starts.map((start) =>
    filled.buckets.day.filter(({ bucket }) => bucket === start).reduce((total, row) => total + bytes(row), 0),
  );
}

test("fill() leaves books that equal what the statuses showed, to the byte", () => {
  expect(totalsOf(filled)).toEqual(new Map(demonstration.truth()));
  expect(leaks(filled)).toEqual([]);
  expect(filled.unauthenticated.map(bytes)).toEqual([0, 0, 0]);
});

test("showings() tells what the books hold of each connection since it was last seen", () => {
  expect(filled.connections.length).toBeGreaterThan(2_000);
  for (const { server, user, connectedSince, seenAt, received, sent } of filled.connections) {
    const name = demonstration.servers.find((one) => one.name === server)?.name ?? "porto";
    const shown = demonstration
      .showings(name, seenAt)
      .find(({ connection }) => connection.user === user && connection.since === connectedSince);
    expect(shown).toMatchObject({ bytesReceived: received, bytesSent: sent });
  }
});

test("fill() makes a year: watched all the time, weekends quiet, one user with more than a third", () => {
  const month = days(28);
  const weekly = (weekday: number) => month.filter((_, ago) => (ago + 3) % 7 === weekday).reduce((a, b) => a + b, 0);
  // The last of the days is a Wednesday: 3 is Wednesday, 6 the Sunday before it.
  expect(weekly(6) * 1.5).toBeLessThan(weekly(3));
  expect(Math.min(...month)).toBeGreaterThan(5e9);
  const totals = [...totalsOf(filled).values()].map(({ bytesReceived, bytesSent }) =>
    Number(bytesReceived + bytesSent),
  );
  expect(Math.max(...totals) / totals.reduce((a, b) => a + b, 0)).toBeGreaterThan(1 / 3);
  expect(filled.buckets.month.map(({ bucket }) => bucket).reduce((a, b) => Math.min(a, b))).toBeLessThan(
    NOW - 340 * DAY,
  );
  const yesterday = calendar.days(NOW, 2)[0] ?? 0;
  const whole = filled.observed.filter(({ server, bucket, resolution }) => {
    const last = yesterday - (server === "porto" ? DAY : 0);
    return resolution === "day" && bucket > NOW - 31 * DAY && bucket <= last;
  });
  expect(whole.length).toBeGreaterThan(80);
  for (const { server, bucket, seconds } of whole)
    expect([server, seconds]).toEqual([server, calendar.bucket("day", bucket).end - bucket]);
});

test("fill() knows the hour of every byte, and the 5 minutes of the last two hours", () => {
  expect(filled.unplaced.filter(({ resolution }) => resolution !== "five_minutes")).toEqual([]);
  const recent = filled.buckets.five_minutes.filter(
    ({ bucket, server }) => bucket >= NOW - 7200 && server === "headquarters",
  );
  expect(new Set(recent.map(({ bucket }) => bucket)).size).toBe(24);
});

test("fill() leaves some users online, some long unseen, and one server silent with clients in its status", async () => {
  const open = filled.connections.filter(({ endedAt }) => endedAt === null);
  expect(new Set(open.filter(({ server }) => server !== "porto").map(({ user }) => user)).size).toBeWithin(8, 15);
  expect(open.some(({ server }) => server === "porto")).toBe(true);
  const { rows } = await database.client.execute("SELECT max(seen_at) FROM traffic_total GROUP BY user");
  expect(rows.filter((row) => Number(row[0]) < NOW - 30 * DAY).length).toBeWithin(3, 6);
  const porto = demonstration.servers.find(({ name }) => name === "porto");
  const written = statSync(porto?.statusFile ?? "").mtimeMs / 1000;
  expect(NOW - written).toBeGreaterThan(4 * 3600);
  demonstration.tick(NOW + 1);
  expect(statSync(porto?.statusFile ?? "").mtimeMs / 1000).toBe(written);
});

test("fill() adds a month of samples of the machine, but for some hours", async () => {
  const { rows } = await database.client.execute(
    "SELECT count(*), unixepoch(min(table_updated)), unixepoch(max(table_updated)) FROM system_resources",
  );
  const [count = 0, first, last] = [0, 1, 2].map((column) => Number(rows[0]?.[column]));
  expect([first, last]).toEqual([NOW - 31 * DAY + 600, NOW - 600]);
  expect(count).toBeWithin(4350, 4463);
});

test("tick() writes each version of a status for the owner alone, which the real reader reads", async () => {
  const versions = [];
  for (const { statusFile, name, identity } of demonstration.servers) {
    const { text } = await readStatusFile(statusFile, { clock: later });
    versions.push([name, text.version, identity]);
    expect(text.warnings).toEqual([]);
    expect(text.clients.every(({ routed }) => routed)).toBe(true);
    expect(statSync(statusFile).mode & 0o777).toBe(0o600);
  }
  expect(versions).toEqual([
    ["headquarters", 3, "common_name"],
    ["field", 2, "username"],
    ["porto", 1, "common_name"],
  ]);
});

test("tick() moves bytes, lets users come and go, and what is read of it makes the books equal truth()", async () => {
  const memories = new Map<string, Memory>();
  for (let now = NOW + 5; now <= NOW + 420; now += 5) {
    demonstration.tick(now);
    for (const { statusFile, ...server } of demonstration.servers) {
      const memory = memories.get(server.name) ?? { books: undefined, problem: undefined };
      memories.set(server.name, memory);
      const reading = await readStatusFile(statusFile, { clock: later });
      const collected = { ...server, source: statusFile, serverTimeZone: undefined, calendar, database };
      const moment = { now, uptime: undefined, bootId: undefined };
      await collect({ ...collected, newId: () => crypto.randomUUID() }, memory, reading, moment);
    }
  }
  const live = await dumpBooks(database.client);
  expect(totalsOf(live)).toEqual(new Map(demonstration.truth()));
  expect(leaks(live)).toEqual([]);
  expect(live.connections.length).toBeGreaterThan(filled.connections.length + 2);
  const source = demonstration.servers[0]?.statusFile ?? "";
  const description = { name: "headquarters", source, statusInterval: 5 };
  expect((await loadServer(database, description)).books.clockSteps).toBe(0);
});

test("tick() writes nothing for an instant that is not later than the last", () => {
  const file = demonstration.servers[0]?.statusFile ?? "";
  const before = readFileSync(file, "latin1");
  demonstration.tick(NOW - 3600);
  expect(readFileSync(file, "latin1")).toBe(before);
});

test("a status holds names as UTF-8", () => {
  const { clients } = parseStatus(readFileSync(demonstration.servers[0]?.statusFile ?? "", "latin1"));
  expect(clients.map(({ commonName }) => nameText(commonName))).toContain("jürgen.weißmann");
});

/** A clock by which every file was written long ago. */
const later = { now: () => Number.MAX_SAFE_INTEGER, monotonic: () => 0, sleep: async () => {} };
