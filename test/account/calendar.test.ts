import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { createCalendar, RESOLUTIONS } from "../../src/account/calendar.ts";

const at = (text: string) => Date.parse(text) / 1000;

describe("createCalendar()", () => {
  test.each([
    ["a day in UTC", "UTC", "day", "2026-11-22T08:00:00Z", "2026-11-22T00:00:00Z", 24],
    ["a day of 23 hours (F22)", "Europe/Vienna", "day", "2026-03-29T12:00:00Z", "2026-03-28T23:00:00Z", 23],
    ["a day of 25 hours (F22)", "Europe/Vienna", "day", "2026-10-25T12:00:00Z", "2026-10-24T22:00:00Z", 25],
    ["a day of a half-hour zone", "Asia/Kolkata", "day", "2026-11-22T08:00:00Z", "2026-11-21T18:30:00Z", 24],
    ["an hour of a half-hour zone", "Asia/Kolkata", "hour", "2026-11-22T08:00:00Z", "2026-11-22T07:30:00Z", 1],
    ["the hour before clocks go back", "Europe/Vienna", "hour", "2026-10-25T00:30:00Z", "2026-10-25T00:00:00Z", 1],
    ["the hour after clocks went back", "Europe/Vienna", "hour", "2026-10-25T01:30:00Z", "2026-10-25T01:00:00Z", 1],
    ["a day of 24.5 hours", "Australia/Lord_Howe", "day", "2027-04-04T01:00:00Z", "2027-04-03T13:00:00Z", 24.5],
    [
      "an hour of which a half comes twice",
      "Australia/Lord_Howe",
      "hour",
      "2027-04-03T15:10:00Z",
      "2027-04-03T15:00:00Z",
      0.5,
    ],
    [
      "an hour of which a half is skipped",
      "Australia/Lord_Howe",
      "hour",
      "2026-10-03T15:40:00Z",
      "2026-10-03T15:30:00Z",
      0.5,
    ],
    ["a day that begins at 01:00", "America/Asuncion", "day", "2023-10-01T12:00:00Z", "2023-10-01T04:00:00Z", 23],
    ["a leap February", "UTC", "month", "2028-02-29T23:59:59Z", "2028-02-01T00:00:00Z", 29 * 24],
    ["a year", "America/New_York", "year", "2026-07-01T00:00:00Z", "2026-01-01T05:00:00Z", 365 * 24],
  ] as const)("cuts %s", (_, zone, resolution, instant, start, hours) => {
    const bucket = createCalendar(zone).bucket(resolution, at(instant));
    expect(bucket).toEqual({ start: at(start), end: at(start) + hours * 3600 });
  });

  test.each([
    [15, "2026-11-22T00:00:00Z", "2026-11-15T00:00:00Z", "2026-12-15T00:00:00Z"],
    [15, "2026-11-14T23:59:59Z", "2026-10-15T00:00:00Z", "2026-11-15T00:00:00Z"],
    [31, "2027-02-28T00:00:00Z", "2027-02-28T00:00:00Z", "2027-03-31T00:00:00Z"],
    [31, "2027-02-27T23:00:00Z", "2027-01-31T00:00:00Z", "2027-02-28T00:00:00Z"],
  ])("begins billing months on day %i: %s", (day, instant, start, end) => {
    const bucket = createCalendar("UTC", day).bucket("month", at(instant));
    expect(bucket).toEqual({ start: at(start), end: at(end) });
  });

  test.each(["Europe/Nowhere", "CET-1CEST,M3.5.0,M10.5.0/3", ""])("refuses the zone %j (F23)", (zone) => {
    expect(() => createCalendar(zone)).toThrow(RangeError);
  });

  const zones = [
    "UTC",
    "Europe/Vienna",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Africa/Casablanca",
  ];
  test("parts time: every instant lies in its bucket, and the next bucket begins where it ends (F22)", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.constantFrom(...RESOLUTIONS),
        fc.integer({ min: at("2016-01-01T00:00:00Z"), max: at("2036-01-01T00:00:00Z") }),
        fc.integer({ min: 1, max: 31 }),
        (zone, resolution, instant, monthStartsOn) => {
          const calendar = createCalendar(zone, monthStartsOn);
          const { start, end } = calendar.bucket(resolution, instant);
          expect(start).toBeLessThanOrEqual(instant);
          expect(end).toBeGreaterThan(instant);
          expect(createCalendar(zone, monthStartsOn).bucket(resolution, start)).toEqual({ start, end });
          expect(createCalendar(zone, monthStartsOn).bucket(resolution, end - 1)).toEqual({ start, end });
          expect(createCalendar(zone, monthStartsOn).bucket(resolution, end).start).toBe(end);
        },
      ),
      { numRuns: 400 },
    );
  });

  test("lets days sum to their month in every zone of ten years (F22)", () => {
    for (const zone of Intl.supportedValuesOf("timeZone").filter((_, i) => i % 10 === 0)) {
      const calendar = createCalendar(zone);
      for (let year = 2026; year < 2036; year++) {
        const month = calendar.bucket("month", at(`${year}-${year % 2 ? "03" : "10"}-15T12:00:00Z`));
        let day = month.start;
        while (day < month.end) day = calendar.bucket("day", day).end;
        expect(day).toBe(month.end);
      }
    }
  });

  test("cuts UTC by arithmetic as Temporal cuts it", () => {
    const instant = fc.integer({ min: at("1990-01-01T00:00:00Z"), max: at("2200-01-01T00:00:00Z") });
    fc.assert(
      fc.property(
        instant,
        fc.integer({ min: 1, max: 31 }),
        fc.integer({ min: 1, max: 400 }),
        (when, startsOn, count) => {
          const own = createCalendar("UTC", startsOn);
          const theirs = createCalendar("Etc/UTC", startsOn);
          for (const resolution of RESOLUTIONS)
            expect(own.bucket(resolution, when)).toEqual(theirs.bucket(resolution, when));
          expect(own.days(when, count)).toEqual(theirs.days(when, count));
        },
      ),
    );
  });
});
