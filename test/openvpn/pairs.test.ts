import { expect, test } from "bun:test";
import { allPairs, pairsOf, pairwise } from "./pairs.ts";
import { SCENARIOS } from "./scenario.ts";

test.each([[[2, 2]], [[4, 3, 3, 2, 2, 4]], [[1, 5, 2]], [[3]], [[]]])(
  "pairwise(%j) lets every two values meet",
  (sizes) => {
    const met = new Set(pairwise(sizes).flatMap(pairsOf));
    expect([...met].sort()).toEqual([...allPairs(sizes)].sort());
  },
);

test("pairwise() needs far fewer choices than there are combinations", () => {
  expect(pairwise([4, 3, 3, 2, 2, 4]).length).toBeLessThan(24);
});

test("the scenarios with OpenVPN differ, and each way to count meets each way to end a server", () => {
  expect(new Set(SCENARIOS.map(({ title }) => title)).size).toBe(SCENARIOS.length);
  const met = new Set(SCENARIOS.map(({ program, serverEnd }) => `${program} ${serverEnd}`));
  expect(met.size).toBe(8);
});
