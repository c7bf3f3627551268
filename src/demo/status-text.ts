import type { UnixSeconds } from "../model.ts";
import type { Showing } from "./company.ts";

/** How a server writes its status. */
export interface StatusStyle {
  readonly version: 1 | 2 | 3;
  /** The network of the virtual IPv4 addresses, up to the last dot. */
  readonly network: string;
  /** The common name that all its clients share: they are told apart by username. */
  readonly sharedName: string | undefined;
}

/** What the text says besides its clients. */
export interface StatusClock {
  readonly at: UnixSeconds;
  /** An instant in the local time of the server's process. */
  text(at: UnixSeconds): string;
}

const TITLE =
  "OpenVPN 2.6.14 x86_64-pc-linux-gnu [SSL (OpenSSL)] [LZO] [LZ4] [EPOLL] [PKCS11] [MH/PKTINFO] [AEAD] [DCO]";

const CLIENT_HEADER = [
  ...["HEADER", "CLIENT_LIST", "Common Name", "Real Address", "Virtual Address", "Virtual IPv6 Address"],
  ...["Bytes Received", "Bytes Sent", "Connected Since", "Connected Since (time_t)", "Username", "Client ID"],
  ...["Peer ID", "Data Channel Cipher"],
];
const ROUTE_HEADER = [
  ...["HEADER", "ROUTING_TABLE", "Virtual Address", "Common Name", "Real Address", "Last Ref", "Last Ref (time_t)"],
];

/** The lines of a status file as OpenVPN 2.6 writes them, one character per byte, without their line ends. */
export function statusLines(style: StatusStyle, clock: StatusClock, showings: readonly Showing[]): string[] {
  return style.version === 1 ? linesOfV1(style, clock, showings) : linesOfV2(style, clock, showings);
}

function linesOfV1(style: StatusStyle, { at, text }: StatusClock, showings: readonly Showing[]): string[] {
  const clients = showings.map((showing) => {
    const { connection, bytesReceived, bytesSent } = showing;
    return [nameOf(showing, style), connection.realAddress, bytesReceived, bytesSent, connection.sinceText].join();
  });
  const routes = showings.map((showing) => [...routeOf(showing, style), text(at)].join());
  return [
    ...["OpenVPN CLIENT LIST", `Updated,${text(at)}`],
    ...["Common Name,Real Address,Bytes Received,Bytes Sent,Connected Since", ...clients],
    ...["ROUTING TABLE", "Virtual Address,Common Name,Real Address,Last Ref", ...routes],
    ...["GLOBAL STATS", "Max bcast/mcast queue length,0", "END"],
  ];
}

function linesOfV2(style: StatusStyle, { at, text }: StatusClock, showings: readonly Showing[]): string[] {
  const clients = showings.map((showing) => {
    const { connection, bytesReceived, bytesSent } = showing;
    const { device, since, sinceText, clientId, realAddress } = connection;
    return [
      ...["CLIENT_LIST", nameOf(showing, style), realAddress, virtualAddress(showing, style), ""],
      ...[bytesReceived, bytesSent, sinceText, since],
      ...[style.sharedName === undefined ? "UNDEF" : connection.user, clientId, device.number, "AES-256-GCM"],
    ];
  });
  const routes = showings.map((showing) => ["ROUTING_TABLE", ...routeOf(showing, style), text(at), at]);
  const lines = [
    ...[["TITLE", TITLE], ["TIME", text(at), at], CLIENT_HEADER, ...clients, ROUTE_HEADER, ...routes],
    ...[["GLOBAL_STATS", "Max bcast/mcast queue length", 0], ["GLOBAL_STATS", "dco_enabled", 0], ["END"]],
  ];
  return lines.map((fields) => fields.join(style.version === 3 ? "\t" : ","));
}

function routeOf(showing: Showing, style: StatusStyle): string[] {
  return [virtualAddress(showing, style), nameOf(showing, style), showing.connection.realAddress];
}

function nameOf({ connection }: Showing, { sharedName }: StatusStyle): string {
  return sharedName ?? connection.user;
}

function virtualAddress({ connection }: Showing, { network }: StatusStyle): string {
  return `${network}${connection.device.number + 2}`;
}
