import { expect, test } from "bun:test";
import { parseSize } from "../../src/config/size.ts";

test.each([
  ["60 GB", 60_000_000_000n],
  ["60GB", 60_000_000_000n],
  [" 60 gb ", 60_000_000_000n],
  ["1.5 TB", 1_500_000_000_000n],
  ["500 GiB", 536_870_912_000n],
  ["0.5 KiB", 512n],
  ["1 B", 1n],
  ["9007199254740993 B", 9_007_199_254_740_993n],
  ["9223.372036854775807 PB", 9_223_372_036_854_775_807n],
  ["9.007199254740993 PB", 9_007_199_254_740_993n],
] as const)("parseSize() takes %p for the bytes it says", (text, bytes) => {
  expect(parseSize(text)).toBe(bytes);
});

test.each([
  "",
  "60",
  "GB",
  "60 XB",
  "60 G",
  "-1 GB",
  "1e3 GB",
  "1,5 GB",
  "0 GB",
  "0.0001 B",
  "60 GB 5 MB",
  "9223.372036854775808 PB",
  "10000 PB",
])("parseSize() finds no amount in %p", (text) => {
  expect(parseSize(text)).toBeUndefined();
});
