import { describe, expect, test } from "bun:test";
import { createCalendar } from "../../src/account/calendar.ts";
import { AppError } from "../../src/errors.ts";
import { daySpan, parseTopQuery, TOP_SORTS, TOP_SPANS, topParams } from "../../src/report/top-query.ts";

const ZONE = "Europe/Vienna";
const NOW = Date.UTC(2026, 10, 20, 13, 5) / 1000;

const parse = (query: string) => parseTopQuery(new URLSearchParams(query), ZONE);
const iso = (at: number | undefined) => at && new Date(at * 1000).toISOString().slice(0, 16);

describe("parseTopQuery()", () => {
  test("is of 30 days and by the sum unless it is told otherwise, and is written back", () => {
    expect(parse("")).toEqual({ span: "30-days", from: undefined, to: undefined, sort: "sum" });
    expect(parse("span=&from=&sort=&x=1")).toEqual(parse(""));
    const asked = [
      ...TOP_SPANS.flatMap((span) => TOP_SORTS.map((sort) => `span=${span}&sort=${sort}`)),
      ...["from=2026-10-01", "to=2026-10-01&sort=sent", "from=2026-10-01&to=2026-10-01"],
    ];
    for (const query of asked) expect(parse(String(topParams(parse(query))))).toEqual(parse(query));
    expect(String(topParams(parse("span=30-days&sort=sum")))).toBe("");
  });

  test.each([
    ...["span=week", "span=30", "sort=name", "sort=constructor", "from=2026-10-01T10:00", "to=x", "from=2026-02-30"],
    ...["span=all&from=2026-10-01", "to=2026-10-01&from=2026-10-02", "from=a%00b"],
  ])("refuses %s, and says what is wanted", (query) => {
    const [key = ""] = query.split("=");
    expect(() => parse(query)).toThrow(AppError);
    expect(() => parse(query)).toThrow(new RegExp(`^Cannot rank users with ${key}=".*": ${key} must `));
  });
});

test.each([
  ["span=7-days", "2026-11-13T23:00", "2026-11-20T23:00"],
  ["span=30-days", "2026-10-21T22:00", "2026-11-20T23:00"],
  ["span=month", "2026-11-14T23:00", "2026-12-14T23:00"],
  ["span=year", "2025-12-31T23:00", "2026-12-31T23:00"],
  ["span=all", undefined, "2026-11-20T23:00"],
  ["from=2026-10-25", "2026-10-24T22:00", "2026-11-20T23:00"],
  ["to=2026-10-25", undefined, "2026-10-25T23:00"],
  ["from=2026-10-25&to=2026-10-25", "2026-10-24T22:00", "2026-10-25T23:00"],
])("daySpan() of %s is cut where the days and the billing month are", (query, start, end) => {
  const span = daySpan(parse(query), NOW, createCalendar(ZONE, 15));
  expect([iso(span.start), iso(span.end)]).toEqual([start, end]);
});
