import { describe, expect, test } from "bun:test";
import { presentUsers, rankUsers } from "../../src/report/rank-users.ts";
import { DEFAULT_LIST, type UserList } from "../../src/report/user-list.ts";
import { DAY, NOW, open, server, some, standing, summary } from "../support/summary.ts";

describe("presentUsers()", () => {
  test("tells online, away, offline and long time off apart", () => {
    const users = [standing(1, NOW - 9000), standing(2, NOW - 3599), standing(3, NOW - 3600), standing(4, NOW - DAY)];
    const present = presentUsers(summary({ users, open: [open(1)] }), NOW);
    expect(present.map(({ user, status }) => [user.id, status])).toEqual([
      [1, "online"],
      [2, "away"],
      [3, "offline"],
      [4, "long-time-off"],
    ]);
  });

  test("takes nobody for online through a stale server (F5)", () => {
    const books = summary({ users: [standing(1, NOW - 9000)], open: [open(1, NOW - 60)] });
    const stale = { ...books, servers: [server({ at: NOW - 60 })] };
    expect(presentUsers(stale, NOW)[0]).toMatchObject({ status: "away", seenAt: NOW - 60 });
  });
});

describe("rankUsers()", () => {
  const names = new Map([
    [1, "Anna"],
    [2, "bert"],
    [3, "cleo"],
    [4, "dora"],
    [5, "evil\u202ename"],
  ]);
  const users = [
    { ...standing(1, NOW - 5000, 5n), today: some(9n) },
    { ...standing(2, NOW - 4000, 5n), month: some(70n) },
    { ...standing(3, NOW - DAY, 9n), last7Days: some(1n) },
    standing(4, NOW - 6000),
    standing(5, NOW - 7000),
  ];
  const present = presentUsers(summary({ users, open: [open(4)] }), NOW);
  const ids = (asked: Partial<UserList>) =>
    rankUsers(present, { ...DEFAULT_LIST, ...asked }, names).map(({ user }) => user.id);

  test("puts who is online first, then the most traffic of 30 days, then the name", () => {
    expect(ids({})).toEqual([4, 3, 1, 2, 5]);
  });

  test.each([
    ["state", "asc", [5, 1, 2, 3, 4]],
    ["name", "asc", [1, 2, 3, 4, 5]],
    ["name", "desc", [5, 4, 3, 2, 1]],
    ["seen", "desc", [4, 2, 1, 5, 3]],
    ["seen", "asc", [3, 5, 1, 2, 4]],
    ["today", "desc", [1, 3, 2, 4, 5]],
    ["7-days", "desc", [1, 2, 3, 4, 5]],
    ["30-days", "desc", [3, 1, 2, 4, 5]],
    ["30-days", "asc", [4, 5, 1, 2, 3]],
    ["month", "desc", [2, 3, 1, 4, 5]],
  ] as const)("sorts by %s, %s, equals by name", (sort, order, expected) => {
    expect(ids({ sort, order })).toEqual([...expected]);
  });

  test("keeps only those of a state, or with a part of the name in any case", () => {
    expect(ids({ state: "offline" })).toEqual([1, 2, 5]);
    expect(ids({ query: "E" })).toEqual([3, 2, 5]);
    expect(ids({ query: "ANN" })).toEqual([1]);
    expect(ids({ query: "e", state: "online" })).toEqual([]);
  });

  test("looks for a name as it is shown", () => {
    expect(ids({ query: "\\u{202e}" })).toEqual([5]);
    expect(ids({ query: "\u202e" })).toEqual([]);
  });

  test("ranks amounts beyond what a double holds exactly", () => {
    const close = [standing(1, NOW, 2n ** 60n), standing(2, NOW, 2n ** 60n + 1n)];
    const ranked = rankUsers(presentUsers(summary({ users: close }), NOW), DEFAULT_LIST, new Map());
    expect(ranked.map(({ user }) => user.id)).toEqual([2, 1]);
  });
});
