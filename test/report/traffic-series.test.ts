import { describe, expect, test } from "bun:test";
import { createCalendar } from "../../src/account/calendar.ts";
import { countedSince, lastBuckets, type SeriesFacts, trafficColumns } from "../../src/report/traffic-series.ts";
import { server } from "../support/summary.ts";

const HOUR = 3600;
const vienna = createCalendar("Europe/Vienna");
/** Tue 27 Oct 2026, 12:00 in Vienna; the clocks went back on Sunday. */
const NOW = Date.UTC(2026, 9, 27, 11) / 1000;

const one = (bucket: number) => ({ bucket, bytesReceived: 1n, bytesSent: 10n });
const facts = (changes: Partial<SeriesFacts>): SeriesFacts => ({
  ...{ now: NOW, sums: [], watched: [], keptSince: 0 },
  servers: [server({ firstAt: NOW - 400 * 86_400, at: NOW - 5 })],
  ...changes,
});

describe("lastBuckets()", () => {
  test("has days of 25 and 23 hours where the clocks change", () => {
    const hours = (cuts: readonly number[]) => cuts.slice(1).map((cut, index) => (cut - (cuts[index] ?? 0)) / HOUR);
    expect(hours(lastBuckets(vienna, "day", NOW, 4))).toEqual([24, 25, 24, 24]);
    expect(hours(lastBuckets(vienna, "day", Date.UTC(2026, 2, 30, 11) / 1000, 3))).toEqual([24, 23, 24]);
  });

  test("ends with the running bucket, and leaves no gap", () => {
    for (const resolution of ["five_minutes", "hour", "month", "year"] as const) {
      const cuts = lastBuckets(createCalendar("Asia/Kolkata", 15), resolution, NOW, 13);
      expect(cuts).toHaveLength(14);
      expect(cuts.at(-1)).toBeGreaterThan(NOW);
      expect(cuts.at(-2)).toBeLessThanOrEqual(NOW);
      cuts.slice(0, -1).forEach((start, index) => {
        const bucket = createCalendar("Asia/Kolkata", 15).bucket(resolution, start);
        expect(bucket).toEqual({ start, end: cuts[index + 1] ?? 0 });
      });
    }
  });
});

describe("trafficColumns()", () => {
  const cuts = lastBuckets(vienna, "day", NOW, 3);
  const [sunday = 0, monday = 0, tuesday = 0, end = 0] = cuts;

  test("puts buckets where they start, also those that were cut in another zone", () => {
    const sums = [one(sunday - HOUR), one(sunday), one(monday), one(monday + 5 * HOUR), one(tuesday - HOUR), one(end)];
    const columns = trafficColumns(cuts, facts({ sums }));
    expect(columns.map(({ bytesReceived, bytesSent }) => [bytesReceived, bytesSent])).toEqual([
      [1n, 10n],
      [3n, 30n],
      [0n, 0n],
    ]);
    expect(columns.map(({ start, end: until }) => [start, until])).toEqual([
      [sunday, monday],
      [monday, tuesday],
      [tuesday, end],
    ]);
  });

  test("tells what share of each was watched: a 25-hour day is whole with 25 hours", () => {
    const watched = [
      { bucket: sunday, server: 1, seconds: 25 * HOUR },
      { bucket: monday, server: 1, seconds: 6 * HOUR },
      { bucket: tuesday, server: 1, seconds: 12 * HOUR - 5 },
    ];
    expect(trafficColumns(cuts, facts({ watched })).map((column) => column.watched)).toEqual([1, 0.25, 1]);
  });

  test("takes of several servers the one that was watched best, and none that does not concern the user", () => {
    const watched = [
      { bucket: sunday, server: 1, seconds: 5 * HOUR },
      { bucket: sunday, server: 2, seconds: 20 * HOUR },
      { bucket: sunday, server: 3, seconds: 25 * HOUR },
    ];
    const servers = [server({ id: 1, firstAt: 1 }), server({ id: 2, firstAt: 1 })];
    expect(trafficColumns(cuts, facts({ watched, servers }))[0]?.watched).toBe(0.8);
  });

  test("counts a day from when the books begin, and the time since the last news while that is fresh", () => {
    const watched = [{ bucket: tuesday, server: 1, seconds: HOUR }];
    const servers = (at: number) => [server({ firstAt: NOW - 2 * HOUR, at })];
    const share = (at: number) => trafficColumns(cuts, facts({ watched, servers: servers(at) }))[2]?.watched;
    expect(share(NOW - 20)).toBeCloseTo(0.5 + 20 / (2 * HOUR), 6);
    expect(share(NOW - 3000)).toBe(0.5);
    expect(trafficColumns(cuts, facts({ watched, servers: servers(NOW) }))[1]?.watched).toBe(0);
  });
});

test("countedSince() is when the first server's books begin, or what is kept of such buckets", () => {
  const servers = [server({ firstAt: 5000 }), server({ firstAt: 3000 }), server({ firstAt: undefined })];
  expect(countedSince(facts({ servers, keptSince: undefined }))).toBe(3000);
  expect(countedSince(facts({ servers, keptSince: 4000 }))).toBe(4000);
  expect(countedSince(facts({ servers: [], keptSince: 4000 }))).toBeUndefined();
});
