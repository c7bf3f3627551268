import { Buffer } from "node:buffer";
import { RESOLUTIONS } from "../account/calendar.ts";
import type { NameBytes } from "../model.ts";
import { nameText } from "../parse/name-text.ts";
import type { Export, HeldBytes, HeldConnection } from "../report/holdings.ts";
import { array, type Member, number, object, optionalText, text } from "./json-text.ts";

/** All that is held about a user as JSON; instants are seconds since 1970, UTC. */
export function holdingsJson(held: Export): string {
  const lines = <Line>(items: readonly Line[], members: (item: Line) => Readonly<Record<string, Member>>) =>
    array("  ", items, (item) => oneLine(members(item)));
  const members = {
    version: text(held.version),
    written_at: number(held.writtenAt),
    time_zone: text(held.timeZone),
    user: object("  ", {
      id: number(held.id),
      ...nameMembers("name", held.name),
      alias: optionalText(held.alias),
      group: optionalText(held.group),
      limit: held.limit === undefined ? undefined : String(held.limit),
      first_seen_at: number(held.firstSeenAt),
    }),
    totals: lines(held.totals, (total) => ({ ...bytes(total), last_seen_at: number(total.seenAt) })),
    traffic: object(
      "  ",
      Object.fromEntries(
        RESOLUTIONS.map((resolution) => [
          resolution,
          array(
            "    ",
            held.buckets.filter((bucket) => bucket.resolution === resolution),
            (bucket) => oneLine({ start: number(bucket.start), ...bytes(bucket) }),
          ),
        ]),
      ),
    ),
    ...Object.fromEntries(
      (["unplaced", "retired"] as const).map((kind) => [
        kind,
        lines(
          held.aside.filter((one) => one.kind === kind),
          (one) => ({ resolution: text(one.resolution), ...bytes(one) }),
        ),
      ]),
    ),
    connections: array("  ", held.connections, (connection) => oneLine(connectionMembers(connection))),
    dropped_connections: lines(held.dropped, bytes),
    first_sights: lines(held.sights, ({ kind, name, firstAt }) => ({
      kind: text(kind),
      name: text(name),
      first_at: number(firstAt),
    })),
  };
  return `${object("", members)}\n`;
}

function connectionMembers(line: HeldConnection): Readonly<Record<string, Member>> {
  return {
    server: text(line.server),
    state: text(line.state),
    authenticated: String(line.isUsers),
    ...nameMembers("common_name", line.commonName),
    ...(line.username === undefined ? { username: undefined } : nameMembers("username", line.username)),
    start: number(line.start),
    last_seen_at: number(line.seenAt),
    end: number(line.end?.at),
    end_kind: optionalText(line.end?.kind),
    real_address: optionalText(line.realAddress || undefined),
    city: optionalText(line.city),
    region: optionalText(line.region),
    country: optionalText(line.country),
    provider: optionalText(line.provider),
    virtual_address: optionalText(line.virtualAddress),
    virtual_ipv6_address: optionalText(line.virtualIpv6Address),
    cipher: optionalText(line.cipher),
    bytes_received: String(line.bytesReceived),
    bytes_sent: String(line.bytesSent),
  };
}

/** A name as it reads, and its bytes in hexadecimal digits where that is not all of it. */
function nameMembers(key: string, name: NameBytes): Record<string, Member> {
  const readable = nameText(name);
  const isWhole = Buffer.from(readable).toString("latin1") === name;
  const bytesOf = isWhole ? {} : { [`${key}_bytes`]: text(Buffer.from(name, "latin1").toString("hex")) };
  return { [key]: text(readable), ...bytesOf };
}

function bytes({ server, bytesReceived, bytesSent }: HeldBytes): Record<string, Member> {
  return { server: text(server), bytes_received: String(bytesReceived), bytes_sent: String(bytesSent) };
}

function oneLine(members: Readonly<Record<string, Member>>): string {
  const parts = Object.entries(members).map(([key, value]) => `"${key}": ${value ?? "null"}`);
  return `{ ${parts.join(", ")} }`;
}
