import { expect, test } from "bun:test";
import { columnView, watchedShare } from "../../src/report/watched.ts";

const DAY = 86_400;

function day(index: number, watched: number) {
  return { start: index * DAY, end: (index + 1) * DAY, watched, bytesReceived: 0n, bytesSent: 0n };
}

test("watchedShare() weighs each day by the time of it that has passed and was counted", () => {
  expect(watchedShare([day(0, 1), day(1, 0)], 0, 2 * DAY)).toBe(0.5);
  expect(watchedShare([day(0, 1), day(1, 0)], 0, 1.5 * DAY)).toBeCloseTo(2 / 3);
  expect(watchedShare([day(0, 1), day(1, 0)], 0.5 * DAY, 2 * DAY)).toBeCloseTo(1 / 3);
});

test("watchedShare() is unknown before the books begin", () => {
  expect(watchedShare([day(0, 0)], undefined, DAY)).toBeUndefined();
  expect(watchedShare([day(0, 0)], DAY, DAY)).toBeUndefined();
  expect(watchedShare([], 0, DAY)).toBeUndefined();
});

test.each([
  [1, 0, "whole"],
  [0.996, 0, "whole"],
  [0.9, 0, "part"],
  [0, 0, "none"],
  [1, DAY, "before"],
  [1, undefined, "before"],
] as const)("columnView() of a day watched %p, counted since %p, is %s", (watched, since, view) => {
  expect(columnView(day(0, watched), since)).toBe(view);
});
