import type { Clock } from "../../src/source/status-file.ts";

/** A clock that stands still unless something sleeps by it; `onSleep` happens in each sleep. */
export function standingClock(now: number, onSleep: (sleeps: number) => void = () => {}): Clock & { sleeps: number } {
  let passed = 0;
  const clock = {
    sleeps: 0,
    now: () => now + passed,
    monotonic: () => 5_000 + passed,
    sleep: (milliseconds: number) => {
      passed += milliseconds;
      clock.sleeps++;
      onSleep(clock.sleeps);
      return Promise.resolve();
    },
  };
  return clock;
}

/** The real one. */
export const realClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (milliseconds) => Bun.sleep(milliseconds),
};
