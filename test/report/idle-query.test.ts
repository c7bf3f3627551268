import { describe, expect, test } from "bun:test";
import { AppError } from "../../src/errors.ts";
import { idleParams, parseIdleQuery } from "../../src/report/idle-query.ts";

const parse = (query: string) => parseIdleQuery(new URLSearchParams(query));

describe("parseIdleQuery()", () => {
  test("asks for 30 days, the longest unseen first, unless it is told otherwise, and is written back", () => {
    for (const query of ["", "days=&sort=&page=", "days=30&sort=seen&page=1", "q=x"]) {
      expect(parse(query)).toEqual({ days: 30, sort: "seen", page: 1 });
      expect(idleParams(parse(query)).size).toBe(0);
    }
    expect(String(idleParams(parse("page=3&sort=name&days=365")))).toBe("days=365&sort=name&page=3");
  });

  test.each([
    "days=0",
    "days=-1",
    "days=1.5",
    "days=3651",
    "days=x",
    "days=1e2",
    "sort=server",
    "page=0",
    "page=1000000",
  ])("refuses %s, and says what is wanted", (query) => {
    const [key = ""] = query.split("=");
    expect(() => parse(query)).toThrow(AppError);
    expect(() => parse(query)).toThrow(new RegExp(`^Cannot list idle accounts with ${key}=".*": ${key} must be `));
  });
});
