import { nameText } from "../parse/name-text.ts";
import type { Export, HeldBytes, HeldConnection } from "../report/holdings.ts";
import { type Cell, csvInstant, csvText } from "./csv-text.ts";

/** Names and order stay: programs read them. */
const COLUMNS = [
  ...["what", "server", "resolution", "start", "end", "last_seen", "bytes_received", "bytes_sent"],
  ...["state", "authenticated", "common_name", "username", "real_address", "city", "region", "country", "provider"],
  ...["virtual_address", "virtual_ipv6_address", "cipher"],
] as const;

type Row = Readonly<Partial<Record<(typeof COLUMNS)[number], Cell>>>;

/** All that is held about a user as one table, whose first column says what a line is. */
export function holdingsCsv(held: Export): string {
  const rows: Row[] = [
    {
      what: "user",
      start: csvInstant(held.firstSeenAt),
      common_name: nameText(held.name),
    },
    ...held.totals.map((total) => ({ what: "total", ...bytes(total), last_seen: csvInstant(total.seenAt) })),
    ...held.buckets.map((bucket) => ({
      what: "traffic",
      ...bytes(bucket),
      ...{ resolution: bucket.resolution, start: csvInstant(bucket.start) },
    })),
    ...held.aside.map((one) => ({ what: one.kind, ...bytes(one), resolution: one.resolution })),
    ...held.connections.map(connectionRow),
    ...held.dropped.map((one) => ({ what: "dropped connections", ...bytes(one) })),
    ...held.sights.map(({ kind, name, firstAt }) => ({
      what: `first ${kind}`,
      start: csvInstant(firstAt),
      [kind === "country" ? "country" : "provider"]: name,
    })),
  ];
  return csvText(
    COLUMNS,
    rows.map((row) => COLUMNS.map((column) => row[column])),
  );
}

function connectionRow(line: HeldConnection): Row {
  return {
    what: "connection",
    ...bytes(line),
    start: csvInstant(line.start),
    end: csvInstant(line.end?.at),
    last_seen: csvInstant(line.seenAt),
    ...{ state: line.state, authenticated: line.isUsers ? "yes" : "no" },
    common_name: nameText(line.commonName),
    username: line.username === undefined ? undefined : nameText(line.username),
    real_address: line.realAddress || undefined,
    ...{ city: line.city, region: line.region, country: line.country, provider: line.provider },
    ...{ virtual_address: line.virtualAddress, virtual_ipv6_address: line.virtualIpv6Address, cipher: line.cipher },
  };
}

function bytes({ server, bytesReceived, bytesSent }: HeldBytes): Row {
  return { server, bytes_received: bytesReceived, bytes_sent: bytesSent };
}
