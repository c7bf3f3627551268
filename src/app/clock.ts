import type { Clock } from "../source/status-file.ts";

/** Time as the rooms are given it: `now` and `monotonic` in milliseconds. */
export interface AppClock extends Clock {
  /** Seconds that pass in one real second: more than 1 only in a demonstration. */
  readonly speed: number;
}

/** The real clock; or one that begins now and runs faster. */
export function createClock(speed = 1): AppClock {
  const [wall, start] = [Date.now(), performance.now()];
  return {
    speed,
    // At its own pace the clock is asked each time: it may be set.
    now: () => (speed === 1 ? Date.now() : wall + (performance.now() - start) * speed),
    monotonic: () => performance.now() * speed,
    sleep: (milliseconds) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds / speed)),
  };
}
