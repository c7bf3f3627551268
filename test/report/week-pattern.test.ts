import { describe, expect, test } from "bun:test";
import { createCalendar } from "../../src/account/calendar.ts";
import { weekPattern, weekSums } from "../../src/report/week-pattern.ts";

const HOUR = 3600;
const calendar = createCalendar("Europe/Vienna");
/** Mon 2 Nov 2026, 00:00 in Vienna: eight days after the clocks went back. */
const NOW = Date.UTC(2026, 10, 1, 23) / 1000;
/** Mon 19 Oct, 00:00: two weeks of the clock before. */
const START = Date.UTC(2026, 9, 18, 22) / 1000;

/** Every hour of the two weeks, watched as told. */
function hours(of: (start: number) => { bytes?: bigint; seconds?: number }) {
  const found: { bucket: number; bytes: bigint; seconds: number }[] = [];
  for (let at = START; at < NOW; at = calendar.bucket("hour", at).end)
    found.push({ bucket: at, bytes: 0n, seconds: HOUR, ...of(at) });
  return {
    ...{ now: NOW, since: 0, timeZone: "Europe/Vienna" },
    hours: found.map(({ bucket, bytes }) => ({ bucket, bytesReceived: bytes, bytesSent: 0n })),
    watched: found.map(({ bucket, seconds }) => ({ bucket, server: 1, seconds })),
  };
}

const of = (each: Parameters<typeof hours>[0]) => weekSums(hours(each));

/** The hour and weekday as people in Vienna see them, worked out otherwise. */
const clock = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Vienna", weekday: "short", hour: "2-digit" });

describe("weekPattern()", () => {
  test("finds office hours by the clock of the zone, before and after the clocks change", () => {
    const office = (at: number) => /^(Mon|Tue|Wed|Thu|Fri),? (09|1[0-6])/.test(clock.format(at * 1000));
    const pattern = weekPattern(of((at) => ({ bytes: office(at) ? 100n : 0n })));
    const workday = Array.from({ length: 24 }, (_, hour) => (hour >= 9 && hour <= 16 ? 100n : 0n));
    const idle = workday.map(() => 0n);
    expect(pattern?.days).toEqual([workday, workday, workday, workday, workday, idle, idle]);
    expect(pattern).toMatchObject({ largest: 100n, workdays: 1, since: START });
  });

  test("takes the mean of an hour that a day has twice", () => {
    const doubled = Date.UTC(2026, 9, 25, 0) / 1000;
    const pattern = weekPattern(of((at) => ({ bytes: at === doubled ? 300n : 0n })));
    // 2:00 of the 25th comes twice, that of 1 November once.
    expect(pattern?.days[6]?.[2]).toBe(100n);
  });

  test("leaves out hours that were hardly watched, with what is booked in them, and the running one", () => {
    // A week of 7 days and, since the clocks went back in it, an hour.
    const week = START + 7 * 86_400 + HOUR;
    const all = hours((at) => ({ bytes: 50n, seconds: at < week ? 1000 : HOUR }));
    expect(weekPattern(weekSums({ ...all, now: NOW - 60 }))?.days[6]?.[23]).toBeUndefined();
    const pattern = weekPattern(weekSums(all));
    expect(pattern?.days.flat().every((mean) => mean === 50n)).toBe(true);
    expect(pattern?.since).toBe(week);
  });

  test("is the same of a span as a whole and of its parts", () => {
    const all = hours((at) => ({ bytes: BigInt((at / HOUR) % 17), seconds: 1000 + (at % 2700) }));
    const cut = START + 100 * HOUR;
    const before = <Of extends { bucket: number }>(hours: Of[]) => hours.filter(({ bucket }) => bucket < cut);
    const after = <Of extends { bucket: number }>(hours: Of[]) => hours.filter(({ bucket }) => bucket >= cut);
    const parts = [before, after].map((half) => ({ hours: half(all.hours), watched: half(all.watched) }));
    const sums = parts.map((part) => weekSums({ ...all, ...part }));
    expect(weekPattern(...sums)).toEqual(weekPattern(weekSums(all)));
  });

  test("reckons a partly watched hour up", () => {
    expect(weekPattern(of(() => ({ bytes: 50n, seconds: 2700 })))?.largest).toBe(66n);
  });

  test("begins with the user's first hour", () => {
    const since = NOW - 86_400 + 60;
    const pattern = weekPattern(weekSums({ ...hours(() => ({ bytes: 50n })), since }));
    expect(pattern?.days.map((day) => day.filter((mean) => mean !== undefined).length)).toEqual([0, 0, 0, 0, 0, 0, 24]);
    expect(pattern?.workdays).toBe(0);
  });

  test("is none where nothing was watched, and has no share of nothing", () => {
    expect(weekPattern(of(() => ({ seconds: 60 })))).toBeUndefined();
    expect(weekPattern(of(() => ({})))).toMatchObject({ largest: 0n, workdays: undefined });
  });
});
