import { describe, expect, test } from "bun:test";
import { clockStep, instantOf, isStale, isWatched, setBackTo, statusInterval } from "../../src/account/clock.ts";

test.each([
  ["TIME", 1000, 990, 1000],
  ["TIME a minute ahead of the file", 1050, 990, 1050],
  ["the mtime where TIME is more than a minute ahead", 1051, 990, 990],
  ["the mtime where there is no TIME", undefined, 990, 990],
])("instantOf() is %s", (_, time, modifiedAt, instant) => {
  expect(instantOf(time, modifiedAt)).toBe(instant);
});

const moment = (now: number, uptime: number | undefined, bootId = "a") => ({ now, uptime, bootId });

test.each([
  ["clocks agree", moment(1000, 10), moment(1060, 70), 0],
  ["the clock was corrected by 5 minutes", moment(1000, 10), moment(1360, 70), 0],
  ["it was set forward", moment(1000, 10), moment(87_460, 70), 86_400],
  ["it was set back", moment(10_000, 10), moment(6460, 70), -3600],
  ["another boot", moment(1000, 10), moment(99_000, 70, "b"), 0],
  ["uptime is not told", moment(1000, undefined), moment(99_000, 70), 0],
  ["there was nothing before", undefined, moment(99_000, 70), 0],
])("clockStep() when %s", (_, before, after, step) => {
  expect(clockStep(before, after)).toBe(step);
});

test.each([
  ["was set back", moment(10_000, 10), moment(6460, 70), 6460],
  ["was set back while the machine was off", moment(10_000, 10), moment(6460, 5, "b"), 6460],
  ["was corrected by 5 minutes", moment(1000, 10), moment(700, undefined), undefined],
  ["went on", moment(1000, 10), moment(1060, 70), undefined],
  ["was not looked at before", undefined, moment(1060, 70), undefined],
])("setBackTo() when the clock %s", (_, before, after, now) => {
  expect(setBackTo(before, after)).toBe(now);
});

test.each([
  ["as configured", 5, [60, 60], 5],
  ["the middle of what was seen", undefined, [10, 61, 60, 60, 59], 60],
  ["the lower middle", undefined, [10, 20], 10],
  ["not learned from long steps", undefined, [3600, 3600, 30], 30],
  ["OpenVPN's default", undefined, [], 60],
])("statusInterval() is %s", (_, configured, intervals, seconds) => {
  expect(statusInterval(configured, intervals)).toBe(seconds);
});

describe("isStale() (F5)", () => {
  test.each([
    [60, 180, false],
    [60, 181, true],
    [1, 16, false],
    [1, 17, true],
    [10, 30, false],
    [10, 31, true],
  ])("interval %i s, age %i s: %p", (interval, age, stale) => {
    expect(isStale(5000, 5000 + age, interval)).toBe(stale);
  });
});

describe("isWatched()", () => {
  test.each([
    [600, [], true],
    [601, [], false],
    [9000, [3600, 3600, 3600], true],
    [9001, [3600, 3600, 3600], false],
    [0, [60], false],
    [-5, [60], false],
  ])("a gap of %i s after %j: %p", (gap, intervals, watched) => {
    expect(isWatched(gap, intervals)).toBe(watched);
  });
});
