import { describe, expect, test } from "bun:test";
import type { Estimate } from "../../src/report/estimate.ts";
import { limitLine } from "../../src/report/limit.ts";
import { some } from "../support/summary.ts";

const DAY = 86_400;
const days = [0, 1, 2].map((day) => ({ start: day * DAY, end: (day + 1) * DAY, watched: 1, ...some(100n) }));
const estimate: Estimate = { total: some(1000n), bytesPerSecond: 200 / DAY };
const month = { now: 3 * DAY, moved: some(300n), estimate, days };

describe("limitLine()", () => {
  test("tells a month within its limit, the limit itself included", () => {
    const within = { state: "within", passedAt: undefined } as const;
    expect(limitLine(2000n, month)).toEqual({ bytes: 2000n, ...within });
    expect(limitLine(600n, { ...month, estimate: undefined })).toEqual({ bytes: 600n, ...within });
  });

  test("tells when the estimate passes it", () => {
    expect(limitLine(1000n, month)).toEqual({ bytes: 1000n, state: "passing", passedAt: 5 * DAY });
    expect(limitLine(1999n, month).state).toBe("passing");
  });

  test("tells on which day it was passed", () => {
    expect(limitLine(599n, month)).toEqual({ bytes: 599n, state: "over", passedAt: 2 * DAY });
    expect(limitLine(400n, month)).toEqual({ bytes: 400n, state: "over", passedAt: 2 * DAY });
    expect(limitLine(399n, month)).toEqual({ bytes: 399n, state: "over", passedAt: DAY });
  });

  test("knows no such day where days are not kept so long", () => {
    expect(limitLine(599n, { ...month, days: [] })).toEqual({ bytes: 599n, state: "over", passedAt: undefined });
  });
});
