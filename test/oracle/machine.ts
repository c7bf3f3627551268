/** The machine's clocks and chance: what all its OpenVPN servers share. */

import type { UnixSeconds } from "../../src/model.ts";
import type { Clock } from "./books.ts";

export interface Machine {
  /** True time. It only goes forward; nobody in the simulation can see it. */
  now: UnixSeconds;
  /** What the wall clock shows too much. */
  wallOffset: number;
  boots: number;
  bootedAt: UnixSeconds;
  readonly seed: number;
}

/** OpenVPN's own clock (otime.c, update_now): it follows the wall clock forwards, and never goes back. */
export interface OpenVpnClock {
  now: UnixSeconds;
  adjustment: number;
}

const BACKWARD_TRIGGER = 10;
const FORWARD_THRESHOLD = 86400;

export function startMachine(now: UnixSeconds, seed: number): Machine {
  return { now, wallOffset: 0, boots: 1, bootedAt: now - 1000 - (mix(seed, 1) % 1_000_000), seed };
}

export function wallClock(machine: Machine, at: UnixSeconds = machine.now): UnixSeconds {
  return at + machine.wallOffset;
}

export function clocks(machine: Machine): Clock {
  return { wall: wallClock(machine), uptime: machine.now - machine.bootedAt, bootId: `boot-${machine.boots}` };
}

/** What OpenVPN does once a second, and what it then takes the time to be. */
export function tick(clock: OpenVpnClock, wall: UnixSeconds): UnixSeconds {
  const real = wall + clock.adjustment;
  if (real > clock.now) {
    const overshoot = real - clock.now - 1;
    const damped = overshoot > FORWARD_THRESHOLD && clock.adjustment >= overshoot ? overshoot : 0;
    clock.adjustment -= damped;
    clock.now = real - damped;
  } else if (real < clock.now - BACKWARD_TRIGGER) {
    clock.adjustment += clock.now - real;
  }
  return clock.now;
}

/** 32 random bits that depend on all numbers given, and on nothing else. */
export function mix(...numbers: readonly number[]): number {
  let hash = 0x811c9dc5;
  for (const number of numbers) {
    hash = Math.imul(hash ^ number, 0x9e3779b1);
    hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
    hash ^= hash >>> 13;
  }
  return hash >>> 0;
}
