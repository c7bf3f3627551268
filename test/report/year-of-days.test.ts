import { describe, expect, test } from "bun:test";
import { daysOfYear, yearOfDays } from "../../src/report/year-of-days.ts";

const day = (bytes: bigint) => ({
  start: 0,
  end: 1,
  watched: 1,
  bytesReceived: bytes / 2n,
  bytesSent: bytes - bytes / 2n,
});
const levels = (amounts: readonly bigint[]) => yearOfDays(amounts.map(day), 0).days.map(({ level }) => level);

describe("yearOfDays()", () => {
  test("sorts the days on which anything moved into four quarters, and the others apart", () => {
    expect(levels([0n, 1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n, 0n])).toEqual([0, 1, 1, 2, 2, 3, 3, 4, 4, 0]);
    expect(yearOfDays([1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n].map(day), 0).bounds).toEqual([2n, 4n, 6n]);
  });

  test("goes by the user's own days, whatever their size", () => {
    const large = 10n ** 15n;
    expect(levels([large, 2n * large, 3n * large, 4n * large])).toEqual([1, 2, 3, 4]);
  });

  test("makes the most of few days, and of days that are alike", () => {
    expect(levels([7n])).toEqual([1]);
    expect(levels([7n, 9n])).toEqual([1, 3]);
    expect(levels([7n, 7n, 7n, 7n, 9n])).toEqual([1, 1, 1, 1, 4]);
    expect(yearOfDays([0n, 0n].map(day), 0)).toMatchObject({ bounds: undefined, days: [{ level: 0 }, { level: 0 }] });
  });
});

test.each([
  ["a Monday", Date.UTC(2026, 9, 26), 365],
  ["a Sunday", Date.UTC(2026, 9, 25), 371],
  ["a Wednesday", Date.UTC(2025, 9, 15), 367],
])("daysOfYear() begins on a Monday and ends on %s", (_, today, days) => {
  expect(daysOfYear(today / 86_400_000)).toBe(days);
  expect(new Date(today - (days - 1) * 86_400_000).getUTCDay()).toBe(1);
});
