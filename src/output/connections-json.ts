import { networkText } from "../parse/network.ts";
import type { ConnectionQuery } from "../report/connection-query.ts";
import type { ConnectionLine, ConnectionsReport } from "../report/connections.ts";
import { frameMembers } from "./json-frame.ts";
import { array, number, object, optionalText, text } from "./json-text.ts";

/** The list as JSON; a neighbouring page stands there as its query string. */
export function renderConnectionsJson(report: ConnectionsReport): string {
  const { query, sums, connections, keptSince, older, newer } = report;
  const members = {
    ...frameMembers(report),
    query: asked(query, "  "),
    matching: object("  ", {
      connections: number(sums.count),
      users: number(sums.users),
      bytes_received: String(sums.bytesReceived),
      bytes_sent: String(sums.bytesSent),
    }),
    connections: array("  ", connections, connection),
    kept_since: number(keptSince),
    older: optionalText(older?.toString()),
    newer: optionalText(newer?.toString()),
  };
  return `${object("", members)}\n`;
}

function asked({ name, user, server, address, virtual, place, from, to, at, state }: ConnectionQuery, indent: string) {
  return object(indent, {
    q: optionalText(name),
    user: number(user),
    server: optionalText(server),
    address: optionalText(address && networkText(address)),
    virtual: optionalText(virtual && networkText(virtual)),
    place: optionalText(place),
    from: number(from?.start),
    to: number(to?.end),
    at: number(at?.start),
    state: optionalText(state),
  });
}

function connection(line: ConnectionLine, indent: string): string {
  return object(indent, {
    id: number(line.id),
    user: object(`${indent}  `, { id: number(line.user.id), name: text(line.user.name) }),
    server: text(line.server),
    state: text(line.state),
    start: number(line.since),
    end: number(line.state === "open" ? undefined : line.until),
    last_seen_at: number(line.until),
    duration_seconds: number(line.seconds),
    real_address: optionalText(line.address),
    city: optionalText(line.city),
    region: optionalText(line.region),
    country: optionalText(line.country),
    provider: optionalText(line.provider),
    new_place: String(line.isNewPlace),
    virtual_address: optionalText(line.virtualAddress),
    virtual_ipv6_address: optionalText(line.virtualIpv6Address),
    cipher: optionalText(line.cipher),
    ...{ bytes_received: String(line.bytesReceived), bytes_sent: String(line.bytesSent) },
  });
}
