import { expect, test } from "bun:test";
import { fileFrame } from "../../src/output/frame.ts";
import { loadUser } from "../../src/output/load-user.ts";
import type { ReportSettings } from "../../src/output/report-settings.ts";
import { renderUserJson } from "../../src/output/user-json.ts";
import type { UserReport } from "../../src/report/user.ts";
import type { UserResolution } from "../../src/report/user-resolution.ts";
import { noteFirstSights, noteKnownSights } from "../../src/store/first-sights.ts";
import type { Database } from "../../src/store/open.ts";
import { clean } from "../../src/store/retention.ts";
import { describeStore } from "../store/drivers.ts";
import { calendar, moved, NOON, poller } from "../store/poller.ts";
import { RETENTION } from "../support/books.ts";

const [HOUR, DAY] = [3600, 86_400];

const SETTINGS: ReportSettings = {
  ...{ version: "1", calendar, fullNames: true, ipInWeb: "full", showProviders: true },
  ...{ placesDays: 7, connectionsDays: 31 },
  reader: { language: "en", units: "si", timeZone: calendar.timeZone },
};

interface Asked extends Partial<ReportSettings> {
  readonly by?: UserResolution;
  readonly now?: number;
}

function load(database: Database, id: number, { by = "days", now = NOON, ...changes }: Asked = {}) {
  const settings = { ...SETTINGS, ...changes };
  return loadUser(database, { id, by, settings, frame: fileFrame(settings, now) });
}

/** The page of the user of a name. */
async function pageOf(database: Database, name: string, asked: Asked = {}) {
  const { rows } = await database.client.execute({ sql: "SELECT id FROM users WHERE text = ?", args: [name] });
  const id = Number(rows[0]?.[0]);
  const report = await load(database, id, asked);
  if (report === undefined) throw new Error(`${name} has no page`);
  return report;
}

/** Everything that the books have of the user, by the columns of a chart. */
function total({ traffic }: UserReport): bigint {
  const bytes = (sum: bigint, column: { bytesReceived: bigint; bytesSent: bigint }) =>
    sum + column.bytesReceived + column.bytesSent;
  return bytes(traffic.columns.reduce(bytes, 0n), traffic.unplaced);
}

describeStore("loadUser()", ({ open }) => {
  test("adds up what a user moved through several servers, and its share of all users'", async () => {
    const database = await open();
    const [first, second] = [poller(database, "ams"), poller(database, "fra")];
    const since = NOON - 5 * DAY;
    await first.poll(NOON - 3600, [moved("alice", 3000, { number: 1, connectedSince: since }), moved("bob", 0)]);
    await second.poll(NOON - 10, [moved("alice", 1000, { number: 2 }), moved("bob", 4000, { number: 3 })]);
    const alice = await pageOf(database, "alice");
    expect(alice).toMatchObject({
      ...{ name: "alice", account: "alice", status: "online", servers: ["fra"], openConnections: 1 },
      ...{ firstSeenAt: since, lastSeenAt: NOON - 10, onlineSince: NOON - 150 },
      last7Days: { bytesReceived: 4000n, bytesSent: 4002n },
      last30Days: { bytesReceived: 4000n, bytesSent: 4002n, share: 0.5 },
      month: { bytesReceived: 4000n, bytesSent: 4002n, share: 0.5, limit: undefined },
      last12Months: { bytesReceived: 4000n, bytesSent: 4002n, share: 0.5 },
      allTime: { bytesReceived: 4000n, bytesSent: 4002n },
    });
    expect(alice.today.bytesReceived).toBeLessThan(2000n);
    const speed = { receivedPerSecond: 5, sentPerSecond: 7 };
    const speeds = new Map(["ams", "fra"].map((name) => [name, new Map([["alice", speed]])]));
    // Of a server without news nothing is known.
    expect([alice.speed, (await pageOf(database, "alice", { speeds })).speed]).toEqual([undefined, speed]);
    expect(alice.connections.map(({ server, state }) => [server, state])).toEqual([
      ["fra", "online"],
      ["ams", "silent"],
    ]);
    for (const by of ["5-minutes", "hours", "days", "months", "years"] as const)
      expect(total(await pageOf(database, "alice", { by }))).toBe(8002n);
    const hours = await pageOf(database, "alice", { by: "hours" });
    expect(hours.traffic).toMatchObject({ unplaced: { bytesReceived: 3000n, bytesSent: 3001n } });
    expect(hours.traffic.connected).toEqual([
      { start: NOON - (NOON % HOUR) - 47 * HOUR, end: NOON - HOUR },
      { start: NOON - 150, end: NOON },
    ]);
    expect((await pageOf(database, "alice")).traffic.connected).toBeUndefined();
  });

  test("knows a user of whom there is nothing but a sight", async () => {
    const database = await open();
    await poller(database).poll(NOON, [{ commonName: "idle", number: 1 }]);
    const now = NOON + 3 * DAY;
    await poller(database).poll(now, [moved("other", 7, { number: 2, connectedSince: now - 9 })]);
    await poller(database).poll(now + 60, []);
    const idle = await pageOf(database, "idle", { now: now + 60 });
    expect(idle).toMatchObject({
      ...{ status: "long-time-off", lastSeenAt: NOON, openConnections: 0, onlineSince: undefined },
      ...{ places: [], place: undefined, connectionCount: 1 },
      today: { bytesReceived: 0n, bytesSent: 0n, share: 0 },
      last12Months: { most: undefined },
      month: { estimate: undefined },
      year: { bounds: undefined },
      onlineTime: { connections: 1, meanSeconds: 150 },
    });
  });

  test("compares a user with nobody where there is nobody else", async () => {
    const database = await open();
    await poller(database).poll(NOON, [moved("alice", 1)]);
    expect((await pageOf(database, "alice")).today.share).toBeUndefined();
  });

  test("finds no page for an id that nobody has, or that was never credited", async () => {
    const database = await open();
    await poller(database).poll(NOON, [moved("alice", 1)]);
    await database.client.execute("INSERT INTO users (id, name, text) VALUES (77, x'78', 'x')");
    for (const id of [77, 78, 0]) {
      expect(await load(database, id)).toBeUndefined();
    }
  });

  test("shows no name, and of addresses only what may be shown, in private mode (F42)", async () => {
    const database = await open();
    const clients = ["julia", "jonas", "zacharias"].map((name, number) =>
      moved(name, 1000 + number, { number, username: `${name}@example.net`, realAddress: `203.0.113.${number}:1194` }),
    );
    await poller(database).poll(NOON, clients);
    const asked = { fullNames: false, ipInWeb: "masked" as const, people: new Map() };
    const jonas = await pageOf(database, "jonas", asked);
    expect(jonas).toMatchObject({
      name: expect.stringMatching(/^J [12]$/),
      account: undefined,
      connections: [{ address: "203.0.113.x" }],
    });
    expect(renderUserJson(jonas)).not.toMatch(/julia|jonas|zacharias|203\.0\.113\.1\b/i);
    expect((await pageOf(database, "jonas", { ipInWeb: "none" })).connections[0]?.address).toBeUndefined();
    expect((await pageOf(database, "jonas")).connections[0]?.address).toBe("203.0.113.1:1194");
  });

  test("calls a user by the alias, and holds the month against the limit", async () => {
    const database = await open();
    const { poll } = poller(database);
    // NOON is the 10th: a week of the month has passed, and is watched.
    for (let at = NOON - 8 * DAY; at <= NOON; at += 6 * HOUR)
      await poll(at, [moved("alice", (at - NOON + 9 * DAY) * 1000, { connectedSince: NOON - 9 * DAY })]);
    const page = async (limit: bigint) => {
      const people = new Map([["alice", { alias: "Ann", group: "Sales", limit }]]);
      return await pageOf(database, "alice", { people, now: NOON + 5 });
    };
    const ann = await page(4_000_000_000n);
    expect(ann).toMatchObject({ name: "Ann", account: "alice", group: "Sales" });
    const { estimate, limit, bytesReceived, end } = ann.month;
    const rest = BigInt(end - NOON) * 1000n;
    expect(Number(estimate?.bytesReceived) / Number(bytesReceived + rest)).toBeCloseTo(1, 2);
    expect(limit?.state).toBe("passing");
    expect(((limit?.passedAt ?? 0) - NOON - (4_000_000_000 - 2 * Number(bytesReceived)) / 2000) / DAY).toBeCloseTo(
      0,
      0,
    );
    expect((await page(1_000_000_000n)).month.limit).toMatchObject({ state: "over" });
    expect((await page(10n ** 12n)).month.limit).toEqual({ bytes: 10n ** 12n, state: "within", passedAt: undefined });
    const months = await pageOf(database, "alice", { by: "months", now: NOON + 5 });
    expect(months.traffic.columns.at(-1)?.estimate?.bytesReceived).toBe(
      (estimate?.bytesReceived ?? 0n) - bytesReceived,
    );
    expect((await pageOf(database, "alice", { by: "hours", now: NOON + 5 })).traffic.columns.at(-2)?.watched).toBe(1);
    expect(ann.pattern?.days[2]?.[11]).toBe(7_200_000n);
  });

  test("adds to the week what a finished day gets later, and reads a finished day's hours once", async () => {
    const database = await open();
    const { poll } = poller(database);
    const morning = NOON - 6 * HOUR;
    const client = (at: number, number: number, since: number) =>
      moved("alice", (at - since) * 1000, { number, connectedSince: since });
    const long = morning - 30 * HOUR;
    for (let at = long; at <= morning; at += HOUR / 2) await poll(at, [client(at, 1, long)]);
    /** Mean of Tuesdays from 22:00 to 23:00. */
    const yesterday = async () => {
      const user = await pageOf(database, "alice", { now: morning + 130 });
      return user.pattern?.days[1]?.[22];
    };
    expect(await yesterday()).toBe(7_200_000n);
    const evening = morning - 9 * HOUR;
    await poll(morning + 60, [client(morning + 60, 1, long), client(morning + 60, 2, evening)]);
    expect(await yesterday()).toBe(14_400_000n);
    // Behind the books' back: what is not read again does not change.
    await database.client.execute("UPDATE traffic_hour SET bytes_sent = bytes_sent + 1000");
    expect(await yesterday()).toBe(14_400_000n);
    await poll(morning + 120, [client(morning + 120, 1, long), client(morning + 120, 3, evening)]);
    expect(await yesterday()).toBe(21_601_000n);
  });

  test("tells places with their connections, what is new, and nothing of longer ago than may be shown", async () => {
    const database = await open();
    const { poll } = poller(database);
    const visit = async (at: number, number: number) => {
      await poll(at, [moved("alice", 100 * number, { number, connectedSince: at - 60 })]);
      for (const later of [60, 120]) await poll(at + later, []);
    };
    const place = async (city: string, country: string, provider: string, ip: string) => {
      const sql = "UPDATE ips SET city = ?, country = ?, provider = ? WHERE ip = ?";
      await database.client.execute({ sql, args: [city, country, provider, ip] });
    };
    for (const days of [20, 3]) await visit(NOON - days * DAY, 1);
    await place("Linz", "Austria", "Donaunetz", "10.0.0.1");
    await noteKnownSights(database);
    for (const days of [2, 1]) await visit(NOON - days * DAY, 2);
    await place("Rotterdam", "Netherlands", "Maas", "10.0.0.2");
    await noteFirstSights(database, { since: 0, noted: NOON - 3 * DAY });
    const alice = await pageOf(database, "alice");
    expect(alice.places).toMatchObject([
      { city: "Rotterdam", provider: "Maas", connections: 2, bytesReceived: 400n, newSince: NOON - 2 * DAY - 60 },
      { city: "Linz", connections: 1, bytesReceived: 100n, newSince: undefined },
    ]);
    expect(alice.connections.map(({ place }) => place?.city)).toEqual(["Rotterdam", "Rotterdam", "Linz", "Linz"]);
    expect((await pageOf(database, "alice", { placesDays: 1, now: NOON + HOUR })).places).toEqual([]);
    expect(renderUserJson(await pageOf(database, "alice", { showProviders: false }))).not.toMatch(/Maas|Donaunetz/);
    const none = await pageOf(database, "alice", { placesDays: 0 });
    expect(none.places).toBeUndefined();
    expect(renderUserJson(none)).not.toMatch(/Linz|Rotterdam/);
  });

  test("lists open connections, then the last, each with its end: exact or inferred", async () => {
    const database = await open();
    const { poll } = poller(database);
    for (let number = 1; number <= 12; number++)
      await poll(NOON - (13 - number) * HOUR, [
        moved("alice", number, { number, connectedSince: NOON - (13 - number) * HOUR - 600 }),
      ]);
    await poll(NOON - 60, [moved("alice", 500, { number: 99, connectedSince: NOON - 20 * HOUR })]);
    await poll(NOON, [moved("alice", 501, { number: 99, connectedSince: NOON - 20 * HOUR })]);
    const alice = await pageOf(database, "alice", { now: NOON + 30 });
    expect(alice.connectionCount).toBe(13);
    expect(alice.connections.map(({ state, seconds }) => [state, seconds])).toEqual([
      ["online", 20 * HOUR + 30],
      ...Array.from({ length: 7 }, () => ["inferred" as const, 600]),
    ]);
    expect(alice.connections[0]).toMatchObject({
      virtualAddress: "10.8.0.99",
      cipher: "AES-256-GCM",
      address: "10.0.0.99:1194",
    });
    // Twelve connections lie within the long one.
    expect(alice.onlineTime).toMatchObject({ connections: 13, seconds: 20 * HOUR + 30 });
  });

  test("keeps first sight, months and all time when everything else is cleaned away", async () => {
    const database = await open();
    const { poll } = poller(database);
    await poll(NOON, [moved("alice", 1000)]);
    await poll(NOON + 60, []);
    await poll(NOON + 120, []);
    const now = NOON + 4 * 365 * DAY;
    await clean(database, { now, retention: RETENTION, id: "cleaning", cleanedAt: undefined });
    const alice = await pageOf(database, "alice", { now, by: "years" });
    expect(alice).toMatchObject({
      ...{ firstSeenAt: NOON - 150, connectionCount: 0, connections: [], status: "long-time-off" },
      allTime: { bytesReceived: 1000n, bytesSent: 1001n },
    });
    expect(total(alice)).toBe(2001n);
  });

  test("finds one of 10,000 users, and its initials are its own", async () => {
    const database = await open();
    const clients = Array.from({ length: 10_000 }, (_, number) => moved(`user-${number}`, 1000, { number }));
    await poller(database).poll(NOON, clients);
    const user = await pageOf(database, "user-7777", { fullNames: false });
    expect(user).toMatchObject({ name: "U 7778", account: undefined, openConnections: 1 });
    expect(user.today.share).toBe(0.0001);
  });
});
