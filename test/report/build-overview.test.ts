import { describe, expect, test } from "bun:test";
import { createCalendar } from "../../src/account/calendar.ts";
import { buildOverview, rankUsers } from "../../src/report/build-overview.ts";
import { spansAt } from "../../src/report/spans.ts";
import type { ServerSums, Summary, UserSums } from "../../src/report/summary.ts";

const NOW = 1_795_334_862;
const DAY = 86_400;
const nothing = { bytesReceived: 0n, bytesSent: 0n };
const some = (bytes: bigint) => ({ bytesReceived: bytes, bytesSent: bytes });

const server = (changes: Partial<ServerSums> = {}): ServerSums => ({
  id: 1,
  name: "office",
  source: "/var/log/openvpn/status.log",
  problem: undefined,
  firstAt: NOW - 10 * DAY,
  at: NOW - 5,
  openvpn: "OpenVPN 2.6.14 x86_64-pc-linux-gnu",
  statusInterval: 10,
  intervals: [],
  unauthenticated: nothing,
  ...changes,
});

const user = (id: number, name: string, seenAt: number, bytes = 0n): UserSums => ({
  ...{ id, name, seenAt, server: 1, today: some(bytes), last7Days: some(bytes) },
  ...{ last30Days: some(bytes), month: some(bytes), allTime: some(bytes) },
});

const summary = (changes: Partial<Summary> = {}): Summary => ({
  users: [],
  open: [],
  servers: [server()],
  days: [],
  watched: [],
  places: [],
  distinctAddresses: 0,
  machine: undefined,
  unplacedHours: nothing,
  ...changes,
});

function overview(books: Summary, fullNames = true) {
  return buildOverview(books, rankUsers(books, NOW), [], {
    ...{ now: NOW, version: "1", timeZone: "UTC", spans: spansAt(NOW, createCalendar("UTC")), fullNames },
    ...{ showPlaces: true, showProviders: true, placesDays: 7, databaseBytes: 1 },
  });
}

const open = (id: number, seenAt = NOW - 5) => ({ user: id, server: 1, count: 1, since: NOW - 600, seenAt });

describe("rankUsers()", () => {
  test("tells online, away, offline and long time off apart", () => {
    const users = [
      user(1, "now", NOW - 9000),
      user(2, "away", NOW - 3599),
      user(3, "off", NOW - 3600),
      user(4, "long", NOW - DAY),
    ];
    const ranked = rankUsers(summary({ users, open: [open(1)] }), NOW);
    expect(ranked.map((one) => [one.user.name, one.status])).toEqual([
      ["now", "online"],
      ["away", "away"],
      ["long", "long-time-off"],
      ["off", "offline"],
    ]);
  });

  test("takes nobody for online through a stale server (F5)", () => {
    const books = summary({ users: [user(1, "ann", NOW - 9000)], open: [open(1, NOW - 60)] });
    const stale = { ...books, servers: [server({ at: NOW - 60 })] };
    expect(rankUsers(stale, NOW)[0]).toMatchObject({ status: "away", seenAt: NOW - 60 });
  });

  test("puts who is online first, then the most traffic, then the name", () => {
    const users = [user(1, "b", 0, 5n), user(2, "a", 0, 5n), user(3, "c", 0, 9n), user(4, "d", 0)];
    const ranked = rankUsers(summary({ users, open: [open(4)] }), NOW);
    expect(ranked.map((one) => one.user.name)).toEqual(["d", "c", "a", "b"]);
  });
});

describe("buildOverview()", () => {
  test.each([
    ["up", server(), "up"],
    ["stale after three intervals", server({ at: NOW - 31 }), "stale"],
    ["failing where the last reading failed", server({ problem: "Cannot read it" }), "failing"],
    ["waiting before the first", server({ at: undefined, firstAt: undefined }), "waiting"],
  ] as const)("calls a server %s", (_, one, state) => {
    expect(overview(summary({ servers: [one] })).servers[0]).toMatchObject({ state, openvpnVersion: "2.6.14" });
  });

  test("counts the time since fresh news as watched, so that a first report does not say 0 %", () => {
    expect(overview(summary({ servers: [server({ firstAt: NOW - 2, at: NOW - 2 })] })).watched).toBe(1);
    expect(overview(summary({ servers: [server({ firstAt: NOW - DAY, at: NOW - DAY })] })).watched).toBe(0);
  });

  test("adds the users up to the totals", () => {
    const { totals } = overview(summary({ users: [user(1, "a", 0, 2n ** 60n), user(2, "b", 0, 1n)] }));
    expect(totals.allTime).toEqual(some(2n ** 60n + 1n));
  });

  test("shows first letters and lasting numbers in private mode, and no name anywhere", () => {
    const users = [user(7, "julia", 0), user(3, "jonas", 0, 4n), user(5, "\u00d6", 0)];
    const page = overview(summary({ users }), false);
    expect(page.users.map(({ name }) => name).sort()).toEqual(["J 1", "J 2", "\ufffd 1"].sort());
    expect(page.users.find(({ name }) => name === "J 1")?.allTime).toEqual(some(4n));
    const text = JSON.stringify(page, (_, value) => (typeof value === "bigint" ? String(value) : value));
    expect(text).not.toMatch(/jonas|julia/);
  });
});
