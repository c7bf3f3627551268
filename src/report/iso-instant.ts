import type { UnixSeconds } from "../model.ts";

/** For machines: "2025-10-15T12:32:08Z". */
export function isoInstant(at: UnixSeconds): string {
  return `${new Date(at * 1000).toISOString().slice(0, 19)}Z`;
}
