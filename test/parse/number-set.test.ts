import { expect, test } from "bun:test";
import { addNumber, openNumberSet } from "../../src/parse/number-set.ts";

test("addNumber() takes each number once, small and large ones (F4)", () => {
  const set = openNumberSet();
  const numbers = [0, 1, 1_023, 1_024, 1_025, 5_000, 2 ** 20 - 1, 2 ** 20, 2 ** 32, 999_999_999_999_999];
  for (const number of numbers) expect(addNumber(set, number)).toBeTrue();
  for (const number of numbers) expect(addNumber(set, number)).toBeFalse();
  expect(addNumber(set, 2)).toBeTrue();
});
