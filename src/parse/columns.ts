import { torn } from "./status-syntax-error.ts";

/** How the rows of a table are laid out. */
export interface Columns {
  /** Fields of a row, the tag being field 0, also in version 1 where it is nothing. */
  readonly count: number;
  /** Versions 2 and 3 begin each row with the name of its table. */
  readonly tagged: boolean;
  /** The columns are those that OpenVPN is known to write, in their order. */
  readonly plain: boolean;
  /** Whose text may hold commas in version 2: names, and columns of which we know nothing. */
  readonly raw: readonly number[];
  /** Side by side in both tables of every version: the two together are how a route names its client. */
  readonly commonName: number;
  readonly realAddress: number;
}

/**
 * Where a client's fields stand; -1 for a column that this OpenVPN does not write. Columns came with 2.3, 2.4
 * (one in the middle) and 2.5: the HEADER alone tells.
 */
export interface ClientColumns extends Columns {
  readonly virtualAddress: number;
  readonly virtualIpv6Address: number;
  readonly bytesReceived: number;
  readonly bytesSent: number;
  readonly connectedSinceText: number;
  readonly connectedSince: number;
  readonly username: number;
  readonly clientId: number;
  readonly peerId: number;
  readonly cipher: number;
}

/** Where a route's fields stand, as far as they are looked at. */
export interface RouteColumns extends Columns {
  readonly virtualAddress: number;
  readonly lastRef: number;
}

const CLIENT_ORDER = [
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
  "Data Channel Cipher",
];
const ROUTE_ORDER = ["Virtual Address", "Common Name", "Real Address", "Last Ref"];
const TAGGED_ROUTE_ORDER = [...ROUTE_ORDER, "Last Ref (time_t)"];

/** Columns whose text OpenVPN makes up itself. */
const FIXED: ReadonlySet<string> = new Set(
  [...CLIENT_ORDER, ...TAGGED_ROUTE_ORDER].filter((name) => name !== "Common Name" && name !== "Username"),
);

/** The columns of a client list with these names. Those of 2.1 must all be there, or the text is not whole. */
export function clientColumns(names: readonly string[], tagged: boolean, line: number): ClientColumns {
  const known = CLIENT_ORDER.filter((name) => names.includes(name));
  return {
    ...columns(names, tagged, isSame(names, known), line),
    virtualAddress: optional(names, "Virtual Address"),
    virtualIpv6Address: optional(names, "Virtual IPv6 Address"),
    bytesReceived: required(names, "Bytes Received", line),
    bytesSent: required(names, "Bytes Sent", line),
    connectedSinceText: required(names, "Connected Since", line),
    connectedSince: optional(names, "Connected Since (time_t)"),
    username: optional(names, "Username"),
    clientId: optional(names, "Client ID"),
    peerId: optional(names, "Peer ID"),
    cipher: optional(names, "Data Channel Cipher"),
  };
}

/** The columns of a routing table with these names. */
export function routeColumns(names: readonly string[], tagged: boolean, line: number): RouteColumns {
  return {
    ...columns(names, tagged, isSame(names, tagged ? TAGGED_ROUTE_ORDER : ROUTE_ORDER), line),
    virtualAddress: required(names, "Virtual Address", line),
    lastRef: optional(names, "Last Ref"),
  };
}

function columns(names: readonly string[], tagged: boolean, plain: boolean, line: number): Columns {
  if (new Set(names).size !== names.length) throw torn(line, "names a column twice");
  const commonName = required(names, "Common Name", line);
  const realAddress = required(names, "Real Address", line);
  if (realAddress !== commonName + 1) throw torn(line, "parts the columns Common Name and Real Address");
  const raw = names.flatMap((name, index) => (FIXED.has(name) ? [] : [index + 1]));
  return { count: names.length + 1, tagged, plain, raw, commonName, realAddress };
}

function required(names: readonly string[], name: string, line: number): number {
  const column = optional(names, name);
  if (column === -1) throw torn(line, `does not name the column "${name}"`);
  return column;
}

function optional(names: readonly string[], name: string): number {
  const index = names.indexOf(name);
  return index === -1 ? -1 : index + 1;
}

function isSame(names: readonly string[], others: readonly string[]): boolean {
  return names.length === others.length && names.every((name, index) => name === others[index]);
}
