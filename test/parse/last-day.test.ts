import { expect, test } from "bun:test";
import { endOfDate, isClock, newLastDay } from "../../src/parse/last-day.ts";
import { openLines } from "../../src/parse/lines.ts";

const linesOf = (text: string) => openLines(text, Buffer.from(text, "latin1"));

test("isClock() takes every time of day, and nothing else that differs in one character", () => {
  const clock = /^(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d$/;
  let taken = 0;
  for (const whole of ["00:00:00", "09:59:10", "19:05:59", "23:59:59", "24:00:00", "12:60:00", "12:00:60"])
    for (let place = 0; place < whole.length; place++)
      for (let code = 0; code < 256; code++) {
        const text = whole.slice(0, place) + String.fromCharCode(code) + whole.slice(place + 1);
        expect([text, isClock(linesOf(text).words, 0)]).toEqual([text, clock.test(text)]);
        if (clock.test(text)) taken++;
      }
  expect(taken).toBeGreaterThan(100);
});

test("endOfDate() takes dates of one day after another, whichever they are", () => {
  const day = newLastDay();
  const end = (date: string) => endOfDate(linesOf(`${date}\n`), 0, day);
  for (const date of ["2026-11-22 07:08:32", "2026-11-22 23:59:59", "2026-11-23 00:00:00", "2026-11-22 07:08:32"])
    expect(end(date)).toBe(19);
  expect(end("Sun Nov 22 07:56:48 2026")).toBe(24);
  for (const date of ["2026-11-31 07:08:32", "2026-11-22 24:08:32", "2026-11-22T07:08:32", "2026-11-22 07:08:3", ""])
    expect(end(date)).toBe(-1);
});
