import { expect, test } from "bun:test";
import { nearest } from "../../src/config/nearest.ts";

const WORDS = ["once", "report", "config", "time_zone", "server_time_zone", "db_url"];

test.each([
  ["onec", "once"],
  ["conf", "config"],
  ["timezone", "time_zone"],
  ["time_zoen", "time_zone"],
  ["servertimezone", "server_time_zone"],
  ["dburl", "db_url"],
  ["Report", "report"],
  ["once", "once"],
] as const)("nearest(%j) is %s", (typed, meant) => {
  expect(nearest(typed, WORDS)).toBe(meant);
});

test.each(["", "x", "serve", "web_listen", "z".repeat(100_000)])("nearest(%.20j) is undefined", (typed) => {
  expect(nearest(typed, WORDS)).toBeUndefined();
});
