import type { StatusText } from "../model.ts";
import { byteCount, isDigits } from "./digits.ts";
import { type Lines, lineIs, lineStartsWith, lineText, nextLine } from "./lines.ts";
import { addClient, addRoute, markRouted, openRoll, type Roll } from "./routed.ts";
import { isRealAddress, isRoute } from "./shape.ts";
import { torn } from "./status-syntax-error.ts";
import { civilSeconds, civilSecondsAt } from "./timestamp.ts";
import { type Warnings, warn, warningTexts } from "./warnings.ts";

/** What a status text of version 1 begins with. */
export const FIRST_LINE_V1 = "OpenVPN CLIENT LIST";

const UPDATED = "Updated,";
const CLIENT_HEADER = "Common Name,Real Address,Bytes Received,Bytes Sent,Connected Since";
const ROUTING_TITLE = "ROUTING TABLE";
const ROUTING_HEADER = "Virtual Address,Common Name,Real Address,Last Ref";
const STATS_TITLE = "GLOBAL STATS";
const END = "END";

/**
 * Reads a status text of version 1 whose first line has just been read (`multi.c`: multi_print_status).
 *
 * Names are raw and may hold commas, the fields around them hold none: a row is read from its ends.
 */
export function parseV1(lines: Lines): StatusText {
  const timeText = readUpdated(lines);
  const roll = openRoll();
  const warnings: Warnings = { told: [], untold: 0 };
  expectLine(lines, CLIENT_HEADER);
  while (moreRows(lines, ROUTING_TITLE)) readClient(lines, roll, warnings);
  expectLine(lines, ROUTING_HEADER);
  while (moreRows(lines, STATS_TITLE)) readRoute(lines, roll);
  while (moreRows(lines, END)) readStatistic(lines);
  if (lines.next < lines.text.length) throw torn(lines.number, "is END, and there is more");
  markRouted(roll);
  return {
    version: 1,
    title: undefined,
    time: undefined,
    timeText,
    clients: roll.drafts,
    dcoEnabled: undefined,
    warnings: warningTexts(warnings),
  };
}

function readUpdated(lines: Lines): string {
  if (!nextLine(lines) || !lineStartsWith(lines, UPDATED)) throw torn(2, `is not "${UPDATED}" and a date`);
  const timeText = lineText(lines).slice(UPDATED.length);
  if (civilSeconds(timeText) === undefined) throw torn(lines.number, "has no date");
  return timeText;
}

function expectLine(lines: Lines, wanted: string): void {
  if (!nextLine(lines) || !lineIs(lines, wanted)) throw torn(lines.number, `is not "${wanted}"`);
}

function moreRows(lines: Lines, closing: string): boolean {
  if (!nextLine(lines)) throw torn(lines.number, `is the last, and "${closing}" is still to come`);
  return !lineIs(lines, closing);
}

function readClient(lines: Lines, roll: Roll, warnings: Warnings): void {
  const { text, start, end } = lines;
  const sinceAt = text.lastIndexOf(",", end - 1) + 1;
  const sentAt = text.lastIndexOf(",", sinceAt - 2) + 1;
  const receivedAt = text.lastIndexOf(",", sentAt - 2) + 1;
  const realAt = text.lastIndexOf(",", receivedAt - 2) + 1;
  // A name is never empty (`ssl_verify.c`: tls_common_name prints UNDEF instead), so this is the end of a longer row.
  if (realAt - 1 <= start) throw torn(lines.number, "is too short for a client");
  if (!isRealAddress(text, realAt, receivedAt - 1) || Number.isNaN(civilSecondsAt(text, sinceAt, end))) {
    throw torn(lines.number, "is not of a client's form");
  }
  const bytesReceived = byteCount(text, receivedAt, sentAt - 1);
  const bytesSent = byteCount(text, sentAt, sinceAt - 1);
  if (bytesReceived === undefined || bytesSent === undefined) {
    warn(warnings, lines.number, "its byte counts are not whole numbers from 0 to 2^63-1");
    return;
  }
  const draft = {
    commonName: text.slice(start, realAt - 1),
    realAddress: text.slice(realAt, receivedAt - 1),
    virtualAddress: undefined,
    virtualIpv6Address: undefined,
    bytesReceived,
    bytesSent,
    connectedSinceText: text.slice(sinceAt, end),
    connectedSince: undefined,
    username: undefined,
    clientId: undefined,
    cipher: undefined,
    routed: false,
  };
  addClient(roll, draft, text.slice(start, receivedAt - 1));
}

function readRoute(lines: Lines, roll: Roll): void {
  const { text, start, end } = lines;
  const nameAt = text.indexOf(",", start) + 1;
  const lastRefAt = text.lastIndexOf(",", end - 1) + 1;
  const realAt = text.lastIndexOf(",", lastRefAt - 2) + 1;
  if (nameAt === 0 || nameAt >= realAt - 1) throw torn(lines.number, "is too short for a route");
  const formed =
    isRoute(text, start, nameAt - 1) &&
    isRealAddress(text, realAt, lastRefAt - 1) &&
    !Number.isNaN(civilSecondsAt(text, lastRefAt, end));
  if (!formed) throw torn(lines.number, "is not of a route's form");
  addRoute(roll, text.slice(nameAt, lastRefAt - 1));
}

function readStatistic({ text, start, end, number }: Lines): void {
  const valueAt = text.lastIndexOf(",", end - 1) + 1;
  if (valueAt - 1 <= start || !isDigits(text, valueAt, end)) throw torn(number, "is not a name and a number");
}
