import { torn } from "./status-syntax-error.ts";

/**
 * Where a client's fields stand in a row, the tag being field 0; -1 for a column that this OpenVPN does not
 * write. Columns came with 2.3, 2.4 (one in the middle) and 2.5: the HEADER alone tells.
 */
export interface ClientColumns extends OwnerColumns {
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

/** Where the fields of a routing table's row stand, as far as they are used. */
export interface RouteColumns extends OwnerColumns {
  readonly virtualAddress: number;
  readonly lastRef: number;
}

/** Side by side in both tables of every version: the two together are how a route names its client. */
interface OwnerColumns {
  readonly commonName: number;
  readonly realAddress: number;
}

/** The columns of a client list. Those of 2.1 must all be named, or the text is not whole. */
export function clientColumns(names: readonly string[], line: number): ClientColumns {
  return {
    ...ownerColumns(names, line),
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

/** The columns of a routing table. */
export function routeColumns(names: readonly string[], line: number): RouteColumns {
  return {
    ...ownerColumns(names, line),
    virtualAddress: required(names, "Virtual Address", line),
    lastRef: required(names, "Last Ref", line),
  };
}

function ownerColumns(names: readonly string[], line: number): OwnerColumns {
  if (new Set(names).size !== names.length) throw torn(line, "names a column twice");
  const commonName = required(names, "Common Name", line);
  const realAddress = required(names, "Real Address", line);
  if (realAddress !== commonName + 1) throw torn(line, "parts the columns Common Name and Real Address");
  return { commonName, realAddress };
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
