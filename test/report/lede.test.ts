import { describe, expect, test } from "bun:test";
import { isPresenceUnknown, isTroubled, lede, pageTitle } from "../../src/report/lede.ts";
import type { Overview } from "../../src/report/overview.ts";
import { FAILING_SERVER, STALE_SERVER, sampleOverview, sampleServer } from "../support/sample-overview.ts";

const UP = sampleServer();
const NEVER_READ = { ...FAILING_SERVER, lastNewsAt: undefined, ageSeconds: undefined };
const WAITING = sampleServer({ state: "waiting", lastNewsAt: undefined, ageSeconds: undefined });

function said(overview: Overview): string {
  const { answer, aside } = lede(overview);
  return [answer, aside]
    .filter((part) => part !== undefined)
    .join(" | ")
    .replaceAll("\u00a0", " ");
}

/** So many users, so many of them online, so many bytes today, and no day that was like another. */
function plain(users: number, online: number, today: bigint): Overview {
  const base = sampleOverview({ users });
  return {
    ...base,
    activeToday: { users: 0, most: 0n },
    statusCounts: { ...base.statusCounts, online },
    totals: { ...base.totals, today: { bytesReceived: today, bytesSent: 0n } },
    days: [],
  };
}

describe("lede()", () => {
  test.each([
    [plain(12, 3, 15_000_000_000n), "3 of 12 users are online. 15.0 GB have moved today."],
    [plain(12, 1, 15_000_000_000n), "1 of 12 users is online. 15.0 GB have moved today."],
    [plain(12, 0, 0n), "None of 12 users is online. Nothing has moved today."],
    [plain(12, 12, 1n), "All 12 users are online. 1 B has moved today."],
    [plain(1, 1, 999n), "The only user is online. 999 B have moved today."],
    [plain(1, 0, 0n), "The only user is not online. Nothing has moved today."],
    [plain(1200, 1000, 0n), "1,000 of 1,200 users are online. Nothing has moved today."],
  ])("answers first (%#)", (overview, sentence) => {
    expect(said(overview)).toBe(sentence);
  });

  test.each([
    [[UP], "Watching /var/log/openvpn/status.log. Nobody has connected yet."],
    [[WAITING], "Watching /var/log/openvpn/status.log. Nobody has connected yet."],
    [[UP, WAITING], "Watching 2 servers. Nobody has connected yet."],
    [[], "No server is watched. Nobody has connected yet."],
    [[NEVER_READ], "The status of waw-1 could never be read. Nobody has been seen yet."],
    [[UP, NEVER_READ], "Watching 2 servers. Nobody has connected yet. | The status of waw-1 could never be read."],
  ])("says what is awaited while there is nobody (%#)", (servers, sentence) => {
    expect(said({ ...sampleOverview({ users: 0 }), servers })).toBe(sentence);
  });

  test("tells of a stale server with its instant and age", () => {
    expect(said({ ...plain(12, 3, 5000n), servers: [UP, STALE_SERVER] })).toBe(
      "3 of 12 users are online. 5.00 kB have moved today. | No news from ams-2 since 13:45, 47 minutes ago.",
    );
  });

  test("tells of a failing server that it cannot be read", () => {
    expect(said({ ...plain(12, 3, 5000n), servers: [UP, FAILING_SERVER] })).toEndWith(
      "| The status of waw-1 cannot be read; the last is of 11:38, 2 hours ago.",
    );
  });

  test("counts the servers in trouble when there are several", () => {
    expect(said({ ...plain(12, 3, 0n), servers: [UP, STALE_SERVER, FAILING_SERVER] })).toEndWith(
      "| No news from 2 of 3 servers.",
    );
  });

  test("does not claim that nobody is online when nobody could be seen", () => {
    expect(said({ ...plain(12, 0, 0n), servers: [STALE_SERVER] })).toBe(
      "Who is online cannot be told: no news from ams-2 since 13:45, 47 minutes ago. | Nothing has moved today.",
    );
    expect(said({ ...plain(12, 0, 0n), servers: [STALE_SERVER, FAILING_SERVER] })).toStartWith(
      "Who is online cannot be told: no news from any of 2 servers.",
    );
  });

  test("counts users as online through a server that failed just now", () => {
    expect(said({ ...plain(12, 3, 0n), servers: [FAILING_SERVER] })).toStartWith("3 of 12 users are online.");
  });

  test("remarks a day that passes all others, once there are seven to compare", () => {
    const day = (bytes: bigint) => ({ start: 0, end: 0, watched: 1, bytesReceived: bytes, bytesSent: 0n });
    const overview = plain(12, 3, 900n);
    const week = Array.from({ length: 7 }, () => day(899n));
    expect(said({ ...overview, days: [...week, day(900n)] })).toEndWith(
      "| Already more than on any other of the last 30 days.",
    );
    expect(said({ ...overview, days: [...week, day(900n), day(900n)] })).not.toContain("|");
    expect(said({ ...overview, days: [...week.slice(1), day(900n)] })).not.toContain("|");
  });

  test("remarks a user who moved more than half of it, among three or more", () => {
    const overview = plain(12, 3, 100n);
    const active = (users: number, most: bigint) => said({ ...overview, activeToday: { users, most } });
    expect(active(3, 51n)).toEndWith("| More than half of it by one user.");
    expect(active(3, 50n)).not.toContain("|");
    expect(active(2, 99n)).not.toContain("|");
  });

  test("F43 shows what a configured name hides", () => {
    expect(said({ ...plain(12, 3, 0n), servers: [UP, { ...STALE_SERVER, name: "ams\u202e2" }] })).toContain(
      "ams\\u{202e}2",
    );
  });
});

test.each([
  [[UP], "6 of 12 online"],
  [[UP, STALE_SERVER], "Stale: ams-2 · 6 of 12 online"],
  [[FAILING_SERVER, UP], "Failing: waw-1 · 6 of 12 online"],
  [[UP, STALE_SERVER, FAILING_SERVER], "Stale: ams-2 and more · 6 of 12 online"],
])("pageTitle() puts trouble first (%#)", (servers, title) => {
  expect(pageTitle({ ...sampleOverview({ users: 12 }), servers })).toBe(title);
});

test("pageTitle() of an empty report says so", () => {
  expect(pageTitle(sampleOverview({ users: 0 }))).toBe("Nobody yet");
});

test("isTroubled() is true of stale and failing, false of up and waiting", () => {
  expect([UP, WAITING, STALE_SERVER, FAILING_SERVER].map(isTroubled)).toEqual([false, false, true, true]);
});

test.each([
  [plain(12, 0, 0n), [STALE_SERVER, FAILING_SERVER], true],
  [plain(12, 1, 0n), [FAILING_SERVER], false],
  [plain(12, 0, 0n), [STALE_SERVER, UP], false],
  [plain(12, 0, 0n), [], false],
])("isPresenceUnknown() only while no server tells anything (%#)", (overview, servers, unknown) => {
  expect(isPresenceUnknown({ ...overview, servers })).toBe(unknown);
});
