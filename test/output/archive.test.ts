import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCalendar } from "../../src/account/calendar.ts";
import { archiveCsv, periodCsv, periodUsersCsv } from "../../src/output/archive-csv.ts";
import { renderArchiveHtml } from "../../src/output/archive-html.ts";
import { renderArchiveJson, renderPeriodJson } from "../../src/output/archive-json.ts";
import { fileFrame } from "../../src/output/frame.ts";
import { loadArchive, loadPeriod } from "../../src/output/load-archive.ts";
import type { ReportSettings } from "../../src/output/report-settings.ts";
import type { PeriodKind } from "../../src/report/period-name.ts";
import { auditBooks } from "../../src/store/audit.ts";
import { type Database, openDatabase } from "../../src/store/open.ts";
import { clean, cleaningState, type Retention } from "../../src/store/retention.ts";
import { moved, poller } from "../store/poller.ts";
import { impatient, RETENTION } from "../support/books.ts";

const HOUR = 3600;
const DAY = 24 * HOUR;

/** Midnight of 20 September 2026 in Vienna. */
const BEGIN = Date.UTC(2026, 8, 19, 22) / 1000;
const END = Date.UTC(2027, 1, 10) / 1000;

const SETTINGS: ReportSettings = {
  version: "1.2.3",
  calendar: createCalendar("Europe/Vienna"),
  reader: { language: "en", units: "si", timeZone: "Europe/Vienna" },
  fullNames: true,
  ipInWeb: "full",
  showProviders: true,
  placesDays: 7,
  connectionsDays: 31,
};

let books: { readonly database: Database };
let folder = "";
let count = 0;

/** Books of their own, empty or a copy of those of the whole time. */
async function openBooks(from?: string): Promise<void> {
  const path = join(folder, `${count++}.db`);
  if (from !== undefined) copyFileSync(from, path);
  books = { database: await openDatabase({ kind: "file", path }, { patience: impatient }) };
}

const whole = () => join(folder, "0.db");

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "ovpnstats-archive-"));
  await openBooks();
  await live();
  books.database.close();
}, 60_000);
beforeEach(() => openBooks());
afterEach(() => books.database.close());
afterAll(() => rmSync(folder, { recursive: true }));

/** Two servers, four users of whom one comes on Sundays only, three days of November without a reading. */
async function live(from = BEGIN, until = END): Promise<void> {
  const [one, two] = [poller(books.database, "one"), poller(books.database, "two")];
  for (let at = from; at < until; at += 12 * HOUR) {
    const days = (at - BEGIN) / DAY;
    if (days > 50 && days < 53) continue;
    const total = (rate: number) => Math.floor((at - BEGIN) * rate);
    const sunday = Math.floor(days) % 7 === 0 ? [moved("dora", total(3), { number: 3, connectedSince: BEGIN })] : [];
    const ann = moved("ann", total(100 + (Math.floor(days) % 5)), { connectedSince: BEGIN });
    await one.poll(at, [ann, moved("bob", total(7), { number: 1, connectedSince: BEGIN }), ...sunday]);
    await two.poll(at + 30, [
      moved("ann", total(1), { number: 4, connectedSince: BEGIN }),
      moved("=cmd()", total(2), { number: 5, connectedSince: BEGIN }),
    ]);
  }
}

async function json(kind: PeriodKind, name: string, now: number, settings = SETTINGS): Promise<unknown> {
  const found = await loadPeriod(books.database, settings, { kind, name, now });
  if (found === undefined) return undefined;
  const { written_at, ...rest } = JSON.parse(renderPeriodJson({ ...fileFrame(settings, now), ...found }));
  expect(written_at).toBe(now);
  return rest;
}

async function index(now: number): Promise<unknown> {
  const archive = await loadArchive(books.database, SETTINGS, now);
  const { years } = JSON.parse(renderArchiveJson({ ...fileFrame(SETTINGS, now), ...archive }));
  return years
    .flatMap((year: { months: { name: string }[] }) => year.months)
    .filter(({ name }: { name: string }) => name < "2027-02");
}

/** Cleans every 20 days up to an instant, as a daemon does. */
async function cleanUntil(until: number, retention: Retention): Promise<void> {
  for (let now = END; now <= until; now += 20 * DAY) {
    const { cleanedAt } = await cleaningState(books.database);
    await clean(books.database, { now, retention, id: crypto.randomUUID(), cleanedAt });
  }
}

const PAGES = [
  ["month", "2026-09"],
  ["month", "2026-10"],
  ["month", "2026-11"],
  ["month", "2027-01"],
  ["year", "2026"],
] as const;

describe("an old page of the archive", () => {
  test.each([
    ["the defaults", RETENTION],
    ["the shortest there are", { five_minutes: HOUR, hour: DAY, day: 32 * DAY, connections: DAY, addresses: DAY }],
    [
      "the longest",
      { five_minutes: 9999 * DAY, hour: 9999 * DAY, day: 9999 * DAY, connections: 9999 * DAY, addresses: DAY },
    ],
  ])("says the same, to the byte, two years later and after all cleaning, with %s", async (_, retention) => {
    await openBooks(whole());
    const before = await Promise.all(PAGES.map(([kind, name]) => json(kind, name, END)));
    const months = await index(END);
    const later = END + 2 * 366 * DAY;
    await cleanUntil(later, retention);
    // Life goes on: somebody is connected again.
    await poller(books.database, "one").poll(later, [moved("eve", 5, { number: 9, connectedSince: later - 60 })]);
    expect(await Promise.all(PAGES.map(([kind, name]) => json(kind, name, later)))).toEqual(before);
    expect(await index(later)).toEqual(months);
    expect(await auditBooks(books.database)).toEqual({ differences: [], faults: [] });
  });

  test("of a day keeps its sums, and says that its hours and users are not kept any more", async () => {
    await openBooks(whole());
    const before = await json("day", "2026-10-25", END);
    expect(before).toMatchObject({ users: 4, previous: "2026-10-24", next: "2026-10-26" });
    // The clocks went back in that night.
    expect((before as { hours: unknown[] }).hours).toHaveLength(25);
    await cleanUntil(END + 100 * DAY, {
      five_minutes: HOUR,
      hour: DAY,
      day: 32 * DAY,
      connections: DAY,
      addresses: DAY,
    });
    expect(await json("day", "2026-10-25", END)).toEqual({
      ...(before as object),
      hours: null,
      top_users: null,
      gaps: [],
      elsewhere: { bytes_received: 0, bytes_sent: 0 },
    });
  });
});

describe("loadPeriod()", () => {
  test("adds a month up: bytes, users, days, the most connections at once, what was watched, neighbours", async () => {
    await openBooks(whole());
    const october = await loadPeriod(books.database, SETTINGS, { kind: "month", name: "2026-10", now: END });
    const days = october?.parts ?? [];
    expect(days).toHaveLength(31);
    expect(days.reduce((sum, day) => sum + day.bytesSent, 0n)).toBe(october?.bytesSent ?? 0n);
    expect(october).toMatchObject({
      ...{
        users: 4,
        watched: 1,
        running: false,
        previous: { name: "2026-09" },
        next: { name: "2026-11" },
        gaps: [],
        peakSince: undefined,
      },
      elsewhere: { bytesReceived: 0n, bytesSent: 0n },
    });
    // Three on the one, two on the other, for the first time on the first Sunday of the month.
    expect(october?.peak).toEqual({ connections: 5, at: Date.UTC(2026, 9, 3, 22, 0, 30) / 1000 });
    expect(october?.topUsers?.map(({ name }) => name)).toEqual(["ann", "bob", "dora", "=cmd()"]);
    expect(october?.topDays.map(({ bytesSent }) => bytesSent)).toEqual(
      days
        .map(({ bytesSent }) => bytesSent)
        .sort((a, b) => (a > b ? -1 : 1))
        .slice(0, 5),
    );
    expect(october?.servers.map(({ name, peak }) => [name, peak?.connections])).toEqual([
      ["one", 3],
      ["two", 2],
    ]);
    const november = await loadPeriod(books.database, SETTINGS, { kind: "month", name: "2026-11", now: END });
    expect(november?.gaps.map(({ name }) => name)).toEqual(["2026-11-08", "2026-11-09", "2026-11-10", "2026-11-11"]);
    expect(november?.watched).toBeWithin(0.85, 0.95);
  });

  test("knows no period that there is not, or of which there is nothing in the books", async () => {
    await live(BEGIN, BEGIN + 3 * DAY);
    const now = BEGIN + 4 * DAY - 1;
    for (const [kind, name] of [
      ["month", "2026-13"],
      ["month", "2026-00"],
      ["day", "2026-09-31"],
      ["day", "2026-02-29"],
      ["year", "0000"],
      ["month", "2026-08"],
      ["month", "2026-10"],
      ["day", "2026-09-25"],
      ["year", "2027"],
    ] as const)
      expect([name, await loadPeriod(books.database, SETTINGS, { kind, name, now })]).toEqual([name, undefined]);
    expect(await loadPeriod(books.database, SETTINGS, { kind: "day", name: "2026-09-24", now })).toBeUndefined();
    expect(await loadPeriod(books.database, SETTINGS, { kind: "day", name: "2026-09-23", now })).toMatchObject({
      previous: { kind: "day", name: "2026-09-22" },
      next: undefined,
      running: true,
    });
  });

  test("calls a billing month by the month in which it begins", async () => {
    const billing = { ...SETTINGS, calendar: createCalendar("Europe/Vienna", 31) };
    await live(BEGIN, BEGIN + DAY);
    const named = (name: string) => loadPeriod(books.database, billing, { kind: "month", name, now: BEGIN + 60 * DAY });
    const [september, october] = [await named("2026-09"), await named("2026-10")];
    expect(september).toMatchObject({
      billing: true,
      start: Date.UTC(2026, 8, 29, 22) / 1000,
      next: { name: "2026-10" },
    });
    expect(october).toMatchObject({
      name: "2026-10",
      start: Date.UTC(2026, 9, 30, 23) / 1000,
      previous: { name: "2026-09" },
    });
    expect(october?.end).toBe(Date.UTC(2026, 10, 29, 23) / 1000);
  });

  test("knows the billing month, and its year, that began before the year in which the books do", async () => {
    const billing = { ...SETTINGS, calendar: createCalendar("Europe/Vienna", 15) };
    const now = Date.UTC(2026, 0, 5, 12) / 1000;
    // Without traffic first: the year has no sums, and the month none but of what was watched.
    for (const bytes of [0, 5000]) {
      await poller(books.database).poll(now + bytes, [moved("ann", bytes, { connectedSince: now - 60 })]);
      const at = now + bytes;
      const { years } = await loadArchive(books.database, billing, at);
      expect(years.map(({ name, months }) => [name, months.map((month) => month.name)])).toEqual([
        ["2026", []],
        ["2025", ["2025-12"]],
      ]);
      const period = (kind: PeriodKind, name: string) => loadPeriod(books.database, billing, { kind, name, now: at });
      expect(await period("month", "2025-12")).toMatchObject({ within: [{ name: "2025" }], running: true });
      expect(await period("year", "2025")).toMatchObject({ bytesReceived: 0n, next: { name: "2026" } });
      expect(await period("year", "2026")).toMatchObject({ bytesReceived: BigInt(bytes), previous: { name: "2025" } });
      expect(await period("year", "2024")).toBeUndefined();
      const page = renderArchiveHtml({ ...fileFrame(billing, at), years, billing: true, countingSince: now });
      expect(page).toContain("before the books begin");
      expect(page.split("<table")).toHaveLength(2);
    }
  });

  test("has a bucket that was cut in another zone in the period in which most of it lies", async () => {
    await live(BEGIN + 20 * DAY, BEGIN + 22 * DAY);
    const utc = { ...SETTINGS, calendar: createCalendar("UTC") };
    const october = await loadPeriod(books.database, utc, { kind: "month", name: "2026-10", now: END });
    const vienna = await loadPeriod(books.database, SETTINGS, { kind: "month", name: "2026-10", now: END });
    expect(october?.bytesSent).toBeGreaterThan(0n);
    expect(october?.bytesSent).toBe(vienna?.bytesSent ?? 0n);
    expect(october?.topUsers).toEqual(vienna?.topUsers ?? []);
    expect(october?.parts?.map(({ bytesSent }) => bytesSent)).toEqual(
      vienna?.parts?.map(({ bytesSent }) => bytesSent) ?? [],
    );
  });

  test("names nobody in private mode", async () => {
    await live(BEGIN, BEGIN + DAY);
    const found = JSON.stringify(await json("month", "2026-09", BEGIN + DAY, { ...SETTINGS, fullNames: false }));
    for (const name of ["ann", "bob", "dora", "cmd"]) expect(found).not.toContain(name);
    expect(found).toContain('"name":"A 1"');
  });
});

test("CSV has a line for each month, day, and user, to the byte", async () => {
  await live(BEGIN, BEGIN + 14 * DAY);
  const now = BEGIN + 14 * DAY;
  const frame = fileFrame(SETTINGS, now);
  const month = await loadPeriod(books.database, SETTINGS, { kind: "month", name: "2026-09", now });
  const archive = await loadArchive(books.database, SETTINGS, now);
  if (month === undefined) throw new Error("want September");
  const report = { ...frame, ...month };
  const lines = periodCsv(report).split("\r\n");
  expect(lines[0]).toBe("day,start,end,bytes_sent,bytes_received,users,peak_connections,peak_at,watched");
  expect(lines).toHaveLength(32);
  expect(lines[20]).toMatch(
    /^2026-09-20,2026-09-19T22:00:00Z,2026-09-20T22:00:00Z,\d+,\d+,4,5,2026-09-19T22:00:30Z,0?\.?\d+$/,
  );
  const users = periodUsersCsv(report).split("\r\n");
  expect(users.slice(0, 5).map((line) => line.split(",").slice(0, 4).join())).toEqual([
    "period,rank,user_id,user",
    "2026-09,1,1,ann",
    "2026-09,2,2,bob",
    "2026-09,3,3,dora",
    "2026-09,4,4,'=cmd()",
  ]);
  expect(
    archiveCsv({ ...frame, ...archive })
      .split("\r\n")
      .map((line) => line.split(",")[0]),
  ).toEqual([...["month", "2026-09", "2026-10", ""]]);
});
