import { expect, test } from "bun:test";
import { traceOf } from "../../src/parse/trace.ts";

test("traceOf() leaves too little to tell an address by: every trace is that of thousands", () => {
  const counts = new Map<number, number>();
  for (let host = 0; host < 2 ** 18; host++) {
    const trace = traceOf("ann", `10.${host >> 16}.${(host >> 8) & 255}.${host & 255}:1194`);
    counts.set(trace, (counts.get(trace) ?? 0) + 1);
  }
  expect(counts.size).toBe(4096);
  // 64 on average of 2^18 addresses, so a million of all there are.
  expect(Math.min(...counts.values())).toBeGreaterThan(25);
  expect(Math.max(...counts.values())).toBeLessThan(120);
});
