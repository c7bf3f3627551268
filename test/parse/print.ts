/*
 * Prints status texts as OpenVPN's multi.c does: written from its format strings, sharing nothing with src/.
 */

/** A client as the server knows it. */
export interface PrintedClient {
  readonly commonName: string;
  readonly realAddress: string;
  readonly virtualAddress: string;
  readonly virtualIpv6Address: string;
  readonly bytesReceived: bigint;
  readonly bytesSent: bigint;
  readonly since: number;
  readonly username: string;
  readonly clientId: number;
  /** Its rows in the routing table; a client that is not authenticated has none. */
  readonly routes: readonly string[];
}

/** How to print: a status-version and an OpenVPN version, by which dates and columns differ. */
export interface Printing {
  readonly version: 1 | 2 | 3;
  readonly openvpn?: "2.1" | "2.3" | "2.4" | "2.6";
  readonly time?: number;
}

const COLUMNS = {
  "2.1": ["CN", "Real", "V4", "Received", "Sent", "Since", "Epoch"],
  "2.3": ["CN", "Real", "V4", "Received", "Sent", "Since", "Epoch", "Username"],
  "2.4": ["CN", "Real", "V4", "V6", "Received", "Sent", "Since", "Epoch", "Username", "ID", "Peer"],
  "2.6": ["CN", "Real", "V4", "V6", "Received", "Sent", "Since", "Epoch", "Username", "ID", "Peer", "Cipher"],
} as const;

const TITLES = {
  CN: "Common Name",
  Real: "Real Address",
  V4: "Virtual Address",
  V6: "Virtual IPv6 Address",
  Received: "Bytes Received",
  Sent: "Bytes Sent",
  Since: "Connected Since",
  Epoch: "Connected Since (time_t)",
  Username: "Username",
  ID: "Client ID",
  Peer: "Peer ID",
  Cipher: "Data Channel Cipher",
} as const;

/** A time as UTC in the spelling of an OpenVPN version. */
export function printDate(seconds: number, openvpn: string): string {
  const iso = new Date(seconds * 1000).toISOString();
  if (openvpn === "2.6") return iso.slice(0, 19).replace("T", " ");
  const [weekday, day, month, year, clock] = new Date(seconds * 1000).toUTCString().replace(",", "").split(" ");
  return `${weekday} ${month} ${String(Number(day)).padStart(2, " ")} ${clock} ${year}`;
}

/** Prints a whole status text. */
export function printStatus(clients: readonly PrintedClient[], printing: Printing): string {
  const { version, openvpn = "2.6", time = 1_795_334_881 } = printing;
  const date = (seconds: number) => printDate(seconds, openvpn);
  const routes = clients.flatMap((client) => client.routes.map((route) => ({ ...client, route })));
  if (version === 1) {
    return [
      "OpenVPN CLIENT LIST",
      `Updated,${date(time)}`,
      "Common Name,Real Address,Bytes Received,Bytes Sent,Connected Since",
      ...clients.map((c) => [c.commonName, c.realAddress, c.bytesReceived, c.bytesSent, date(c.since)].join(",")),
      "ROUTING TABLE",
      "Virtual Address,Common Name,Real Address,Last Ref",
      ...routes.map((r) => [r.route, r.commonName, r.realAddress, date(r.since)].join(",")),
      "GLOBAL STATS",
      "Max bcast/mcast queue length,0",
      "END",
      "",
    ].join("\n");
  }
  const separator = version === 2 ? "," : "\t";
  const columns = COLUMNS[openvpn];
  const row = (...fields: readonly (string | number | bigint)[]) => fields.join(separator);
  return [
    row("TITLE", `OpenVPN ${openvpn}.9 x86_64-pc-linux-gnu [SSL (OpenSSL)] built on Nov 22 2026`),
    row("TIME", date(time), time),
    row("HEADER", "CLIENT_LIST", ...columns.map((column) => TITLES[column])),
    ...clients.map((c) => {
      const fields = {
        CN: c.commonName,
        Real: c.realAddress,
        V4: c.virtualAddress,
        V6: c.virtualIpv6Address,
        Received: c.bytesReceived,
        Sent: c.bytesSent,
        Since: date(c.since),
        Epoch: c.since,
        Username: c.username,
        ID: c.clientId,
        Peer: c.clientId,
        Cipher: "AES-256-GCM",
      };
      return row("CLIENT_LIST", ...columns.map((column) => fields[column]));
    }),
    row("HEADER", "ROUTING_TABLE", "Virtual Address", "Common Name", "Real Address", "Last Ref", "Last Ref (time_t)"),
    ...routes.map((r) => row("ROUTING_TABLE", r.route, r.commonName, r.realAddress, date(r.since), r.since)),
    row("GLOBAL_STATS", "Max bcast/mcast queue length", 0),
    ...(openvpn === "2.6" ? [row("GLOBAL_STATS", "dco_enabled", 0)] : []),
    "END",
    "",
  ].join("\n");
}

/** A client with everything in place, but for what is given. */
export function printedClient(given: Partial<PrintedClient> = {}): PrintedClient {
  return {
    commonName: "alice",
    realAddress: "10.99.0.4:55296",
    virtualAddress: "10.8.0.2",
    virtualIpv6Address: "fd08::1000",
    bytesReceived: 2_121n,
    bytesSent: 2_111n,
    since: 1_795_334_877,
    username: "UNDEF",
    clientId: 0,
    routes: ["10.8.0.2"],
    ...given,
  };
}

/** A routed client and another one that is not. */
export const two: readonly PrintedClient[] = [
  printedClient(),
  printedClient({ commonName: "bob", realAddress: "10.99.0.5:1194", clientId: 1, routes: [] }),
];
