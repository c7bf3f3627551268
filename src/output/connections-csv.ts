import type { ConnectionLine, ConnectionList } from "../report/connections.ts";
import { type Cell, csvInstant, csvText } from "./csv-text.ts";

/** Column → what stands in it. Names and order stay: programs read them. */
const COLUMNS: Readonly<Record<string, (line: ConnectionLine) => Cell>> = {
  connection_id: ({ id }) => id,
  user_id: ({ user }) => user.id,
  user: ({ user }) => user.name,
  server: ({ server }) => server,
  start: ({ since }) => csvInstant(since),
  end: ({ state, until }) => (state === "open" ? undefined : csvInstant(until)),
  state: ({ state }) => state,
  last_seen: ({ until }) => csvInstant(until),
  duration_seconds: ({ seconds }) => seconds,
  real_address: ({ address }) => address,
  city: ({ city }) => city,
  region: ({ region }) => region,
  country: ({ country }) => country,
  provider: ({ provider }) => provider,
  virtual_address: ({ virtualAddress }) => virtualAddress,
  virtual_ipv6_address: ({ virtualIpv6Address }) => virtualIpv6Address,
  bytes_sent: ({ bytesSent }) => bytesSent,
  bytes_received: ({ bytesReceived }) => bytesReceived,
  cipher: ({ cipher }) => cipher,
};

/** A line for each connection. */
export function connectionsCsv({ connections }: ConnectionList): string {
  const cells = Object.values(COLUMNS);
  const rows = connections.map((line) => cells.map((cellOf) => cellOf(line)));
  return csvText(Object.keys(COLUMNS), rows);
}
