import type { Counters, UnixSeconds } from "../../src/model.ts";
import type { ServerSums, Standing, Summary } from "../../src/report/summary.ts";

/** When the summaries of the tests are read. */
export const NOW: UnixSeconds = 1_795_334_862;
export const DAY = 86_400;

export const nothing: Counters = { bytesReceived: 0n, bytesSent: 0n };

/** As many bytes in each direction. */
export function some(bytes: bigint): Counters {
  return { bytesReceived: bytes, bytesSent: bytes };
}

/** A server that was read 5 seconds ago. */
export function server(changes: Partial<ServerSums> = {}): ServerSums {
  return {
    id: 1,
    name: "office",
    source: "/var/log/openvpn/status.log",
    problem: undefined,
    firstAt: NOW - 10 * DAY,
    at: NOW - 5,
    openvpn: "OpenVPN 2.6.14 x86_64-pc-linux-gnu",
    dco: false,
    upSince: undefined,
    stillSince: undefined,
    statusInterval: 10,
    intervals: [],
    unauthenticated: nothing,
    ...changes,
  };
}

/** A user who moved the same in every period. */
export function standing(id: number, seenAt: UnixSeconds, bytes = 0n): Standing {
  const moved = some(bytes);
  return { id, seenAt, today: moved, last7Days: moved, last30Days: moved, month: moved };
}

/** Books in which nothing but the changes stands. */
export function summary(changes: Partial<Summary> = {}): Summary {
  return {
    users: [],
    names: new Map(),
    month: nothing,
    allTime: nothing,
    open: [],
    servers: [server()],
    days: [],
    watched: [],
    places: [],
    distinctAddresses: 0,
    machine: undefined,
    unplacedHours: nothing,
    ...changes,
  };
}

/** A connection that is open since ten minutes. */
export function open(user: number, seenAt: UnixSeconds = NOW - 5) {
  return { user, server: 1, count: 1, since: NOW - 600, seenAt };
}
