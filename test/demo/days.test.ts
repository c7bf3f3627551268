import { expect, test } from "bun:test";
import { createCalendar } from "../../src/account/calendar.ts";
import { createDays } from "../../src/demo/days.ts";

const seconds = (text: string) => Date.parse(text) / 1000;

test.each([
  ["Europe/Vienna", "2026-03-28T23:30:00Z", "2026-03-29 00:30:00"],
  ["Europe/Vienna", "2026-03-29T01:00:00Z", "2026-03-29 03:00:00"],
  ["Europe/Vienna", "2026-10-25T00:59:59Z", "2026-10-25 02:59:59"],
  ["Europe/Vienna", "2026-10-25T01:00:00Z", "2026-10-25 02:00:00"],
  ["Asia/Kolkata", "2026-12-31T18:29:59Z", "2026-12-31 23:59:59"],
  ["America/St_Johns", "2026-01-01T03:30:00Z", "2026-01-01 00:00:00"],
  ["Pacific/Kiritimati", "2026-12-31T10:00:00Z", "2027-01-01 00:00:00"],
])("text() and of() tell local time and day in %s at %s", (zone, instant, local) => {
  const days = createDays(createCalendar(zone));
  const at = seconds(instant);
  expect(days.text(at)).toBe(local);
  const day = days.of(at);
  expect(days.text(day.start)).toBe(`${local.slice(0, 10)} 00:00:00`);
  expect(days.numbered(day.number + 1).start).toBeGreaterThan(at);
  expect(day.number).toBe(seconds(`${local.slice(0, 10)}T00:00:00Z`) / 86_400);
});

test("of() knows weekdays, holidays and quiet months", () => {
  const days = createDays(createCalendar("UTC"));
  expect(days.of(seconds("2026-11-22T12:00:00Z"))).toMatchObject({ weekday: 7, month: 11, holiday: false });
  expect(days.of(seconds("2026-12-25T12:00:00Z"))).toMatchObject({ weekday: 5, holiday: true, liveliness: 0.2 });
  expect(days.of(seconds("2026-12-29T12:00:00Z"))).toMatchObject({ holiday: false, liveliness: 0.2 });
  expect(days.of(seconds("2026-08-12T12:00:00Z")).liveliness).toBeLessThan(0.6);
});
