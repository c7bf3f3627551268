import type { ClientTable } from "./client-table.ts";
import { endOfDate, type LastDay } from "./last-day.ts";
import { type Lines, takeLine } from "./lines.ts";
import { setKey } from "./owner-key.ts";
import { addClient, addRoute } from "./roll.ts";
import type { RouteTable } from "./route-table.ts";
import { endOfRealAddress, endOfRoute } from "./shape.ts";

/*
 * Rows of version 1 as nearly all are: no comma in the name, counters of up to 15 digits. They have no tag, so that the
 * shape of each field must be looked at; by these shapes alone they are read, without a search for their end first.
 * Whatever is different in any way is left to the readers of other rows.
 */

const LINE_FEED = 10;
const COMMA = 44;

const ZERO = 48;
/** So many always make an exact number. */
const MOST_DIGITS = 15;

/** A counter in a row. */
interface Count {
  value: number;
  end: number;
}

/** Takes the next line as a client; false, and not moved, where it is not such a row. */
export function readBareClient(lines: Lines, { roll, scanner: { key } }: ClientTable, day: LastDay): boolean {
  const { text, bytes, next: nameAt } = lines;
  const received: Count = { value: 0, end: 0 };
  const sent: Count = { value: 0, end: 0 };
  const nameEnd = endOfName(bytes, nameAt);
  const realEnd = endOfRealAddress(bytes, nameEnd + 1);
  // No name is empty: OpenVPN prints UNDEF (`ssl_verify.c`: tls_common_name).
  if (nameEnd <= nameAt || bytes[realEnd] !== COMMA) return false;
  if (!takeCount(received, bytes, realEnd + 1) || !takeCount(sent, bytes, received.end + 1)) return false;
  const sinceAt = sent.end + 1;
  const end = endOfDate(lines, sinceAt, day);
  if (!takeLine(lines, end)) return false;
  setKey(key, lines, nameAt, realEnd);
  const draft = {
    commonName: text.slice(nameAt, nameEnd),
    realAddress: text.slice(nameEnd + 1, realEnd),
    virtualAddress: undefined,
    virtualIpv6Address: undefined,
    bytesReceived: BigInt(received.value),
    bytesSent: BigInt(sent.value),
    connectedSinceText: text.slice(sinceAt, end),
    connectedSince: undefined,
    username: undefined,
    clientId: undefined,
    cipher: undefined,
    routed: false,
  };
  addClient(roll, draft, key);
  return true;
}

/** Takes the next line as the route of a client on the roll; false, and not moved, where it is not such a row. */
export function readBareRoute(lines: Lines, { roll, scanner: { key } }: RouteTable, day: LastDay): boolean {
  const { bytes, next } = lines;
  const routeEnd = endOfRoute(bytes, next);
  if (bytes[routeEnd] !== COMMA) return false;
  const nameEnd = endOfName(bytes, routeEnd + 1);
  const realEnd = endOfRealAddress(bytes, nameEnd + 1);
  if (nameEnd <= routeEnd + 1 || bytes[realEnd] !== COMMA) return false;
  const end = endOfDate(lines, realEnd + 1, day);
  if (end < 0) return false;
  setKey(key, lines, routeEnd + 1, realEnd);
  return addRoute(roll, key) && takeLine(lines, end);
}

/** Where the name ends that begins there; -1 where no comma ends it. */
function endOfName(bytes: Uint8Array, start: number): number {
  for (let at = start; ; at++) {
    const character = bytes[at];
    if (character === COMMA) return at;
    if (character === LINE_FEED || character === undefined) return -1;
  }
}

/** Takes the 1 to 15 digits that begin there, before a comma; false where there are none. */
function takeCount(count: Count, bytes: Uint8Array, start: number): boolean {
  let at = start;
  let value = 0;
  for (let digit = (bytes[at] ?? 0) - ZERO; digit >= 0 && digit <= 9; digit = (bytes[++at] ?? 0) - ZERO) {
    value = value * 10 + digit;
  }
  count.value = value;
  count.end = at;
  return at > start && at - start <= MOST_DIGITS && bytes[at] === COMMA;
}
