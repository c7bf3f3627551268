import { describe, expect, test } from "bun:test";
import { createCalendar } from "../../src/account/calendar.ts";
import type { Speeds } from "../../src/account/speed.ts";
import { buildOverview } from "../../src/report/build-overview.ts";
import { NOBODY } from "../../src/report/people.ts";
import { selectUsers } from "../../src/report/select-users.ts";
import { spansAt } from "../../src/report/spans.ts";
import type { Summary } from "../../src/report/summary.ts";
import { sampleFrame } from "../support/sample-frame.ts";
import { DAY, NOW, server, some, standing, summary } from "../support/summary.ts";

function overview(books: Summary, fullNames = true, speeds: ReadonlyMap<string, Speeds> = new Map()) {
  const selection = selectUsers(books, { now: NOW, fullNames, people: NOBODY, list: undefined });
  const sums = new Map(
    [...books.names].map(
      ([id, name]) => [id, { id, name, server: 1, month: some(1n), allTime: some(BigInt(id)) }] as const,
    ),
  );
  return buildOverview(
    { summary: books, selection, shown: { sums, finishedDays: new Map() } },
    {
      frame: sampleFrame({ writtenAt: NOW, timeZone: "UTC", privateNames: !fullNames }),
      spans: spansAt(NOW, createCalendar("UTC")),
      people: NOBODY,
      speeds,
      ...{ showPlaces: true, placesDays: 7, archive: undefined, databaseBytes: 1 },
    },
  );
}

describe("buildOverview()", () => {
  test("tells what the month will come to, once enough of it was watched", () => {
    const { days } = spansAt(NOW, createCalendar("UTC"));
    const moved = days.slice(0, -1).map((bucket) => ({ bucket, ...some(10n) }));
    const watched = moved.map(({ bucket }) => ({ bucket, server: 1, seconds: 86_400 }));
    const books = { days: moved, watched, month: some(250n), servers: [server({ firstAt: NOW - 40 * DAY })] };
    const { monthEstimate } = overview(summary(books));
    expect(monthEstimate?.bytesSent).toBeGreaterThan(250n);
    expect(overview(summary({ ...books, watched: [] })).monthEstimate).toBeUndefined();
  });

  test("tells what flows at the moment of who is online, and of servers that tell anything", () => {
    const flowing = new Map([["office", new Map([["user-1", { receivedPerSecond: 10, sentPerSecond: 100 }]])]]);
    const books = (at: number) =>
      summary({
        servers: [server({ at })],
        users: [standing(1, at), standing(2, at)],
        names: new Map([
          [1, "user-1"],
          [2, "user-2"],
        ]),
        open: [1, 2].map((user) => ({ user, server: 1, count: 1, since: NOW - 60, seenAt: at })),
      });
    const fresh = overview(books(NOW), true, flowing);
    const speeds = fresh.users.map(({ name, speed }) => [name, speed?.sentPerSecond]);
    expect(speeds.sort()).toEqual([
      ["user-1", 100],
      ["user-2", undefined],
    ]);
    expect(fresh.servers[0]?.speed).toEqual({ receivedPerSecond: 10, sentPerSecond: 100 });
    // A stale source freezes nothing: what flowed then is not what flows now.
    const stale = overview(books(NOW - 3600), true, flowing);
    expect([stale.servers[0]?.speed, ...stale.users.map(({ speed }) => speed)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test.each([
    ["up", server(), "up"],
    ["stale after three intervals", server({ at: NOW - 31 }), "stale"],
    ["failing where the last reading failed", server({ problem: "Cannot read it" }), "failing"],
    ["waiting before the first", server({ at: undefined, firstAt: undefined }), "waiting"],
  ] as const)("calls a server %s", (_, one, state) => {
    expect(overview(summary({ servers: [one] })).servers[0]).toMatchObject({ state, openvpnVersion: "2.6.14" });
  });

  test.each([
    [179, undefined],
    [180, NOW - 180],
  ])("tells that counters stand still with data channel offload: for %d s", (seconds, stillSince) => {
    const one = server({ at: NOW, dco: true, upSince: NOW - 9000, stillSince: NOW - seconds });
    expect(overview(summary({ servers: [one] })).servers[0]).toMatchObject({
      ...{ dco: true, upSince: NOW - 9000 },
      stillSince,
    });
  });

  test("counts the time since fresh news as watched, so that a first report does not say 0 %", () => {
    expect(overview(summary({ servers: [server({ firstAt: NOW - 2, at: NOW - 2 })] })).watched).toBe(1);
    expect(overview(summary({ servers: [server({ firstAt: NOW - DAY, at: NOW - DAY })] })).watched).toBe(0);
  });

  test("adds the days up to the totals of 1, 7 and 30 days", () => {
    const { days: starts } = spansAt(NOW, createCalendar("UTC"));
    const days = [0, 22, 23, 29].map((day, index) => ({ bucket: starts[day] ?? 0, ...some(10n ** BigInt(index)) }));
    const { totals } = overview(summary({ days, month: some(7n), allTime: some(2n ** 60n) }));
    expect(totals).toEqual({
      today: some(1000n),
      last7Days: some(1100n),
      last30Days: some(1111n),
      month: some(7n),
      allTime: some(2n ** 60n),
    });
  });

  test("tells how many users moved something today, and the most that one moved", () => {
    const users = [standing(1, 0, 5n), standing(2, 0), standing(3, 0, 9n)];
    expect(overview(summary({ users })).activeToday).toEqual({ users: 2, most: 18n });
  });

  test("shows first letters and lasting numbers in private mode, and no name anywhere", () => {
    const users = [standing(7, 0), standing(3, 0, 4n), standing(5, 0)];
    const names = new Map([
      [7, "julia"],
      [3, "jonas"],
      [5, "\u00d6"],
    ]);
    const page = overview(summary({ users, names }), false);
    expect(page.users.map(({ name }) => name).sort()).toEqual(["J 1", "J 2", "\ufffd 1"].sort());
    expect(page.users.find(({ name }) => name === "J 1")?.allTime).toEqual(some(3n));
    const text = JSON.stringify(page, (_, value) => (typeof value === "bigint" ? String(value) : value));
    expect(text).not.toMatch(/jonas|julia/);
  });
});
