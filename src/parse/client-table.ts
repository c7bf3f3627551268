import { type ClientColumns, clientColumns } from "./columns.ts";
import { byteCount, wholeNumber } from "./digits.ts";
import { endOf, type Fields, startOf } from "./fields.ts";
import type { Lines } from "./lines.ts";
import { addNumber, type NumberSet, openNumberSet } from "./number-set.ts";
import { addToKey, restartKey } from "./owner-key.ts";
import { NO_USERNAME, readPlainClient } from "./plain-rows.ts";
import { addClient, type ClientDraft, draftsSharingKeys, markRouted, openRoll, type Roll } from "./roll.ts";
import { openScanner, type Scanner, type Separator } from "./scanner.ts";
import { clientReadings } from "./shaped-rows.ts";
import { torn } from "./status-syntax-error.ts";
import { type Warnings, warn } from "./warnings.ts";

const BAD_COUNT = "its byte counts are not whole numbers from 0 to 2^63-1";
const AMBIGUOUS =
  "commas in its names let it be read in several ways; set `status-version 3` in OpenVPN's configuration";

/** A client list being read, of any version. */
export interface ClientTable {
  readonly columns: ClientColumns;
  readonly separator: Separator;
  readonly tagLength: number;
  readonly scanner: Scanner;
  readonly roll: Roll;
  readonly warnings: Warnings;
  /** OpenVPN gives each client a number of its own: one that comes twice was written at two times. */
  readonly clientIds: NumberSet;
  /** Rows that can be read in several ways, each of which is on the roll until the routing table decides. */
  readonly ambiguous: { readonly line: number; readonly drafts: readonly ClientDraft[] }[];
}

/** A client list with columns of these names, whose rows begin with `tag`. */
export function openClientTable(
  lines: Lines,
  names: readonly string[],
  separator: Separator,
  tag: string,
): ClientTable {
  return {
    columns: clientColumns(names, tag !== "", lines.number),
    separator,
    tagLength: tag.length,
    scanner: openScanner(lines.text, separator),
    roll: openRoll(),
    warnings: { told: [], untold: 0 },
    clientIds: openNumberSet(),
    ambiguous: [],
  };
}

/** Takes the current line, which begins with the table's tag, as a client. */
export function readClient(lines: Lines, table: ClientTable): void {
  const { columns, scanner } = table;
  scanner.at = lines.start + table.tagLength;
  scanner.end = lines.end;
  const draft = columns.plain ? readPlainClient(scanner, columns) : undefined;
  if (draft === undefined) readShapedClient(lines, table);
  else {
    claimClientId(table, draft.clientId, lines.number);
    addClient(table.roll, draft, scanner.key);
  }
}

/** The clients of the list, once the routing table has been read. */
export function clientsOf({ roll, ambiguous, warnings }: ClientTable): readonly ClientDraft[] {
  markRouted(roll);
  if (ambiguous.length === 0) return roll.drafts;
  const sharing = draftsSharingKeys(roll);
  const dropped = new Set<ClientDraft>();
  for (const { line, drafts } of ambiguous) {
    // In the routing table the common name stands alone between fixed fields, so it tells which reading is true;
    // but not a reading that forges the name and address of another row, whose route it would be.
    const routed = drafts.filter((draft) => draft.routed && !sharing.has(draft));
    const kept = routed.length === 1 ? routed[0] : undefined;
    if (kept === undefined) warn(warnings, line, AMBIGUOUS);
    for (const draft of drafts) if (draft !== kept) dropped.add(draft);
  }
  return roll.drafts.filter((draft) => !dropped.has(draft));
}

function readShapedClient(lines: Lines, table: ClientTable): void {
  const { warnings, ambiguous } = table;
  const row = { lines, separator: table.separator, tagLength: table.tagLength, columns: table.columns };
  const readings = clientReadings(row, false);
  if (readings === undefined) {
    warn(warnings, lines.number, AMBIGUOUS);
    return;
  }
  if (readings.length === 0 && clientReadings(row, true)?.length === 0) {
    throw torn(lines.number, "has not the fields of a client");
  }
  const drafts: ClientDraft[] = [];
  for (const fields of readings) {
    const draft = draftOf(lines, fields, table.columns);
    if (draft === undefined) continue;
    if (drafts.length === 0) claimClientId(table, draft.clientId, lines.number);
    drafts.push(draft);
    addShaped(table, draft, lines.text, fields);
  }
  if (drafts.length === 0) warn(warnings, lines.number, BAD_COUNT);
  else if (readings.length > 1) ambiguous.push({ line: lines.number, drafts });
}

function addShaped({ roll, scanner, columns }: ClientTable, draft: ClientDraft, text: string, fields: Fields): void {
  restartKey(scanner.key);
  addToKey(scanner.key, text, startOf(fields, columns.commonName), endOf(fields, columns.commonName));
  addToKey(scanner.key, text, startOf(fields, columns.realAddress), endOf(fields, columns.realAddress));
  addClient(roll, draft, scanner.key);
}

/** The row as a client, or undefined when a byte count is none. */
function draftOf(lines: Lines, fields: Fields, columns: ClientColumns): ClientDraft | undefined {
  const { text } = lines;
  const bytesReceived = byteCount(text, startOf(fields, columns.bytesReceived), endOf(fields, columns.bytesReceived));
  const bytesSent = byteCount(text, startOf(fields, columns.bytesSent), endOf(fields, columns.bytesSent));
  if (bytesReceived === undefined || bytesSent === undefined) return undefined;
  const textOf = (column: number) => text.slice(startOf(fields, column), endOf(fields, column));
  const textOrAbsent = (column: number) => (column === -1 ? undefined : textOf(column) || undefined);
  const username = textOrAbsent(columns.username);
  return {
    commonName: textOf(columns.commonName),
    realAddress: textOf(columns.realAddress),
    virtualAddress: textOrAbsent(columns.virtualAddress),
    virtualIpv6Address: textOrAbsent(columns.virtualIpv6Address),
    bytesReceived,
    bytesSent,
    connectedSinceText: textOf(columns.connectedSinceText),
    connectedSince: numberOrAbsent(lines, fields, columns.connectedSince),
    username: username === NO_USERNAME ? undefined : username,
    clientId: numberOrAbsent(lines, fields, columns.clientId),
    cipher: textOrAbsent(columns.cipher),
    routed: false,
  };
}

/** A whole number; empty is absent: a Client ID, where OpenVPN was built without management. */
function numberOrAbsent({ text, number: line }: Lines, fields: Fields, column: number): number | undefined {
  if (column === -1) return undefined;
  const start = startOf(fields, column);
  const end = endOf(fields, column);
  const value = start === end ? undefined : wholeNumber(text, start, end);
  if (value === -1) throw torn(line, "has a time or an id that is no whole number");
  return value;
}

function claimClientId({ clientIds }: ClientTable, clientId: number | undefined, line: number): void {
  if (clientId === undefined) return;
  if (!addNumber(clientIds, clientId)) throw torn(line, `repeats Client ID ${clientId}`);
}
