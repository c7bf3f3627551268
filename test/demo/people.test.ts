import { expect, test } from "bun:test";
import { DEVICES } from "../../src/demo/devices.ts";
import { DEMO_PEOPLE } from "../../src/demo/people.ts";

test("of nobody but the demonstration's own users something is said", () => {
  const users = new Set(DEVICES.map(({ user }) => user));
  expect([...DEMO_PEOPLE.keys()].filter((name) => !users.has(name))).toEqual([]);
  expect([...DEMO_PEOPLE.values()].some(({ limit }) => limit !== undefined)).toBe(true);
});
