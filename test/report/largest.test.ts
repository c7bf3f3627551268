import { expect, test } from "bun:test";
import { largest, sharedUnit } from "../../src/report/largest.ts";
import { ENGLISH } from "../../src/report/locale.ts";

const lines = [
  { bytesReceived: 5n, bytesSent: 2n ** 60n },
  { bytesReceived: 7_000_000n, bytesSent: 3n },
];

test("largest() takes each direction by itself", () => {
  expect(largest(lines)).toEqual({ bytesReceived: 7_000_000n, bytesSent: 2n ** 60n });
  expect(largest([])).toEqual({ bytesReceived: 0n, bytesSent: 0n });
});

test("sharedUnit() is that of the larger direction", () => {
  expect(sharedUnit(lines.slice(1), ENGLISH)).toBe("MB");
  expect(sharedUnit([{ bytesReceived: 1n, bytesSent: 2000n }], ENGLISH)).toBe("kB");
  expect(sharedUnit([], ENGLISH)).toBe("B");
});
