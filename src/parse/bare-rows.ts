import type { ClientTable } from "./client-table.ts";
import { type Lines, takeLine } from "./lines.ts";
import { setKey } from "./owner-key.ts";
import { addClient, addRoute } from "./roll.ts";
import type { RouteTable } from "./route-table.ts";
import { scanDigits } from "./scanner.ts";
import { endOfRealAddress, endOfRoute, isDate } from "./shape.ts";
import { isClock } from "./timestamp.ts";

/*
 * Rows of version 1 as nearly all are: no comma in the name, counters of up to 15 digits. They have no tag, so that the
 * shape of each field must be looked at; by these shapes alone they are read, without a search for their end first.
 * Whatever is different in any way is left to the readers of other rows.
 */

/** The day with which the last date began: nearly all dates of a text are of a few days. */
export interface LastDay {
  text: string;
}

/** No day yet. */
export function newLastDay(): LastDay {
  return { text: "none" };
}

const LINE_FEED = 10;
const COMMA = 44;

/** `2026-11-22 07:08:32` */
const ISO_LENGTH = 19;
/** Of that, the day and the blank. */
const DAY_LENGTH = 11;
/** `Sun Nov 22 07:56:48 2026` */
const CTIME_LENGTH = 24;

/** Takes the next line as a client; false, and not moved, where it is not such a row. */
export function readBareClient(lines: Lines, { roll, scanner }: ClientTable, day: LastDay): boolean {
  const { text, next: nameAt } = lines;
  const nameEnd = endOfName(text, nameAt);
  const realEnd = endOfRealAddress(text, nameEnd + 1);
  // No name is empty: OpenVPN prints UNDEF (`ssl_verify.c`: tls_common_name).
  if (nameEnd <= nameAt || text.charCodeAt(realEnd) !== COMMA) return false;
  scanner.at = realEnd + 1;
  scanner.end = text.length;
  const received = scanDigits(scanner);
  const sent = scanDigits(scanner);
  const sinceAt = scanner.at;
  const end = endOfDate(text, sinceAt, day);
  if (!takeLine(lines, end)) return false;
  setKey(scanner.key, text, nameAt, realEnd);
  const draft = {
    commonName: text.slice(nameAt, nameEnd),
    realAddress: text.slice(nameEnd + 1, realEnd),
    virtualAddress: undefined,
    virtualIpv6Address: undefined,
    bytesReceived: BigInt(received),
    bytesSent: BigInt(sent),
    connectedSinceText: text.slice(sinceAt, end),
    connectedSince: undefined,
    username: undefined,
    clientId: undefined,
    cipher: undefined,
    routed: false,
  };
  addClient(roll, draft, scanner.key);
  return true;
}

/** Takes the next line as the route of a client on the roll; false, and not moved, where it is not such a row. */
export function readBareRoute(lines: Lines, { roll, scanner: { key } }: RouteTable, day: LastDay): boolean {
  const { text, next } = lines;
  const routeEnd = endOfRoute(text, next);
  if (text.charCodeAt(routeEnd) !== COMMA) return false;
  const end = text.indexOf("\n", routeEnd);
  const ownerEnd = beforeDate(text, end, day);
  setKey(key, text, routeEnd + 1, ownerEnd);
  // Name and address of a client that was read: they need not be looked at again.
  return ownerEnd > routeEnd && addRoute(roll, key) && takeLine(lines, end);
}

/** Where the name ends that begins there; -1 where no comma ends it. */
function endOfName(text: string, start: number): number {
  for (let at = start; ; at++) {
    const character = text.charCodeAt(at);
    if (character === COMMA) return at;
    if (character === LINE_FEED || Number.isNaN(character)) return -1;
  }
}

/** Where the line ends whose last field begins there and is a date; -1 where it is none. */
function endOfDate(text: string, start: number, day: LastDay): number {
  const iso = start + ISO_LENGTH;
  if (text.charCodeAt(iso) === LINE_FEED) return isIsoDate(text, start, day) ? iso : -1;
  const end = start + CTIME_LENGTH;
  return text.charCodeAt(end) === LINE_FEED && isDate(text, start, end) ? end : -1;
}

/** Where the comma is before the date in which the line ends; -1 where it ends otherwise. */
function beforeDate(text: string, end: number, day: LastDay): number {
  const iso = end - ISO_LENGTH - 1;
  if (text.charCodeAt(iso) === COMMA) return isIsoDate(text, iso + 1, day) ? iso : -1;
  const comma = end - CTIME_LENGTH - 1;
  return text.charCodeAt(comma) === COMMA && isDate(text, comma + 1, end) ? comma : -1;
}

function isIsoDate(text: string, start: number, day: LastDay): boolean {
  if (text.startsWith(day.text, start)) return isClock(text, start + DAY_LENGTH);
  if (!isDate(text, start, start + ISO_LENGTH)) return false;
  day.text = text.slice(start, start + DAY_LENGTH);
  return true;
}
