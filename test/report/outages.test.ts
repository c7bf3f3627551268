import { describe, expect, test } from "bun:test";
import { outagesOf, type ServerEvent } from "../../src/report/outages.ts";
import { type ObservedBucket, unwatchedOf } from "../../src/report/unwatched.ts";

function event(at: number, kind: ServerEvent["kind"], detail?: string): ServerEvent {
  return { server: 1, at, kind, detail };
}

const SPAN = { start: 1000, end: 2000 };

describe("outagesOf()", () => {
  test("is from when the news ended to when they went on, the latest first", () => {
    const events = [
      event(1100, "stale"),
      event(1200, "up"),
      event(1300, "restart", "exact"),
      event(1400, "failing", "it is gone"),
      event(1500, "up"),
    ];
    expect(outagesOf(events, SPAN)).toEqual([
      { kind: "failing", from: 1400, to: 1500, problem: "it is gone" },
      { kind: "stale", from: 1100, to: 1200, problem: undefined },
    ]);
  });

  test("one that lasts has no end, and one that began before the span is in it", () => {
    expect(outagesOf([event(10, "stale")], SPAN)).toEqual([
      { kind: "stale", from: 10, to: undefined, problem: undefined },
    ]);
    expect(outagesOf([event(10, "stale"), event(1010, "up")], SPAN)).toHaveLength(1);
    expect(outagesOf([event(10, "stale"), event(20, "up")], SPAN)).toEqual([]);
  });

  test("one that turns into another ends there", () => {
    expect(outagesOf([event(1100, "stale"), event(1200, "failing", "gone")], SPAN)).toMatchObject([
      { kind: "failing", from: 1200, to: undefined },
      { kind: "stale", from: 1100, to: 1200 },
    ]);
  });
});

describe("unwatchedOf()", () => {
  const bucket = (at: number, seconds = 100): ObservedBucket => ({ server: 1, bucket: at, seconds, length: 100 });
  const buckets = (from: number, to: number) =>
    Array.from({ length: (to - from) / 100 }, (_, index) => bucket(from + index * 100));

  test("is nothing where every second was watched", () => {
    expect(unwatchedOf(buckets(1000, 2000), SPAN)).toEqual([]);
    expect(unwatchedOf(buckets(900, 2100), SPAN)).toEqual([]);
  });

  test("is what lies between, before and after", () => {
    expect(unwatchedOf([], SPAN)).toEqual([{ from: 1000, to: 2000, seconds: 1000 }]);
    expect(unwatchedOf([...buckets(1200, 1400), ...buckets(1600, 1900)], SPAN)).toEqual([
      { from: 1000, to: 1200, seconds: 200 },
      { from: 1400, to: 1600, seconds: 200 },
      { from: 1900, to: 2000, seconds: 100 },
    ]);
  });

  test("counts what is missing of buckets, together with the gap they lie at", () => {
    const found = unwatchedOf([...buckets(1000, 1300), bucket(1300, 40), ...buckets(1500, 2000)], SPAN);
    expect(found).toEqual([{ from: 1300, to: 1500, seconds: 160 }]);
  });

  test("a bucket that is followed sooner is shorter, and a few seconds are no gap", () => {
    expect(unwatchedOf([bucket(1000), bucket(1100, 50), ...buckets(1150, 2050)], { start: 1000, end: 2000 })).toEqual(
      [],
    );
    expect(unwatchedOf([bucket(1000, 80), ...buckets(1100, 2000)], SPAN)).toEqual([]);
  });
});
