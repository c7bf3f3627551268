import type { StatusText } from "../model.ts";
import { readBareClient, readBareRoute } from "./bare-rows.ts";
import { clientsOf, openClientTable, readClient } from "./client-table.ts";
import { isDigits } from "./digits.ts";
import { newLastDay } from "./last-day.ts";
import { type Lines, lineIs, lineStartsWith, lineText, nextLine } from "./lines.ts";
import { openRouteTable, readRoute } from "./route-table.ts";
import { torn } from "./status-syntax-error.ts";
import { civilSeconds } from "./timestamp.ts";
import { warningTexts } from "./warnings.ts";

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
 * Its rows have no tag and no id: the rest of a longer row can be a row with a shortened name, which no
 * content tells from a true one.
 */
export function parseV1(lines: Lines): StatusText {
  const timeText = readUpdated(lines);
  expectLine(lines, CLIENT_HEADER);
  const clients = openClientTable(lines, CLIENT_HEADER.split(","), ",", "");
  const day = newLastDay();
  for (;;) {
    if (readBareClient(lines, clients, day)) continue;
    if (!moreRows(lines, ROUTING_TITLE)) break;
    readClient(lines, clients);
  }
  expectLine(lines, ROUTING_HEADER);
  const routes = openRouteTable(lines, ROUTING_HEADER.split(","), ",", "", clients.roll);
  for (;;) {
    if (readBareRoute(lines, routes, day)) continue;
    if (!moreRows(lines, STATS_TITLE)) break;
    readRoute(lines, routes);
  }
  while (moreRows(lines, END)) readStatistic(lines);
  if (lines.next < lines.text.length) throw torn(lines.number, "is END, and there is more");
  return {
    version: 1,
    title: undefined,
    time: undefined,
    timeText,
    clients: clientsOf(clients),
    dcoEnabled: undefined,
    warnings: warningTexts(clients.warnings),
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

function readStatistic({ text, start, end, number }: Lines): void {
  const valueAt = text.lastIndexOf(",", end - 1) + 1;
  if (valueAt - 1 <= start || !isDigits(text, valueAt, end)) throw torn(number, "is not a name and a number");
}
