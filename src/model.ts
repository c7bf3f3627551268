/** Whole seconds since 1970-01-01 UTC. */
export type UnixSeconds = number;

/**
 * A common name or username as OpenVPN wrote it: one character per byte (ISO 8859-1), so that two
 * names that differ in any byte differ here too. `nameText()` makes it readable.
 */
export type NameBytes = string;

/** Bytes as the server counts them: received from the client, sent to the client. */
export interface Counters {
  readonly bytesReceived: bigint;
  readonly bytesSent: bigint;
}

/** One client of a status text, whatever its version: what OpenVPN wrote, nothing concluded. */
export interface ClientRow extends Counters {
  readonly commonName: NameBytes;
  readonly realAddress: string;
  /** IPv4 address inside the tunnel; absent in version 1, and while the client is not authenticated. */
  readonly virtualAddress: string | undefined;
  readonly virtualIpv6Address: string | undefined;
  /** OpenVPN's own text, in the server process's zone: compared, never computed with, except in version 1. */
  readonly connectedSinceText: string;
  /** Absent in version 1, which has no epoch column. */
  readonly connectedSince: UnixSeconds | undefined;
  readonly username: NameBytes | undefined;
  /** Counts from 0 again when OpenVPN restarts; absent in version 1 and before 2.4. */
  readonly clientId: number | undefined;
  readonly cipher: string | undefined;
  /** The routing table of the same text names this client. */
  readonly routed: boolean;
}

/** A place on the globe in degrees, north and east positive. */
export interface Coordinates {
  readonly latitude: number;
  readonly longitude: number;
}

/** The machine at one instant; a figure that could not be had is undefined, never 0. */
export interface MachineSample {
  /** Used of what is usable, 0 to 100, as df counts it. */
  readonly diskPercent: number | undefined;
  /** Memory that programs could not get, 0 to 100. */
  readonly memoryPercent: number | undefined;
  readonly load1: number | undefined;
  readonly load5: number | undefined;
  readonly load15: number | undefined;
  readonly processes: number | undefined;
}

/** A whole status text, accepted: every line is of the grammar and END is its last. */
export interface StatusText {
  readonly version: 1 | 2 | 3;
  /** OpenVPN's TITLE line; absent in version 1. */
  readonly title: string | undefined;
  /** TIME of versions 2 and 3. */
  readonly time: UnixSeconds | undefined;
  /** TIME's or Updated's text, in the server process's zone. */
  readonly timeText: string;
  readonly clients: readonly ClientRow[];
  /** Data channel offload; absent before 2.6 and in version 1. */
  readonly dcoEnabled: boolean | undefined;
  /** Rows that could not be told for certain, and what to do about it. */
  readonly warnings: readonly string[];
}
