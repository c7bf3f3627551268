import { type Calendar, createCalendar } from "../../src/account/calendar.ts";
import type { Identity } from "../../src/account/sight.ts";
import { type Collected, type Collection, collect, collectEnds, type Memory } from "../../src/jobs/collect.ts";
import type { ClientRow, NameBytes, UnixSeconds } from "../../src/model.ts";
import type { StatusReading } from "../../src/source/status-file.ts";
import type { Database } from "../../src/store/open.ts";
import { loadServer } from "../../src/store/servers.ts";

export const calendar: Calendar = createCalendar("Europe/Vienna");

/** Noon in Vienna, in the middle of a bucket of every kind. */
export const NOON: UnixSeconds = Date.UTC(2026, 5, 10, 10, 2, 30) / 1000;

/** When clients connected, unless it is said otherwise. */
const SINCE = NOON - 150;

/** A client as a test shows it; the rest follows from its number. */
export interface Shown extends Partial<ClientRow> {
  readonly number?: number;
}

/** What else a status may say, and when it is read, where that is not at once. */
export interface More {
  readonly title?: string;
  readonly upSince?: UnixSeconds;
  readonly readAt?: UnixSeconds;
  /** Seconds since the reader's boot, where it tells them. */
  readonly uptime?: number;
}

export interface ToldEnd {
  readonly commonName: NameBytes;
  readonly at: UnixSeconds;
  readonly realAddress: string;
  /** Received; and as many and one sent. */
  readonly bytes: bigint;
}

/** One process that polls a server, with its own memory of what it knows. */
export interface Poller {
  /** The server shows these clients at an instant. */
  poll(at: UnixSeconds, clients: readonly Shown[], more?: More): Promise<Collection>;
  /** A hook tells the end of a connection that began when clients of tests do. */
  end(told: ToldEnd): Promise<Collection>;
  /** The server's books as they are in the database. */
  load(): ReturnType<typeof loadServer>;
}

export function poller(database: Database, name = "server", identity: Identity = "common_name"): Poller {
  const memory: Memory = { books: undefined, problem: undefined };
  const server: Collected = {
    ...{ name, identity, calendar, database },
    source: `/var/log/openvpn/${name}.log`,
    statusInterval: 60,
    serverTimeZone: undefined,
    newId: () => crypto.randomUUID(),
  };
  return {
    poll: (at, clients, { readAt = at + 1, uptime, ...more } = {}) =>
      collect(server, memory, reading(at, clients, more), {
        ...{ now: readAt, uptime, bootId: uptime === undefined ? undefined : "boot" },
      }),
    end: ({ bytes, ...told }) =>
      collectEnds(server, memory, [
        {
          kind: "end",
          ...told,
          ...{ bytesReceived: bytes, bytesSent: bytes + 1n, connectedSince: SINCE, connectedSinceText: textOf(SINCE) },
          ...{ username: undefined, virtualAddress: undefined, virtualIpv6Address: undefined, toldAt: undefined },
          moment: { now: told.at + 1, uptime: undefined, bootId: undefined },
        },
      ]),
    load: () => loadServer(database, server),
  };
}

/** What a client has moved by now: so many bytes received, and as many and one sent. */
export function moved(commonName: NameBytes, bytes: number | bigint, more: Shown = {}): Shown {
  return { commonName, bytesReceived: BigInt(bytes), bytesSent: BigInt(bytes) + 1n, ...more };
}

function reading(
  at: UnixSeconds,
  clients: readonly Shown[],
  { title = "OpenVPN 2.6.14", upSince }: More,
): StatusReading {
  const rows = clients.map(rowOf);
  const json = JSON.stringify(rows, (_, value) => (typeof value === "bigint" ? `${value}` : value));
  return {
    text: {
      version: 3,
      title,
      time: at,
      timeText: "",
      clients: rows,
      dcoEnabled: false,
      warnings: [],
    },
    modifiedAt: at,
    upSince,
    contentHash: Bun.hash(json).toString(16),
    size: json.length,
  };
}

function rowOf({ number = 0, ...client }: Shown): ClientRow {
  const connectedSince = client.connectedSince ?? SINCE;
  return {
    commonName: "alice",
    realAddress: `10.0.${number >> 8}.${number & 255}:1194`,
    virtualAddress: `10.8.${number >> 8}.${number & 255}`,
    virtualIpv6Address: undefined,
    connectedSinceText: textOf(connectedSince),
    connectedSince,
    username: undefined,
    clientId: number,
    cipher: "AES-256-GCM",
    routed: true,
    bytesReceived: 0n,
    bytesSent: 0n,
    ...client,
  };
}

function textOf(at: UnixSeconds): string {
  return new Date(at * 1000).toISOString();
}
