import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { columnUnit, roundBytes, unitSize } from "../../src/report/byte-units.ts";
import { isoInstant } from "../../src/report/iso-instant.ts";
import { localTime } from "../../src/report/local-time.ts";
import { ENGLISH, localeOf } from "../../src/report/locale.ts";

const VIENNA = "Europe/Vienna";
/** Wed 15 Oct 2025, 14:32:08 in Vienna. */
const NOW = 1_760_531_528;
const HOUR = 3600;
const DAY = 24 * HOUR;

/** A reader in that zone, whose books are cut in it. */
function of(timeZone: string) {
  return localeOf({ language: "en", units: "si", timeZone }, timeZone);
}

/** As a reader sees it: a no-break space is a space. */
function read(text: string): string {
  return text.replaceAll("\u00a0", " ");
}

describe("bytes()", () => {
  test.each([
    [0n, "0 B"],
    [1n, "1 B"],
    [999n, "999 B"],
    [1000n, "1.00 kB"],
    [1004n, "1.00 kB"],
    [1005n, "1.01 kB"],
    [9_994n, "9.99 kB"],
    [9_995n, "10.0 kB"],
    [99_949n, "99.9 kB"],
    [99_950n, "100 kB"],
    [999_499n, "999 kB"],
    [999_500n, "1.00 MB"],
    [999_950n, "1.00 MB"],
    [15_000_000_000n, "15.0 GB"],
    [999_499_999_999n, "999 GB"],
    [999_500_000_000n, "1.00 TB"],
    [1_000_000_000_000_000n, "1.00 PB"],
    [9_223_372_036_854_775_807n, "9.22 EB"],
    [999_499_999_999_999_999_999n, "999 EB"],
    [999_500_000_000_000_000_000n, "1,000 EB"],
    [1_234_500_000_000_000_000_000n, "1,235 EB"],
  ])("writes %p as %p", (bytes, text) => {
    expect(read(ENGLISH.bytes(bytes))).toBe(text);
  });

  test("is never off by more than half of its last digit, and never shows 1000 of a unit", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1000n, max: 999_499_999_999_999_999_999n }), (bytes) => {
        const { digits, decimals, unit } = roundBytes(bytes, "si");
        expect(digits).toMatch(/^\d\d\d$/);
        const step = unitSize(unit) / 10n ** BigInt(decimals);
        const shown = BigInt(digits) * step;
        const off = bytes > shown ? bytes - shown : shown - bytes;
        expect(off * 2n).toBeLessThanOrEqual(step);
      }),
    );
  });
});

describe("inUnit()", () => {
  test.each([
    [0n, "GB", "0"],
    [1n, "GB", "<0.01"],
    [4_999_999n, "GB", "<0.01"],
    [5_000_000n, "GB", "0.01"],
    [2_575_000_000n, "GB", "2.58"],
    [99_999_999_999n, "GB", "100.00"],
    [1_204_100_000_000n, "GB", "1,204.10"],
    [9_223_372_036_854_775_807n, "GB", "9,223,372,036.85"],
    [9_223_372_036_854_775_807n, "EB", "9.22"],
    [1_234n, "B", "1,234"],
    [1n, "kB", "<0.01"],
  ] as const)("writes %p in %s as %p", (bytes, unit, text) => {
    expect(ENGLISH.inUnit(bytes, unit)).toBe(text);
  });

  test("rounds as exact arithmetic does, on both sides of 2^53", () => {
    const sizes = fc.constantFrom("kB", "MB", "GB", "TB", "PB", "EB");
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }), fc.nat({ max: 62 }), sizes, (seed, shift, unit) => {
        const bytes = seed >> BigInt(shift);
        const size = unitSize(unit);
        const exact = (bytes * 100n + size / 2n) / size;
        const text = ENGLISH.inUnit(bytes, unit);
        if (bytes === 0n) expect(text).toBe("0");
        else if (exact === 0n) expect(text).toBe("<0.01");
        else expect(BigInt(text.replace(/[.,]/g, ""))).toBe(exact);
      }),
      { numRuns: 2000 },
    );
  });
});

test.each([
  [0n, "B"],
  [999n, "B"],
  [1000n, "kB"],
  [999_999n, "kB"],
  [1_000_000n, "MB"],
  [1_000_000_000n, "GB"],
  [9_999_999_999_999n, "GB"],
  [10_000_000_000_000n, "TB"],
  [9_999_999_999_999_999n, "TB"],
  [10n ** 16n, "PB"],
  [10n ** 19n, "EB"],
] as const)("columnUnit() of a column up to %p is %s", (largest, unit) => {
  expect(columnUnit(largest, "si")).toBe(unit);
});

test.each([
  [0, "0"],
  [999, "999"],
  [1000, "1,000"],
  [1_234_567, "1,234,567"],
  [9_223_372_036_854_775_807n, "9,223,372,036,854,775,807"],
])("count() parts the thousands of %p: %s", (count, text) => {
  expect(ENGLISH.count(count)).toBe(text);
});

test("exactBytes() keeps every digit", () => {
  expect(read(ENGLISH.exactBytes(1n))).toBe("1 byte");
  expect(read(ENGLISH.exactBytes(9_223_372_036_854_775_807n))).toBe("9,223,372,036,854,775,807 bytes");
});

test.each([
  [0, "0 %"],
  [1, "100 %"],
  [1.2, "100 %"],
  [0.99999, "99.9 %"],
  [0.00001, "0.1 %"],
  [0.953, "95.3 %"],
  [0.81, "81 %"],
  [0.5, "50 %"],
])("share() writes %p as %p: only the whole is 100 %%, only nothing is 0 %%", (share, text) => {
  expect(read(ENGLISH.share(share))).toBe(text);
});

test.each([
  [0, "0 users"],
  [1, "1 user"],
  [1200, "1,200 users"],
])("plural() counts %p as %p", (count, text) => {
  expect(read(ENGLISH.plural(count, ["user", "users"]))).toBe(text);
});

test.each([
  [-5, "0 s", "0 seconds"],
  [0, "0 s", "0 seconds"],
  [1, "1 s", "1 second"],
  [59, "59 s", "59 seconds"],
  [60, "1 min", "1 minute"],
  [47 * 60, "47 min", "47 minutes"],
  [HOUR - 1, "59 min", "59 minutes"],
  [HOUR, "1 h 00 min", "1 hour"],
  [6 * HOUR + 120, "6 h 02 min", "6 hours"],
  [2 * DAY - 1, "47 h 59 min", "47 hours"],
  [2 * DAY, "2 days", "2 days"],
  [13 * DAY, "13 days", "13 days"],
  [14 * DAY, "14 days", "2 weeks"],
  [69 * DAY, "69 days", "9 weeks"],
  [70 * DAY, "70 days", "2 months"],
  [400 * DAY, "400 days", "13 months"],
  [730 * DAY, "730 days", "1 year"],
  [731 * DAY, "731 days", "2 years"],
])("duration() and age() say %p seconds as %p and %p", (seconds, duration, age) => {
  expect(read(ENGLISH.duration(seconds))).toBe(duration);
  expect(read(ENGLISH.age(seconds))).toBe(age);
});

describe("instants", () => {
  test.each([
    [NOW, "14:32"],
    [1_760_479_200, "00:00"],
    [1_760_479_199, "Tue 23:59"],
    [NOW - 6 * DAY, "Thu 14:32"],
    [NOW - 7 * DAY, "8 Oct"],
    [NOW - 300 * DAY, "19 Dec 2024"],
    [NOW + DAY, "16 Oct"],
  ])("instant() of %p seen on Wed 15 Oct 2025 is %p", (at, text) => {
    expect(read(of(VIENNA).instant(at, NOW))).toBe(text);
  });

  test("seen() adds how long ago, once the weekday no longer tells", () => {
    expect(read(of(VIENNA).seen(NOW - 5 * DAY, NOW))).toBe("Fri 14:32");
    expect(read(of(VIENNA).seen(NOW - 22 * DAY, NOW))).toBe("23 Sep, 3 weeks ago");
  });

  test.each([
    ["Europe/Vienna", "Wed 15 Oct 2025, 14:32:08"],
    ["UTC", "Wed 15 Oct 2025, 12:32:08"],
    ["Asia/Kolkata", "Wed 15 Oct 2025, 18:02:08"],
    ["America/St_Johns", "Wed 15 Oct 2025, 10:02:08"],
    ["Pacific/Kiritimati", "Thu 16 Oct 2025, 02:32:08"],
    ["America/Los_Angeles", "Wed 15 Oct 2025, 05:32:08"],
  ])("full() shows the clock of %s: %s", (zone, text) => {
    expect(read(of(zone).full(NOW))).toBe(text);
  });

  test("full() tells the two hours of the end of summer time apart only by their instants", () => {
    const first = 1_761_438_600; // Sun 26 Oct 2025, 02:30 CEST
    expect(read(of(VIENNA).full(first))).toBe("Sun 26 Oct 2025, 02:30:00");
    expect(read(of(VIENNA).full(first + HOUR))).toBe("Sun 26 Oct 2025, 02:30:00");
    expect(read(of(VIENNA).full(first + 2 * HOUR))).toBe("Sun 26 Oct 2025, 03:30:00");
  });

  test("midnight is 00:00, never 24:00", () => {
    expect(read(of(VIENNA).full(1_760_479_200))).toBe("Wed 15 Oct 2025, 00:00:00");
  });

  test("day(), date(), month() and isoInstant() write September as Sep", () => {
    const september = 1_756_677_600; // 1 Sep 2025, 00:00 in Vienna
    expect(read(of(VIENNA).day(september))).toBe("Mon 1 Sep");
    expect(read(of(VIENNA).date(september))).toBe("1 Sep 2025");
    expect(of(VIENNA).month(september)).toBe("September");
    expect(read(of(VIENNA).month(september + 14 * DAY))).toBe("since 15 Sep");
    expect(isoInstant(september)).toBe("2025-08-31T22:00:00Z");
  });

  test("weekdays hold before 1970, too", () => {
    expect(read(of("UTC").day(-DAY))).toBe("Wed 31 Dec");
    expect(read(of("UTC").day(-8 * DAY))).toBe("Wed 24 Dec");
  });
});

test("UTC is told without Temporal as with it", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 7_000_000_000 }), (at) => {
      expect(localTime(at, "UTC")).toEqual(localTime(at, "Etc/UTC"));
    }),
  );
});

describe("units of 1024", () => {
  const binary = localeOf({ language: "en", units: "iec", timeZone: "UTC" }, "UTC");

  test.each([
    [0n, "0 B"],
    [1023n, "1,023 B"],
    [1024n, "1.00 KiB"],
    [10_235n, "10.0 KiB"],
    [1_047_552n, "1,023 KiB"],
    [1_048_575n, "1.00 MiB"],
    [16_106_127_360n, "15.0 GiB"],
    [9_223_372_036_854_775_807n, "8.00 EiB"],
  ])("bytes() writes %p as %p", (bytes, text) => {
    expect(read(binary.bytes(bytes))).toBe(text);
  });

  test("inUnit() and columnUnit() go by them, too", () => {
    expect(binary.columnUnit(5_000_000_000n)).toBe("GiB");
    expect(binary.inUnit(1_610_612_736n, "GiB")).toBe("1.50");
  });
});

describe("in German", () => {
  const german = localeOf({ language: "de", units: "si", timeZone: VIENNA }, VIENNA);

  test("numbers have a comma, and thousands points", () => {
    expect(read(german.bytes(15_234_000_000n))).toBe("15,2 GB");
    expect(german.count(1_234_567)).toBe("1.234.567");
    expect(read(german.share(0.953))).toBe("95,3 %");
    expect(german.inUnit(1_204_100_000_000n, "GB")).toBe("1.204,10");
    expect(german.inUnit(1n, "GB")).toBe("<0,01");
  });

  test("dates and ages are German", () => {
    expect(read(german.full(NOW))).toBe("Mi 15. Okt. 2025, 14:32:08");
    expect(read(german.seen(NOW - 22 * DAY, NOW))).toBe("23. Sept., vor 3 Wochen");
    expect(read(german.duration(9 * DAY))).toBe("9 Tage");
    expect(german.month(1_756_677_600)).toBe("September");
  });
});

test("instants are told in the reader's zone, days in that of the books", () => {
  const reader = localeOf({ language: "en", units: "si", timeZone: "America/New_York" }, VIENNA);
  expect(reader.instant(NOW, NOW)).toBe("08:32");
  expect(read(reader.day(1_760_479_200))).toBe("Wed 15 Oct");
});

test.each([
  [0, "0 bit/s"],
  [100, "800 bit/s"],
  [2_675_000, "21.4 Mbit/s"],
  [1_249_999_999, "10.0 Gbit/s"],
])("speed() writes %p bytes a second as %p", (speed, text) => {
  expect(read(ENGLISH.speed(speed))).toBe(text);
});
