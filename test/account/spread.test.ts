import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { createCalendar, RESOLUTIONS } from "../../src/account/calendar.ts";
import { sum } from "../../src/account/credit.ts";
import { post } from "../../src/account/post.ts";
import { cutsOf, spread } from "../../src/account/spread.ts";

const calendar = createCalendar("UTC");
const bytes = (received: bigint, sent = 0n) => ({ bytesReceived: received, bytesSent: sent });
const hour = (n: number) => 1_795_305_600 + n * 3600;

describe("spread()", () => {
  test("gives each bucket its share of the time, in whole bytes", () => {
    const interval = { start: hour(1) - 600, end: hour(1) + 1200 };
    const cuts = cutsOf(interval, "hour", calendar) ?? [];
    expect(spread(bytes(100n, 7n), interval, cuts)).toEqual([
      [hour(0), bytes(33n, 2n)],
      [hour(1), bytes(67n, 5n)],
    ]);
  });

  test.each([
    ["no length", hour(3), hour(3), hour(3)],
    ["negative length", hour(5), hour(3) + 1, hour(3)],
  ])("puts bytes of an interval of %s into the bucket of its end", (_, start, end, bucket) => {
    const cuts = cutsOf({ start, end }, "hour", calendar) ?? [];
    expect(spread(bytes(9n), { start, end }, cuts)).toEqual([[bucket, bytes(9n)]]);
  });

  test("gives nothing to the bucket that begins where the interval ends", () => {
    expect(cutsOf({ start: hour(0), end: hour(1) }, "hour", calendar)).toEqual([{ bucket: hour(0), until: hour(1) }]);
  });

  test("neither makes nor loses a byte, up to 2^63-1", () => {
    const big = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n });
    fc.assert(
      fc.property(
        big,
        big,
        fc.integer({ min: 0, max: 40 * 86_400 }),
        fc.integer({ min: 1, max: 40 * 86_400 }),
        (r, s, from, length) => {
          const interval = { start: hour(from / 3600) | 0, end: (hour(from / 3600) | 0) + length };
          for (const resolution of RESOLUTIONS) {
            const cuts = cutsOf(interval, resolution, calendar);
            if (!cuts) continue;
            const shares = spread(bytes(r, s), interval, cuts).map(([, share]) => share);
            expect(shares.reduce(sum, bytes(0n, 0n))).toEqual(bytes(r, s));
            expect(shares.every((share) => share.bytesReceived >= 0n && share.bytesSent >= 0n)).toBe(true);
          }
        },
      ),
    );
  });
});

describe("cutsOf()", () => {
  test.each([
    ["12 hours", "hour", 0, 12, 12],
    ["more than 12 hours", "hour", 0.5, 12.5, undefined],
    ["one hour of 5 minutes", "five_minutes", 0, 1, 12],
    ["a little more than that", "five_minutes", 0, 1.01, undefined],
    ["days without end", "day", 0, 24 * 500, 500],
  ] as const)("over %s", (_, resolution, from, to, count) => {
    expect(cutsOf({ start: hour(from), end: hour(to) }, resolution, calendar)?.length).toBe(count);
  });
});

describe("post()", () => {
  const credit = (account: string, received: bigint, start: number, end: number) => ({
    account,
    ...bytes(received),
    interval: { start, end },
  });

  test("says each byte once at each resolution", () => {
    const credits = [
      credit("ann", 1001n, hour(0) - 50, hour(0) + 51),
      credit("ann", 10n, hour(0), hour(0) + 14),
      credit("bob", 5n, hour(0), hour(0) + 14),
      credit("bob", 77n, hour(0) - 40 * 3600, hour(0) + 14),
    ];
    const { postings, totals } = post(credits, calendar);
    for (const resolution of RESOLUTIONS) {
      const placed = postings.filter((posting) => posting.resolution === resolution);
      for (const [account, total] of totals) {
        const said = placed.flatMap(({ amounts }) => amounts.get(account) ?? []).reduce(sum, bytes(0n));
        expect(said).toEqual(total);
      }
    }
    expect(totals.get("ann")).toEqual(bytes(1011n));
    const unplaced = postings.filter(({ bucket }) => bucket === undefined);
    expect(unplaced.map(({ resolution, amounts }) => [resolution, [...amounts.keys()]])).toEqual([
      ["five_minutes", ["bob"]],
      ["hour", ["bob"]],
    ]);
    expect(unplaced.every(({ amounts }) => amounts.get("bob")?.bytesReceived === 77n)).toBe(true);
  });

  test("shares one Map among postings of equal content", () => {
    const { postings, totals } = post([credit("ann", 10n, hour(0), hour(0) + 14)], calendar);
    expect(postings).toHaveLength(RESOLUTIONS.length);
    expect(postings.every(({ amounts }) => amounts === totals)).toBe(true);
  });
});
