import { describe, expect, test } from "bun:test";
import { sparkline, sparklineBase } from "../../src/report/sparkline.ts";

function days(...pairs: readonly (readonly [sent: bigint, received: bigint])[]) {
  return pairs.map(([bytesSent, bytesReceived]) => ({ bytesSent, bytesReceived }));
}

describe("sparkline()", () => {
  test("of nothing is nothing", () => {
    expect(sparkline([])).toBeUndefined();
    expect(sparkline(days([0n, 0n], [0n, 0n]))).toBeUndefined();
  });

  test("steps up for sent and down for received, on one scale", () => {
    expect(sparkline(days([22n, 13n], [11n, 0n], [0n, 1n]))).toEqual({
      sent: "M0 22V0h5V11h5V22",
      received: "M0 23V36h5V23h5V24h5V23",
    });
  });

  test("draws days of equal height in one stroke", () => {
    expect(sparkline(days([22n, 0n], [22n, 0n], [22n, 0n]))?.sent).toBe("M0 22V0h15V22");
  });

  test("shows a pixel wherever there is a byte", () => {
    expect(sparkline(days([10n ** 12n, 0n], [1n, 1n]))).toEqual({
      sent: "M0 22V0h5V21h5V22",
      received: "M0 23h5V24h5V23",
    });
  });

  test("fits what is mostly received", () => {
    expect(sparkline(days([1n, 13n]))).toEqual({ sent: "M0 22V21h5V22", received: "M0 23V36h5V23" });
  });
});

test("sparklineBase() is cut where nobody watched and before the books begin", () => {
  expect(sparklineBase(["before", "whole", "part", "none", "whole"])).toBe("M5 22.5h5h5M20 22.5h5");
  expect(sparklineBase([])).toBe("");
});
