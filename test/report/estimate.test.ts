import { describe, expect, test } from "bun:test";
import { estimate, type RunningPeriod, type WatchedStretch } from "../../src/report/estimate.ts";

const DAY = 86_400;
/** A month of 30 days, of which 10 and a half have passed. */
const NOW = 10.5 * DAY;

function days(of: (day: number) => Partial<WatchedStretch>): WatchedStretch[] {
  return Array.from({ length: 11 }, (_, day) => ({
    ...{ start: day * DAY, end: (day + 1) * DAY, watched: 1 },
    ...{ bytesReceived: day === 10 ? 50n : 100n, bytesSent: day === 10 ? 500n : 1000n },
    ...of(day),
  }));
}

function month(changes: Partial<RunningPeriod> = {}): RunningPeriod {
  const all = changes.days ?? days(() => ({}));
  const moved = {
    bytesReceived: all.reduce((total, day) => total + day.bytesReceived, 0n),
    bytesSent: all.reduce((total, day) => total + day.bytesSent, 0n),
  };
  return { start: 0, end: 30 * DAY, now: NOW, since: -100 * DAY, moved, days: all, ...changes };
}

describe("estimate()", () => {
  test("lets the rest of the month go as what has passed of it", () => {
    expect(estimate(month())).toEqual({
      total: { bytesReceived: 3000n, bytesSent: 30_000n },
      bytesPerSecond: 1100 / DAY,
    });
  });

  test("leaves out days of which little was watched, and what is booked on them, but not from the sum so far", () => {
    const found = estimate(
      month({ days: days((day) => (day < 5 ? { watched: 0.4, bytesReceived: 9_999n, bytesSent: 0n } : {})) }),
    );
    expect(found?.total).toEqual({ bytesReceived: 5n * 9_999n + 550n + 1950n, bytesSent: 5500n + 19_500n });
  });

  test("takes a part of a day for a part: half watched, twice the rate", () => {
    const found = estimate(month({ days: days(() => ({ watched: 0.5 })) }));
    expect(found?.total).toEqual({ bytesReceived: 1050n + 2n * 1950n, bytesSent: 10_500n + 2n * 19_500n });
  });

  test("counts from when the user was first seen", () => {
    const found = estimate(
      month({ since: 5 * DAY, days: days((day) => (day < 5 ? { bytesReceived: 0n, bytesSent: 0n } : {})) }),
    );
    expect(found?.total).toEqual({ bytesReceived: 550n + 1950n, bytesSent: 5500n + 19_500n });
  });

  test("leaves out the day on which the books begin: it has bytes of before", () => {
    const first = days((day) => (day === 4 ? { bytesReceived: 7_777n, bytesSent: 7_777n } : {}));
    const found = estimate(month({ since: 4.5 * DAY, days: first }));
    expect(found?.total.bytesSent).toBe(9500n + 7_777n + 19_500n);
  });

  test("takes no day of the month before", () => {
    const before = { start: -DAY, end: 0, watched: 1, bytesReceived: 77_777n, bytesSent: 77_777n };
    expect(estimate({ ...month(), days: [before, ...days(() => ({}))] })).toEqual(estimate(month()));
  });

  test("says nothing before a tenth of the month was watched", () => {
    expect(estimate(month({ since: 7.1 * DAY }))).toBeUndefined();
    expect(estimate(month({ since: 7 * DAY }))).toBeDefined();
    expect(estimate(month({ since: undefined }))).toBeUndefined();
    expect(estimate(month({ days: days(() => ({ watched: 0 })) }))).toBeUndefined();
    expect(estimate(month({ days: days((day) => ({ watched: day < 4 ? 0.7 : 0.3 })) }))).toBeUndefined();
  });

  test("adds nothing once the month is over, and nothing of nothing", () => {
    const all = month();
    expect(estimate({ ...all, now: 30 * DAY + 5 })?.total).toEqual(all.moved);
    const idle = month({ days: days(() => ({ bytesReceived: 0n, bytesSent: 0n })) });
    expect(estimate(idle)).toEqual({ total: { bytesReceived: 0n, bytesSent: 0n }, bytesPerSecond: 0 });
  });

  test("is exact beyond what a double can hold", () => {
    const huge = 2n ** 60n;
    const found = estimate(
      month({ days: days((day) => (day === 10 ? { bytesSent: huge / 2n } : { bytesSent: huge })) }),
    );
    expect(found?.total.bytesSent).toBe(30n * huge);
  });
});
