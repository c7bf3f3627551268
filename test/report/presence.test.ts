import { expect, test } from "bun:test";
import { clipped, merged, onlineTime } from "../../src/report/presence.ts";

const from = (start: number, end: number) => ({ start, end });

test("merged() makes one of stretches that overlap or touch, whatever their order", () => {
  expect(merged([from(50, 60), from(0, 10), from(5, 20), from(20, 30), from(1, 2)])).toEqual([
    from(0, 30),
    from(50, 60),
  ]);
  expect(merged([])).toEqual([]);
});

test("clipped() leaves what lies between two instants", () => {
  const stretches = [from(0, 10), from(20, 30), from(40, 50), from(60, 70)];
  expect(clipped(stretches, from(10, 45))).toEqual([from(20, 30), from(40, 45)]);
});

test("onlineTime() counts time with two connections once, and only that since the beginning", () => {
  const connections = [from(0, 50), from(80, 120), from(90, 150), from(200, 300)];
  expect(onlineTime(connections, 100, 250)).toEqual({ since: 100, seconds: 100, connections: 3, meanSeconds: 67 });
  expect(onlineTime([], 100, 250)).toEqual({ since: 100, seconds: 0, connections: 0, meanSeconds: undefined });
});

test("onlineTime() takes no time away where a clock was set back", () => {
  expect(onlineTime([from(200, 150)], 100, 250)).toMatchObject({ seconds: 0, meanSeconds: 0 });
});
