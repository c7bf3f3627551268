import { expect, test } from "bun:test";
import { createAttempts } from "../../../src/output/http/attempts.ts";
import { createAuth, isAdmitted } from "../../../src/output/http/auth.ts";

function failTimes(count: number, address: string | undefined, now = 0) {
  const clock = { now };
  const attempts = createAttempts(() => clock.now);
  for (let i = 0; i < count; i++) attempts.failed({ address });
  return { attempts, clock };
}

test("secondsRefused() begins with the tenth failure, and ends a minute after the first (F54)", () => {
  expect(failTimes(9, "198.51.100.1").attempts.secondsRefused({ address: "198.51.100.1" })).toBe(0);
  const { attempts, clock } = failTimes(10, "198.51.100.1");
  expect(attempts.secondsRefused({ address: "198.51.100.1" })).toBe(60);
  clock.now = 59_999;
  expect(attempts.secondsRefused({ address: "198.51.100.1" })).toBe(1);
  clock.now = 60_000;
  expect(attempts.secondsRefused({ address: "198.51.100.1" })).toBe(0);
  attempts.failed({ address: "198.51.100.1" });
  expect(attempts.secondsRefused({ address: "198.51.100.1" })).toBe(0);
});

test.each([
  ["198.51.100.1", "198.51.100.2", false],
  ["2001:db8:0:1::5", "2001:db8:0:1:ffff::9", true],
  ["2001:db8:0:1::5", "2001:db8:0:2::5", false],
  ["2001:db8::5", "2001:db8:0:0:1::", true],
  ["::1", "::2", true],
  ["fe80::1%eth0", "fe80::2", true],
  ["::ffff:198.51.100.1", "::ffff:198.51.100.2", false],
  [undefined, undefined, true],
  [undefined, "198.51.100.1", false],
])("failures of %j count for %j: %j", (one, other, isSame) => {
  expect(failTimes(10, one).attempts.secondsRefused({ address: other }) > 0).toBe(isSame);
});

test("a flood of addresses is forgotten, the oldest first", () => {
  const { attempts } = failTimes(10, "198.51.100.1");
  const flood = (count: number) => {
    for (let i = 0; i < count; i++) attempts.failed({ address: `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}` });
  };
  flood(4095);
  expect(attempts.secondsRefused({ address: "198.51.100.1" })).toBe(60);
  flood(4097);
  expect(attempts.secondsRefused({ address: "198.51.100.1" })).toBe(0);
});

test("isAdmitted() takes as long for a guess that is nearly right as for one that is not (F54)", () => {
  const secret = "s".repeat(64);
  const auth = createAuth({ password: undefined, token: secret });
  if (auth === undefined) throw new Error("there is a token");
  const guesses = { near: `Bearer ${secret.slice(1)}t`, far: `Bearer t${secret.slice(1)}` };
  const time = (guess: string) => {
    const start = performance.now();
    for (let i = 0; i < 200; i++) isAdmitted(auth, guess);
    return performance.now() - start;
  };
  const ratios = Array.from({ length: 200 }, () => time(guesses.near) / time(guesses.far)).sort((a, b) => a - b);
  expect(ratios[100]).toBeWithin(0.8, 1.25);
});
