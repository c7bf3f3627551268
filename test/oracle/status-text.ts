/** Prints a status file exactly as OpenVPN 2.4, 2.6 or 2.7 would. */

import type { NameBytes, UnixSeconds } from "../../src/model.ts";
import { timeText } from "./local-time.ts";

export type Release = "2.4" | "2.6" | "2.7";
export type StatusVersion = 1 | 2 | 3;

/** One client as OpenVPN has it in memory at the moment of writing, whatever the version then shows of it. */
export interface WrittenRow {
  /** Which connection this truly is: known to the simulator only. */
  readonly trueId: number;
  readonly commonName: NameBytes;
  readonly realAddress: string;
  readonly virtualAddress: string;
  readonly virtualIpv6Address: string;
  readonly received: bigint;
  readonly sent: bigint;
  readonly since: UnixSeconds;
  /** `since` on the server's local clock: what the text says. */
  readonly localSince: number;
  readonly username: NameBytes;
  readonly clientId: number;
  readonly cipher: string;
}

export interface Route {
  readonly virtualAddress: string;
  readonly commonName: NameBytes;
  readonly realAddress: string;
  readonly lastRef: UnixSeconds;
  readonly localLastRef: number;
}

export interface Written {
  readonly server: string;
  readonly release: Release;
  readonly version: StatusVersion;
  /** OpenVPN's own clock, which does not go back. */
  readonly time: UnixSeconds;
  readonly localTime: number;
  /** By the machine's wall clock, with a fraction. */
  readonly mtime: number;
  readonly rows: readonly WrittenRow[];
  readonly routes: readonly Route[];
}

const TITLES: Record<Release, string> = {
  "2.4":
    "OpenVPN 2.4.12 x86_64-pc-linux-gnu [SSL (mbed TLS)] [LZO] [LZ4] [EPOLL] [MH/PKTINFO] [AEAD] built on Nov 22 2026",
  "2.6": "OpenVPN 2.6.14 x86_64-pc-linux-gnu [SSL (OpenSSL)] [LZO] [LZ4] [EPOLL] [PKCS11] [MH/PKTINFO] [AEAD] [DCO]",
  "2.7": "OpenVPN 2.7.6 x86_64-pc-linux-gnu [SSL (OpenSSL)] [LZO] [LZ4] [EPOLL] [MH/PKTINFO] [AEAD]",
};

const CLIENT_COLUMNS = [
  "Common Name",
  "Real Address",
  "Virtual Address",
  "Virtual IPv6 Address",
  "Bytes Received",
  "Bytes Sent",
  "Connected Since",
  "Connected Since (time_t)",
  "Username",
  "Client ID",
  "Peer ID",
];
const ROUTE_COLUMNS = ["Virtual Address", "Common Name", "Real Address", "Last Ref", "Last Ref (time_t)"];

export function statusText(written: Written): string {
  const style = written.release === "2.4" ? "ctime" : "iso";
  const lines = written.version === 1 ? version1(written, style) : version2or3(written, style);
  return `${lines.join("\n")}\nEND\n`;
}

function version1({ localTime, rows, routes }: Written, style: "ctime" | "iso"): string[] {
  return [
    "OpenVPN CLIENT LIST",
    `Updated,${timeText(style, localTime)}`,
    "Common Name,Real Address,Bytes Received,Bytes Sent,Connected Since",
    ...rows.map((row) =>
      [row.commonName, row.realAddress, row.received, row.sent, timeText(style, row.localSince)].join(","),
    ),
    "ROUTING TABLE",
    "Virtual Address,Common Name,Real Address,Last Ref",
    ...routes.map((route) =>
      [route.virtualAddress, route.commonName, route.realAddress, timeText(style, route.localLastRef)].join(","),
    ),
    "GLOBAL STATS",
    "Max bcast/mcast queue length,0",
  ];
}

function version2or3({ release, version, time, localTime, rows, routes }: Written, style: "ctime" | "iso"): string[] {
  const separator = version === 2 ? "," : "\t";
  const line = (...fields: readonly (string | number | bigint)[]) => fields.join(separator);
  const hasCipher = release !== "2.4";
  return [
    line("TITLE", TITLES[release]),
    line("TIME", timeText(style, localTime), time),
    line("HEADER", "CLIENT_LIST", ...CLIENT_COLUMNS, ...(hasCipher ? ["Data Channel Cipher"] : [])),
    ...rows.map((row) =>
      line(
        "CLIENT_LIST",
        row.commonName,
        row.realAddress,
        row.virtualAddress,
        row.virtualIpv6Address,
        row.received,
        row.sent,
        timeText(style, row.localSince),
        row.since,
        row.username,
        row.clientId,
        row.clientId % 4, // peer ids are reused at once
        ...(hasCipher ? [row.cipher] : []),
      ),
    ),
    line("HEADER", "ROUTING_TABLE", ...ROUTE_COLUMNS),
    ...routes.map((route) =>
      line(
        "ROUTING_TABLE",
        route.virtualAddress,
        route.commonName,
        route.realAddress,
        timeText(style, route.localLastRef),
        route.lastRef,
      ),
    ),
    line("GLOBAL_STATS", "Max bcast/mcast queue length", 0),
    ...(hasCipher ? [line("GLOBAL_STATS", "dco_enabled", 0)] : []),
  ];
}
