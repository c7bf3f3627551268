import { isStale, statusInterval } from "../account/clock.ts";
import type { UnixSeconds } from "../model.ts";
import type { ServerState } from "./overview.ts";
import type { ServerSums } from "./summary.ts";

/** What tells whether there is news of a server. */
export type News = Pick<ServerSums, "at" | "statusInterval" | "intervals">;

/** Nothing was heard of it for so long that nobody counts as online through it. */
export function isOld({ at, statusInterval: configured, intervals }: News, now: UnixSeconds): boolean {
  return at === undefined || isStale(at, now, statusInterval(configured, intervals));
}

/** What is to be said of a server first. */
export function serverState(server: News & Pick<ServerSums, "problem">, now: UnixSeconds): ServerState {
  if (server.problem !== undefined) return "failing";
  if (server.at === undefined) return "waiting";
  return isOld(server, now) ? "stale" : "up";
}

/** The version in OpenVPN's title line: "2.6.14"; undefined where it told none. */
export function openvpnVersion(title: string | undefined): string | undefined {
  return /^OpenVPN (\S+)/.exec(title ?? "")?.[1];
}
