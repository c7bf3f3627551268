import { expect, test } from "bun:test";
import { formatInterval, parseInterval } from "../../src/config/interval.ts";

test.each([
  ["14", 14],
  ["14s", 14],
  ["90 min", 5400],
  ["1h", 3600],
  ["1h 30m", 5400],
  ["1h30min", 5400],
  ["1 day", 86_400],
  ["2 Days 3 hours 4 minutes 5 seconds", 183_845],
  ["3 years", 94_608_000],
  ["0s", 0],
] as const)("parseInterval(%j) is %p", (text, seconds) => {
  expect(parseInterval(text)).toBe(seconds);
});

test.each(["", " ", "s", "1.5h", "-1s", "1 month", "1x", "1h,30m", "h1", "1e3", "0x10", "1h 30", "9999999999999"])(
  "parseInterval(%j) is undefined",
  (text) => {
    expect(parseInterval(text)).toBeUndefined();
  },
);

test.each([
  [0, "0s"],
  [1, "1s"],
  [69, "69s"],
  [60, "1 min"],
  [5400, "90 min"],
  [172_800, "2 days"],
  [31_536_000, "1 year"],
  [94_608_001, "94608001s"],
] as const)("formatInterval(%p) is %j, and is read back", (seconds, text) => {
  expect(formatInterval(seconds)).toBe(text);
  expect(parseInterval(text)).toBe(seconds);
});
