import type { StatusText, UnixSeconds } from "../model.ts";
import { type ClientTable, clientsOf, openClientTable, readClient } from "./client-table.ts";
import { wholeNumber } from "./digits.ts";
import { type Lines, lineIs, lineStartsWith, lineText, nextLine } from "./lines.ts";
import { openRouteTable, type RouteTable, readRoute } from "./route-table.ts";
import type { Separator } from "./scanner.ts";
import { torn } from "./status-syntax-error.ts";
import { civilSeconds } from "./timestamp.ts";
import { warningTexts } from "./warnings.ts";

const CLIENTS = "CLIENT_LIST";
const ROUTES = "ROUTING_TABLE";
const STATS = "GLOBAL_STATS";

/** What has been read below TIME. Rows of a table stand under its HEADER and nowhere else: `open` is that table's tag. */
interface Tables {
  readonly separator: Separator;
  clients: ClientTable | undefined;
  routes: RouteTable | undefined;
  /** Tables of a later OpenVPN: their tags and how many fields a row has. */
  readonly unknown: Map<string, number>;
  open: string;
  dcoEnabled: boolean | undefined;
}

/**
 * Reads a status text of version 2 or 3, which differ in the separator only, whose TITLE has just been
 * read (`multi.c`: multi_print_status).
 *
 * A table unknown to us is passed over where a HEADER announces it. A line that none announces is taken
 * for the rest of a longer one (`IENT_LIST…`): the text is torn.
 */
export function parseHeaded(lines: Lines, version: 2 | 3): StatusText {
  const separator = version === 3 ? "\t" : ",";
  const title = lineText(lines).slice("TITLE".length + 1);
  const { time, timeText } = readTime(lines, separator);
  const { clients, dcoEnabled } = readTables(lines, separator);
  return {
    version,
    title,
    time,
    timeText,
    clients: clientsOf(clients),
    dcoEnabled,
    warnings: warningTexts(clients.warnings),
  };
}

function readTime(lines: Lines, separator: Separator): { time: UnixSeconds; timeText: string } {
  if (!nextLine(lines)) throw torn(lines.number, "is the last, and TIME is still to come");
  const [tag, timeText = "", epoch = "", ...rest] = lineText(lines).split(separator);
  const time = wholeNumber(epoch, 0, epoch.length);
  if (tag !== "TIME" || time === -1 || rest.length > 0 || civilSeconds(timeText) === undefined) {
    throw torn(lines.number, "is not TIME with a date and its seconds");
  }
  return { time, timeText };
}

function readTables(lines: Lines, separator: Separator): { clients: ClientTable; dcoEnabled: boolean | undefined } {
  const clientTag = CLIENTS + separator;
  const routeTag = ROUTES + separator;
  const tables: Tables = {
    separator,
    clients: undefined,
    routes: undefined,
    unknown: new Map(),
    open: "",
    dcoEnabled: undefined,
  };
  while (nextLine(lines)) {
    const { clients, routes, open, dcoEnabled } = tables;
    if (open === CLIENTS && clients !== undefined && lineStartsWith(lines, clientTag)) readClient(lines, clients);
    else if (open === ROUTES && routes !== undefined && lineStartsWith(lines, routeTag)) readRoute(lines, routes);
    else if (!lineIs(lines, "END")) readRare(lines, tables);
    else if (clients === undefined || routes === undefined) throw torn(lines.number, "is END, and a table is missing");
    else if (lines.next < lines.text.length) throw torn(lines.number, "is END, and there is more");
    else return { clients, dcoEnabled };
  }
  throw torn(lines.number, "is the last, and END is still to come");
}

function readRare(lines: Lines, tables: Tables): void {
  const [tag = "", ...fields] = lineText(lines).split(tables.separator);
  if (tag === "HEADER") readHeader(lines, fields, tables);
  else if (tag === STATS && tables.routes !== undefined) readStatistic(lines.number, fields, tables);
  else if (tag !== tables.open || !isRowOf(tables, tag, fields.length + 1)) {
    throw torn(lines.number, "is of no table that stands here");
  }
}

function readHeader(lines: Lines, [tag = "", ...names]: readonly string[], tables: Tables): void {
  const { separator, clients, routes, unknown } = tables;
  if (tag === CLIENTS && clients === undefined)
    tables.clients = openClientTable(lines, names, separator, tag + separator);
  else if (tag === ROUTES && clients !== undefined && routes === undefined) {
    tables.routes = openRouteTable(lines, names, separator, tag + separator, clients.roll);
  } else if (tag !== CLIENTS && tag !== ROUTES && tag !== STATS && names.length > 0 && !unknown.has(tag)) {
    unknown.set(tag, names.length + 1);
  } else throw torn(lines.number, "is a HEADER out of place");
  tables.open = tag;
}

function readStatistic(line: number, fields: readonly string[], tables: Tables): void {
  if (fields.length !== 2) throw torn(line, "is not GLOBAL_STATS with a name and a value");
  const [name, value] = fields;
  tables.open = STATS;
  if (name === "dco_enabled") tables.dcoEnabled = value === "1" ? true : value === "0" ? false : undefined;
}

/** In version 2 a row may have more fields than its HEADER: names with commas. */
function isRowOf({ unknown, separator }: Tables, tag: string, count: number): boolean {
  const wanted = unknown.get(tag);
  return wanted !== undefined && (separator === "," ? count >= wanted : count === wanted);
}
