import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { civilSeconds } from "../../src/parse/timestamp.ts";
import { printDate } from "./print.ts";

describe("civilSeconds()", () => {
  test.each([
    ["the spelling since 2.5", "2026-11-22 07:08:32", 1_795_331_312],
    ["ctime()'s", "Sun Nov 22 07:56:48 2026", 1_795_334_208],
    ["ctime()'s day padded with a blank", "Thu Jan  1 00:00:00 1970", 0],
    ["Windows' day padded with a zero", "Thu Jan 01 00:00:00 1970", 0],
    ["a leap day", "2024-02-29 23:59:59", 1_709_251_199],
    ["a leap day of a round century", "2000-02-29 00:00:00", 951_782_400],
    ["a time before 1970", "1969-12-31 23:59:59", -1],
    ["the last second of 32 bits", "2106-02-07 06:28:15", 4_294_967_295],
  ])("reads %s (F7)", (_, text, seconds) => expect(civilSeconds(text)).toBe(seconds));

  test.each([
    "",
    "2026-02-30 00:00:00",
    "2026-02-29 00:00:00",
    "1900-02-29 00:00:00",
    "2026-04-31 00:00:00",
    "2026-00-10 00:00:00",
    "2026-13-10 00:00:00",
    "2026-11-00 00:00:00",
    "0000-11-22 00:00:00",
    "2026-11-22 24:00:00",
    "2026-11-22 23:60:00",
    "2026-11-22 23:59:60",
    "2026-11-22T07:08:32",
    "2026/11/22 07:08:32",
    "2026-11-22 07:08:3",
    "2026-11-22 07:08:322",
    "2026-1 -22 07:08:32",
    "20 6-11-22 07:08:32",
    "-026-11-22 07:08:32",
    "+026-11-22 07:08:32",
    "2026-11-22 07:08:3٣",
    "Sun Feb 30 07:56:48 2026",
    "Sun Nov 22 07:56:48 202x",
    "Sun Nov   2 07:56:48 2026",
    "Sun Nov  0 07:56:48 2026",
    "Mun Nov 22 07:56:48 2026",
    "Sun Nox 22 07:56:48 2026",
    "sun nov 22 07:56:48 2026",
    "SunNov  22 07:56:48 2026",
    "Sun Nov 22 07.56.48 2026",
  ])("takes %j for no date", (text) => expect(civilSeconds(text)).toBeUndefined());

  test("gives back every second in both spellings (F7)", () => {
    const second = fc.integer({ min: -62_135_596_800, max: 253_402_300_799 });
    fc.assert(
      fc.property(second, fc.constantFrom("2.4", "2.6"), (seconds, openvpn) => {
        expect(civilSeconds(printDate(seconds, openvpn))).toBe(seconds);
      }),
      { numRuns: 2_000 },
    );
  });

  test("takes any text for a date only when it is one", () => {
    const near = fc.string({ unit: fc.constantFrom(..."0123456789-: SunNovJa"), minLength: 18, maxLength: 25 });
    fc.assert(
      fc.property(near, (text) => {
        const seconds = civilSeconds(text);
        if (seconds === undefined) return;
        const printed = [printDate(seconds, "2.6"), printDate(seconds, "2.4")];
        // The weekday is not held against the date, nor the padding of the day.
        expect(printed.map((date) => date.slice(-20).replace("  ", " 0"))).toContain(
          text.slice(-20).replace("  ", " 0"),
        );
      }),
      { numRuns: 5_000 },
    );
  });
});
