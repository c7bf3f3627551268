import { describe, expect, test } from "bun:test";
import { AppError } from "../../src/errors.ts";
import {
  DEFAULT_LIST,
  pageCount,
  pageOf,
  parseAskedUserList,
  parseUserList,
  USER_SORTS,
  userListQuery,
} from "../../src/report/user-list.ts";
import { USER_STATUSES } from "../../src/report/user-status.ts";
import { HOSTILE_NAMES } from "../support/hostile-names.ts";

const parse = (query: string) => parseUserList(new URLSearchParams(query));

describe("parseUserList()", () => {
  test("takes what is left out, empty or unknown for the default", () => {
    for (const query of ["", "q=", "q=++&state=&sort=", "utm=1&Sort=name", "page=1"])
      expect(parse(query)).toEqual(DEFAULT_LIST);
  });

  test("reads every key, of one given twice the first", () => {
    expect(parse("q=+Ann+&state=away&group=Sales+%26+more&sort=7-days&order=asc&page=12&page=13")).toEqual({
      query: "Ann",
      state: "away",
      group: "Sales & more",
      sort: "7-days",
      order: "asc",
      page: 12,
    });
  });

  test("orders names from A and everything else from the top", () => {
    for (const sort of USER_SORTS) expect(parse(`sort=${sort}`).order).toBe(sort === "name" ? "asc" : "desc");
  });

  test.each([
    "page=0",
    "page=-1",
    "page=1e9",
    "page=1000000000",
    "page=NaN",
    "page=",
    "page=1.5",
    "page=%201",
    "sort=drop",
    "sort=constructor",
    "sort=Name",
    "order=up",
    "state=ONLINE",
    "state=__proto__",
    `q=${"x".repeat(201)}`,
    "q=a%00b",
    "q=a%0d%0aSet-Cookie:",
  ])("refuses %s, and says what is wanted", (query) => {
    const [key = ""] = query.split("=");
    expect(() => parse(query)).toThrow(AppError);
    expect(() => parse(query)).toThrow(new RegExp(`^Cannot list users with ${key}=".*": ${key} must `));
  });
});

describe("parseAskedUserList()", () => {
  test("is undefined where nothing of a list is asked for", () => {
    expect(parseAskedUserList(new URLSearchParams("format=json"))).toBeUndefined();
    expect(parseAskedUserList(new URLSearchParams("page=1"))).toEqual(DEFAULT_LIST);
  });
});

describe("userListQuery()", () => {
  test("leaves defaults out", () => {
    expect(userListQuery(DEFAULT_LIST)).toBe("");
    expect(userListQuery({ ...DEFAULT_LIST, sort: "name", order: "asc" })).toBe("?sort=name");
    expect(userListQuery({ ...DEFAULT_LIST, order: "asc", page: 2 })).toBe("?order=asc&page=2");
  });

  test("comes back as it was, whatever is looked for", () => {
    for (const sort of USER_SORTS)
      for (const state of [undefined, ...USER_STATUSES]) {
        const list = { ...DEFAULT_LIST, sort, state, page: 3 };
        expect(parse(userListQuery(list))).toEqual(list);
      }
    for (const name of HOSTILE_NAMES) {
      const query = name
        .trim()
        .toWellFormed()
        .replace(/\p{Cc}/gu, "");
      const link = userListQuery({ ...DEFAULT_LIST, query });
      expect(parse(link).query).toBe(query);
      expect(link).toMatch(/^(\?[\w=&%+.*-]*)?$/);
    }
  });
});

describe("pages", () => {
  test("are of 50, beyond 200 users", () => {
    expect([0, 1, 200, 201, 250, 251, 10_000].map(pageCount)).toEqual([1, 1, 1, 5, 5, 6, 200]);
    const users = Array.from({ length: 201 }, (_, index) => index);
    expect(pageOf(users.slice(0, 200), 1)).toHaveLength(200);
    expect(pageOf(users, 1)).toEqual(users.slice(0, 50));
    expect(pageOf(users, 5)).toEqual([200]);
  });
});
