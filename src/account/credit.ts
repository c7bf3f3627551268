import type { Counters } from "../model.ts";

export const NOTHING: Counters = { bytesReceived: 0n, bytesSent: 0n };

/** The larger counter of each direction: a connection's high-water mark once `now` has been seen. */
export function highWater(mark: Counters, now: Counters): Counters {
  return {
    bytesReceived: now.bytesReceived > mark.bytesReceived ? now.bytesReceived : mark.bytesReceived,
    bytesSent: now.bytesSent > mark.bytesSent ? now.bytesSent : mark.bytesSent,
  };
}

/** The bytes between two marks of one connection, of which `after` is the higher. */
export function increase(before: Counters, after: Counters): Counters {
  return { bytesReceived: after.bytesReceived - before.bytesReceived, bytesSent: after.bytesSent - before.bytesSent };
}

/** Both directions added up. */
export function sum(a: Counters, b: Counters): Counters {
  return { bytesReceived: a.bytesReceived + b.bytesReceived, bytesSent: a.bytesSent + b.bytesSent };
}

export function isNothing(bytes: Counters): boolean {
  return bytes.bytesReceived === 0n && bytes.bytesSent === 0n;
}

/**
 * A counter stands below the mark in some direction. Within one connection OpenVPN's counters only grow, so
 * this is a torn or old reading, or data channel offload before 2.6.20, which loses the kernel's counts.
 */
export function falls(mark: Counters, now: Counters): boolean {
  return now.bytesReceived < mark.bytesReceived || now.bytesSent < mark.bytesSent;
}

/** Orders by the sum of both directions, the largest first. */
export function highestFirst(a: Counters, b: Counters): number {
  const difference = b.bytesReceived + b.bytesSent - a.bytesReceived - a.bytesSent;
  return difference > 0n ? 1 : difference < 0n ? -1 : 0;
}
