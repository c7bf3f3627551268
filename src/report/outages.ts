import type { Interval } from "../account/spread.ts";
import type { UnixSeconds } from "../model.ts";
import type { Outage } from "./machine-history.ts";

/** Something that befell a server, as the books keep it. */
export interface ServerEvent {
  readonly server: number;
  readonly at: UnixSeconds;
  /** A start of OpenVPN, or what its source came to be. */
  readonly kind: "restart" | "up" | "stale" | "failing";
  readonly detail: string | undefined;
}

/**
 * The times without news in a span, the latest first, by a server's events in their order. One that turns into another,
 * as when a stale file is deleted, is two.
 */
export function outagesOf(events: readonly ServerEvent[], { start, end }: Interval): Outage[] {
  const found: Outage[] = [];
  let running: Outage | undefined;
  const close = (at: UnixSeconds) => {
    if (running) found.push({ ...running, to: Math.max(running.from, at) });
    running = undefined;
  };
  for (const { kind, at, detail } of events) {
    if (kind === "restart") continue;
    close(at);
    if (kind !== "up") running = { kind, from: at, to: undefined, problem: detail };
  }
  if (running) found.push(running);
  return found.filter(({ from, to = end }) => to >= start && from < end).toReversed();
}
