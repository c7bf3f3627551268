import { describe, expect, test } from "bun:test";
import { parseAskedTime } from "../../src/report/asked-time.ts";

const ZONES = { days: "Europe/Vienna", instants: "America/New_York" };

const iso = (at: number) => new Date(at * 1000).toISOString().slice(0, 19);

describe("parseAskedTime()", () => {
  test.each([
    // A day is one of the books, which may have 23 or 25 hours.
    ["2026-11-20", "2026-11-19T23:00:00", "2026-11-20T23:00:00"],
    ["2026-03-29", "2026-03-28T23:00:00", "2026-03-29T22:00:00"],
    ["2026-10-25", "2026-10-24T22:00:00", "2026-10-25T23:00:00"],
    // An instant is one of the reader's clock, unless it says whose.
    ["2026-11-20T14:05", "2026-11-20T19:05:00", undefined],
    ["2026-11-20 14:05:09", "2026-11-20T19:05:09", undefined],
    ["2026-11-20T14:05Z", "2026-11-20T14:05:00", undefined],
    ["2026-11-20T14:05:09+05:45", "2026-11-20T08:20:09", undefined],
    ["2026-11-20T14:05 01:00", "2026-11-20T13:05:00", undefined],
    ["2026-11-20T14:05-08:00", "2026-11-20T22:05:00", undefined],
    // The hour that there is twice is the first of them, one that there is not comes an hour later.
    ["2026-11-01T01:30", "2026-11-01T05:30:00", undefined],
    ["2026-03-08T02:30", "2026-03-08T07:30:00", undefined],
  ])("reads %s", (text, start, end = start) => {
    const time = parseAskedTime(text, ZONES);
    expect(time && [time.text, iso(time.start), iso(time.end)]).toEqual([text, start, end]);
  });

  test.each([
    ...["", "today", "2026", "2026-11", "2026-02-29", "2026-13-01", "2026-11-31", "20261120", "26-11-20", "1969-12-31"],
    ...["2026-11-20T", "2026-11-20T24:01", "2026-11-20T14", "2026-11-20T14:05:61", "2026-11-20T14:05+99:00"],
    ...["2026-11-20T14:05[Europe/Vienna]", "9999-12-31", "+002026-11-20", "1795334862"],
  ])("refuses %j", (text) => {
    expect(parseAskedTime(text, ZONES)).toBeUndefined();
  });
});
