import { type ConnectionQuery, parseConnectionQuery } from "../../src/report/connection-query.ts";
import type { ConnectionLine, ConnectionsReport } from "../../src/report/connections.ts";
import { asServed, sampleFrame, WRITTEN_AT } from "./sample-frame.ts";

const HOUR = 3600;

/** What a query string asks for where everything is shown. */
export function askedConnections(query = ""): ConnectionQuery {
  const zones = { days: "Europe/Vienna", instants: "Europe/Vienna" };
  return parseConnectionQuery(new URLSearchParams(query), { zones, addresses: "full", places: true });
}

/** A connection that ended yesterday, told so exactly; changed as told. */
export function sampleConnection(number: number, changes: Partial<ConnectionLine> = {}): ConnectionLine {
  const since = WRITTEN_AT - 24 * HOUR - number * 700;
  return {
    id: 100 - number,
    user: { id: 12 + number, name: `user-${number}` },
    server: "fra-1",
    ...{ since, until: since + 2 * HOUR, seconds: 2 * HOUR, state: "exact", online: false },
    ...{ address: "198.51.100.23:41022", virtualAddress: "10.8.0.14", virtualIpv6Address: undefined },
    ...{ city: "Linz", region: "Upper Austria", country: "Austria", provider: "AS64500 Donau Kabel" },
    isNewPlace: false,
    cipher: "AES-256-GCM",
    ...{ bytesReceived: BigInt(number + 1) * 12_345_678n, bytesSent: BigInt(number + 1) * 1_234_567_890n },
    ...changes,
  };
}

/** A page of the log as the web server answers with it: an open, an inferred and an exact end; changed as told. */
export function sampleConnections(changes: Partial<ConnectionsReport> = {}): ConnectionsReport {
  const connections = changes.connections ?? [
    sampleConnection(0, { state: "open", online: true, virtualIpv6Address: "fd00:8::14" }),
    sampleConnection(1, { state: "inferred", server: "ams-2", city: undefined, region: undefined }),
    sampleConnection(2),
  ];
  const total = (of: "bytesSent" | "bytesReceived") => connections.reduce((sum, line) => sum + line[of], 0n);
  return {
    ...sampleFrame(asServed("connections")),
    query: askedConnections(),
    connections,
    sums: {
      count: connections.length,
      users: new Set(connections.map(({ user }) => user.id)).size,
      ...{ bytesSent: total("bytesSent"), bytesReceived: total("bytesReceived") },
    },
    servers: ["ams-2", "fra-1"],
    ...{ older: undefined, newer: undefined, onlyUser: undefined },
    keptSince: WRITTEN_AT - 31 * 24 * HOUR,
    ...{ addressDetail: "full", showPlaces: true },
    ...changes,
  };
}
