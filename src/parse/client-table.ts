import { type ClientColumns, clientColumns } from "./columns.ts";
import { clientReadings } from "./comma-rows.ts";
import { byteCount, wholeNumber } from "./digits.ts";
import { cutFields, endOf, type Fields, newFields, type Separator, startOf } from "./fields.ts";
import type { Lines } from "./lines.ts";
import { addClient, type ClientDraft, openRoll, ownerKey, type Roll } from "./routed.ts";
import { torn } from "./status-syntax-error.ts";
import { type Warnings, warn } from "./warnings.ts";

const BAD_COUNT = "its byte counts are not whole numbers from 0 to 2^63-1";
const UNDEFINED_NAME = "UNDEF";
const AMBIGUOUS =
  "its names hold commas and it can be read in several ways; set `status-version 3` in OpenVPN's configuration";

/** The CLIENT_LIST of one text of version 2 or 3, being read. */
export interface ClientTable {
  readonly columns: ClientColumns;
  readonly separator: Separator;
  readonly roll: Roll;
  readonly warnings: Warnings;
  /** OpenVPN gives each client a number of its own, so one that comes twice was written at two times. */
  readonly clientIds: Set<number>;
  /** Rows that fit in several readings, all of them on the roll until the routing table is known. */
  readonly ambiguous: { readonly line: number; readonly drafts: readonly ClientDraft[] }[];
  /** The fields of the row being read, one array for all rows. */
  readonly fields: Fields;
}

/** The table below a HEADER that names these columns. */
export function openClientTable(names: readonly string[], separator: Separator, line: number): ClientTable {
  const columns = clientColumns(names, line);
  return {
    columns,
    separator,
    roll: openRoll(),
    warnings: { told: [], untold: 0 },
    clientIds: new Set(),
    ambiguous: [],
    fields: newFields(columns.count),
  };
}

/** Reads the current line, which begins with CLIENT_LIST, into its table's roll. */
export function readClient(lines: Lines, table: ClientTable): void {
  const { columns, separator, fields, warnings } = table;
  if (cutFields(lines, separator, columns.count, fields)) {
    const draft = draftOf(lines, fields, columns);
    if (draft === undefined) warn(warnings, lines.number, BAD_COUNT);
    else {
      claimClientId(table, draft.clientId, lines.number);
      addClient(table.roll, draft, ownerKey(lines.text, fields, columns, separator));
    }
    return;
  }
  if (separator === "\t") throw notAClient(lines);
  readWithCommas(lines, table);
}

/** Decides the rows that fit in several readings: by the one that the routing table names, else by none. */
export function settleAmbiguous({ ambiguous, warnings, roll }: ClientTable): readonly ClientDraft[] {
  if (ambiguous.length === 0) return roll.drafts;
  const dropped = new Set<ClientDraft>();
  for (const { line, drafts } of ambiguous) {
    const routed = drafts.filter((draft) => draft.routed);
    const kept = routed.length === 1 ? routed[0] : undefined;
    if (kept === undefined) warn(warnings, line, AMBIGUOUS);
    for (const draft of drafts) if (draft !== kept) dropped.add(draft);
  }
  return roll.drafts.filter((draft) => !dropped.has(draft));
}

function readWithCommas(lines: Lines, table: ClientTable): void {
  const { columns, separator, roll, warnings, ambiguous } = table;
  const readings = clientReadings(lines, columns, true);
  if (readings.length === 0) {
    if (clientReadings(lines, columns, false).length === 0) throw notAClient(lines);
    warn(warnings, lines.number, BAD_COUNT);
    return;
  }
  const drafts: ClientDraft[] = [];
  for (const fields of readings) {
    const draft = draftOf(lines, fields, columns);
    if (draft === undefined) continue;
    if (drafts.length === 0) claimClientId(table, draft.clientId, lines.number);
    drafts.push(draft);
    addClient(roll, draft, ownerKey(lines.text, fields, columns, separator));
  }
  if (drafts.length === 0) warn(warnings, lines.number, BAD_COUNT);
  else if (readings.length > 1) ambiguous.push({ line: lines.number, drafts });
}

/** The row as a client, or undefined when a counter is not one; everything else that is wrong is a tear. */
function draftOf(lines: Lines, fields: Fields, columns: ClientColumns): ClientDraft | undefined {
  const { text } = lines;
  const bytesReceived = byteCount(text, startOf(fields, columns.bytesReceived), endOf(fields, columns.bytesReceived));
  const bytesSent = byteCount(text, startOf(fields, columns.bytesSent), endOf(fields, columns.bytesSent));
  if (bytesReceived === undefined || bytesSent === undefined) return undefined;
  return {
    commonName: text.slice(startOf(fields, columns.commonName), endOf(fields, columns.commonName)),
    realAddress: text.slice(startOf(fields, columns.realAddress), endOf(fields, columns.realAddress)),
    virtualAddress: textOrAbsent(text, fields, columns.virtualAddress),
    virtualIpv6Address: textOrAbsent(text, fields, columns.virtualIpv6Address),
    bytesReceived,
    bytesSent,
    connectedSinceText: text.slice(
      startOf(fields, columns.connectedSinceText),
      endOf(fields, columns.connectedSinceText),
    ),
    connectedSince: numberOrAbsent(lines, fields, columns.connectedSince),
    username: username(text, fields, columns.username),
    clientId: numberOrAbsent(lines, fields, columns.clientId),
    cipher: textOrAbsent(text, fields, columns.cipher),
    routed: false,
  };
}

function claimClientId({ clientIds }: ClientTable, clientId: number | undefined, line: number): void {
  if (clientId === undefined) return;
  if (clientIds.has(clientId)) throw torn(line, `repeats Client ID ${clientId}`);
  clientIds.add(clientId);
}

function textOrAbsent(text: string, fields: Fields, column: number): string | undefined {
  if (column === -1) return undefined;
  const start = startOf(fields, column);
  const end = endOf(fields, column);
  return start === end ? undefined : text.slice(start, end);
}

/** UNDEF stands for "no username" (`ssl_verify.c`: tls_username), and nobody can tell a user of that name. */
function username(text: string, fields: Fields, column: number): string | undefined {
  const name = textOrAbsent(text, fields, column);
  return name === UNDEFINED_NAME ? undefined : name;
}

/** A whole number; empty is absent (a Client ID, where OpenVPN was built without management). */
function numberOrAbsent({ text, number: line }: Lines, fields: Fields, column: number): number | undefined {
  if (column === -1) return undefined;
  const start = startOf(fields, column);
  const end = endOf(fields, column);
  if (start === end) return undefined;
  const value = wholeNumber(text, start, end);
  if (value === -1) throw torn(line, "has a time or an id that is no whole number");
  return value;
}

function notAClient({ number }: Lines): Error {
  return torn(number, "has not the fields of a client");
}
