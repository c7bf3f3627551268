import { torn } from "./status-syntax-error.ts";

/**
 * Where a client's fields stand in a row, the tag being field 0; -1 for a column that this OpenVPN does not
 * write. Columns came with 2.3 and 2.4 (one in the middle) and 2.5, so the HEADER alone tells.
 */
export interface ClientColumns {
  /** Fields of a row, the tag and columns unknown to us among them. */
  readonly count: number;
  readonly commonName: number;
  readonly realAddress: number;
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

/** Where the fields of a routing table's row stand; all of them have been there since 2.1. */
export interface RouteColumns {
  readonly count: number;
  readonly virtualAddress: number;
  readonly commonName: number;
  readonly realAddress: number;
}

/** Reads the names of a HEADER line for CLIENT_LIST; a text without one of the first columns is not whole. */
export function clientColumns(names: readonly string[], line: number): ClientColumns {
  const { required, optional } = finder(names, line);
  return {
    count: names.length + 1,
    commonName: required("Common Name"),
    realAddress: required("Real Address"),
    virtualAddress: optional("Virtual Address"),
    virtualIpv6Address: optional("Virtual IPv6 Address"),
    bytesReceived: required("Bytes Received"),
    bytesSent: required("Bytes Sent"),
    connectedSinceText: required("Connected Since"),
    connectedSince: optional("Connected Since (time_t)"),
    username: optional("Username"),
    clientId: optional("Client ID"),
    peerId: optional("Peer ID"),
    cipher: optional("Data Channel Cipher"),
  };
}

/** Reads the names of a HEADER line for ROUTING_TABLE. */
export function routeColumns(names: readonly string[], line: number): RouteColumns {
  const { required } = finder(names, line);
  return {
    count: names.length + 1,
    virtualAddress: required("Virtual Address"),
    commonName: required("Common Name"),
    realAddress: required("Real Address"),
  };
}

function finder(names: readonly string[], line: number) {
  if (new Set(names).size !== names.length) throw torn(line, "names a column twice");
  const optional = (name: string): number => {
    const index = names.indexOf(name);
    return index === -1 ? -1 : index + 1;
  };
  const required = (name: string): number => {
    const field = optional(name);
    if (field === -1) throw torn(line, `does not name the column "${name}"`);
    return field;
  };
  return { required, optional };
}
