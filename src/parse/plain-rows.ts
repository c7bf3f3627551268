import type { ClientColumns } from "./columns.ts";
import type { Lines } from "./lines.ts";
import { setKey } from "./owner-key.ts";
import type { ClientDraft } from "./roll.ts";
import { type Scanner, scanDate, scanDigits, scanText, scanUsual } from "./scanner.ts";

/*
 * Rows of versions 2 and 3 as nearly all are: separators between fields only, columns in OpenVPN's order,
 * counters of up to 15 digits. They are read in one pass, which is where the time of a large text goes.
 * Whatever is different in any way is left to the reader of shapes.
 */

/** Stands for "no username" (`ssl_verify.c`: tls_username); a user of that name cannot be told from it. */
export const NO_USERNAME = "UNDEF";

/** Reads the row at the scanner's place as a client; undefined when it is not plain. */
export function readPlainClient(lines: Lines, scanner: Scanner, columns: ClientColumns): ClientDraft | undefined {
  const { text, key, end } = scanner;
  const nameAt = scanner.at;
  scanText(scanner);
  const realAt = scanner.at;
  scanText(scanner);
  const virtualAt = scanner.at;
  if (columns.virtualAddress !== -1) scanText(scanner);
  const virtualIpv6At = scanner.at;
  if (columns.virtualIpv6Address !== -1) scanText(scanner);
  const receivedAt = scanner.at;
  const received = scanDigits(scanner);
  const sent = scanDigits(scanner);
  const sinceTextAt = scanner.at;
  scanDate(scanner);
  const sinceAt = scanner.at;
  const connectedSince = columns.connectedSince === -1 ? undefined : scanDigits(scanner);
  const usernameAt = scanner.at;
  const unnamed = columns.username === -1 || scanUsual(scanner, NO_USERNAME);
  const clientIdAt = scanner.at;
  const clientId = columns.clientId === -1 ? undefined : scanDigits(scanner);
  if (columns.peerId !== -1) scanDigits(scanner);
  const cipherAt = scanner.at;
  if (columns.cipher !== -1) scanText(scanner);

  // No name is empty: OpenVPN prints UNDEF (`ssl_verify.c`: tls_common_name).
  if (scanner.at !== end + 1 || realAt - 1 === nameAt) return undefined;
  setKey(key, lines, nameAt, virtualAt - 1);
  return {
    commonName: text.slice(nameAt, realAt - 1),
    realAddress: text.slice(realAt, virtualAt - 1),
    virtualAddress: virtualAt < virtualIpv6At - 1 ? text.slice(virtualAt, virtualIpv6At - 1) : undefined,
    virtualIpv6Address: virtualIpv6At < receivedAt - 1 ? text.slice(virtualIpv6At, receivedAt - 1) : undefined,
    bytesReceived: BigInt(received),
    bytesSent: BigInt(sent),
    connectedSinceText: text.slice(sinceTextAt, sinceAt - 1),
    connectedSince,
    username: unnamed ? undefined : text.slice(usernameAt, clientIdAt - 1) || undefined,
    clientId,
    cipher: cipherAt < end ? text.slice(cipherAt, end) : undefined,
    routed: false,
  };
}

/** Reads the row at the scanner's place as a route, of which the scanner's key remains; false when it is not plain. */
export function readPlainRoute(lines: Lines, scanner: Scanner): boolean {
  const { key, end } = scanner;
  scanText(scanner);
  const nameAt = scanner.at;
  scanText(scanner);
  const realAt = scanner.at;
  scanText(scanner);
  const lastRefAt = scanner.at;
  scanDate(scanner);
  scanDigits(scanner);
  if (scanner.at !== end + 1 || realAt - 1 <= nameAt) return false;
  setKey(key, lines, nameAt, lastRefAt - 1);
  return true;
}
