import { type ClientColumns, clientColumns } from "./columns.ts";
import { byteCount, wholeNumber } from "./digits.ts";
import { cutFields, endOf, type Fields, newFields, type RowForm, type Separator, startOf } from "./fields.ts";
import type { Lines } from "./lines.ts";
import { addClient, type ClientDraft, markRouted, openRoll, type Roll } from "./roll.ts";
import { clientReadings, isClient } from "./shaped-rows.ts";
import { torn } from "./status-syntax-error.ts";
import { type Warnings, warn } from "./warnings.ts";

const UNDEFINED_NAME = "UNDEF";
const BAD_COUNT = "its byte counts are not whole numbers from 0 to 2^63-1";
const AMBIGUOUS =
  "commas in its names let it be read in several ways; set `status-version 3` in OpenVPN's configuration";

/** A client list being read, of any version. */
export interface ClientTable {
  readonly columns: ClientColumns;
  readonly form: RowForm;
  readonly roll: Roll;
  readonly warnings: Warnings;
  /** OpenVPN gives each client a number of its own: one that comes twice was written at two times. */
  readonly clientIds: Set<number>;
  /** Rows that can be read in several ways, each of which is on the roll until the routing table decides. */
  readonly ambiguous: { readonly line: number; readonly drafts: readonly ClientDraft[] }[];
  /** Of the row being read. */
  readonly fields: Fields;
}

/** A client list with columns of these names, whose rows begin with `tag`. */
export function openClientTable(
  lines: Lines,
  names: readonly string[],
  separator: Separator,
  tag: string,
): ClientTable {
  const form = { separator, tagLength: tag.length, count: names.length + 1 };
  return {
    columns: clientColumns(names, lines.number),
    form,
    roll: openRoll(),
    warnings: { told: [], untold: 0 },
    clientIds: new Set(),
    ambiguous: [],
    fields: newFields(form),
  };
}

/** Takes the current line, which begins with the table's tag, as a client. */
export function readClient(lines: Lines, table: ClientTable): void {
  const { columns, form, fields } = table;
  // Without a tag the rest of a longer row looks like a row, so version 1 looks closer at each.
  if (cutFields(lines, form, fields) && (form.tagLength > 0 || isClient(lines.text, fields, columns, false))) {
    const draft = draftOf(lines, fields, columns);
    if (draft === undefined) warn(table.warnings, lines.number, BAD_COUNT);
    else {
      claimClientId(table, draft.clientId, lines.number);
      addClient(table.roll, draft, lines.text, startOf(fields, columns.commonName), endOf(fields, columns.realAddress));
    }
  } else readShaped(lines, table);
}

/** The clients of the list, once the routing table has been read. */
export function clientsOf({ roll, ambiguous, warnings }: ClientTable): readonly ClientDraft[] {
  markRouted(roll);
  if (ambiguous.length === 0) return roll.drafts;
  const dropped = new Set<ClientDraft>();
  for (const { line, drafts } of ambiguous) {
    // In the routing table the common name stands alone between fixed fields, so it tells which reading is true.
    const routed = drafts.filter((draft) => draft.routed);
    const kept = routed.length === 1 ? routed[0] : undefined;
    if (kept === undefined) warn(warnings, line, AMBIGUOUS);
    for (const draft of drafts) if (draft !== kept) dropped.add(draft);
  }
  return roll.drafts.filter((draft) => !dropped.has(draft));
}

function readShaped(lines: Lines, table: ClientTable): void {
  const { columns, form, warnings, ambiguous } = table;
  const readings = clientReadings(lines, form, columns, false);
  if (readings.length === 0 && clientReadings(lines, form, columns, true).length === 0) {
    throw torn(lines.number, "has not the fields of a client");
  }
  const drafts: ClientDraft[] = [];
  for (const fields of readings) {
    const draft = draftOf(lines, fields, columns);
    if (draft === undefined) continue;
    if (drafts.length === 0) claimClientId(table, draft.clientId, lines.number);
    drafts.push(draft);
    addClient(table.roll, draft, lines.text, startOf(fields, columns.commonName), endOf(fields, columns.realAddress));
  }
  if (drafts.length === 0) warn(warnings, lines.number, BAD_COUNT);
  else if (readings.length > 1) ambiguous.push({ line: lines.number, drafts });
}

/** The row as a client, or undefined when a byte count is none. */
function draftOf(lines: Lines, fields: Fields, columns: ClientColumns): ClientDraft | undefined {
  const { text } = lines;
  const bytesReceived = countOf(text, fields, columns.bytesReceived);
  const bytesSent = countOf(text, fields, columns.bytesSent);
  if (bytesReceived === undefined || bytesSent === undefined) return undefined;
  return {
    commonName: textOf(text, fields, columns.commonName),
    realAddress: textOf(text, fields, columns.realAddress),
    virtualAddress: textOrAbsent(text, fields, columns.virtualAddress),
    virtualIpv6Address: textOrAbsent(text, fields, columns.virtualIpv6Address),
    bytesReceived,
    bytesSent,
    connectedSinceText: textOf(text, fields, columns.connectedSinceText),
    connectedSince: numberOrAbsent(lines, fields, columns.connectedSince),
    username: username(text, fields, columns.username),
    clientId: numberOrAbsent(lines, fields, columns.clientId),
    cipher: textOrAbsent(text, fields, columns.cipher),
    routed: false,
  };
}

function countOf(text: string, fields: Fields, column: number): bigint | undefined {
  return byteCount(text, startOf(fields, column), endOf(fields, column));
}

function numberOrAbsent({ text, number: line }: Lines, fields: Fields, column: number): number | undefined {
  if (column === -1) return undefined;
  const start = startOf(fields, column);
  const end = endOf(fields, column);
  const value = start === end ? undefined : wholeNumber(text, start, end);
  if (value === -1) throw torn(line, "has a time or an id that is no whole number");
  return value;
}

function textOf(text: string, fields: Fields, column: number): string {
  return text.slice(startOf(fields, column), endOf(fields, column));
}

function textOrAbsent(text: string, fields: Fields, column: number): string | undefined {
  if (column === -1) return undefined;
  const start = startOf(fields, column);
  const end = endOf(fields, column);
  return start === end ? undefined : text.slice(start, end);
}

/** UNDEF stands for "no username" (`ssl_verify.c`: tls_username); a user of that name cannot be told from it. */
function username(text: string, fields: Fields, column: number): string | undefined {
  const name = textOrAbsent(text, fields, column);
  return name === UNDEFINED_NAME ? undefined : name;
}

function claimClientId({ clientIds }: ClientTable, clientId: number | undefined, line: number): void {
  if (clientId === undefined) return;
  if (clientIds.has(clientId)) throw torn(line, `repeats Client ID ${clientId}`);
  clientIds.add(clientId);
}
