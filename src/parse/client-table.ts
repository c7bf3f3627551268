import { type ClientColumns, clientColumns } from "./columns.ts";
import { byteCount, wholeNumber } from "./digits.ts";
import { endOf, type Fields, startOf } from "./fields.ts";
import type { Lines } from "./lines.ts";
import { addNumber, type NumberSet, openNumberSet } from "./number-set.ts";
import { setKey } from "./owner-key.ts";
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
  /** Rows that were read by the shapes of their fields: each way to read one is on the roll until all routes are known. */
  readonly shaped: { readonly line: number; readonly readings: readonly ShapedReading[] }[];
}

/** One way to read a row. */
interface ShapedReading {
  readonly draft: ClientDraft;
  /** Its byte counts are none, and the draft's are not its own. */
  readonly uncounted: boolean;
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
    shaped: [],
  };
}

/** Takes the current line, which begins with the table's tag, as a client. */
export function readClient(lines: Lines, table: ClientTable): void {
  const { columns, scanner } = table;
  scanner.at = lines.start + table.tagLength;
  scanner.end = lines.end;
  const draft = columns.plain && columns.tagged ? readPlainClient(lines, scanner, columns) : undefined;
  if (draft === undefined) readShapedClient(lines, table);
  else {
    claimClientId(table, draft.clientId, lines.number);
    addClient(table.roll, draft, scanner.key);
  }
}

/** The clients of the list, once the routing table has been read. */
export function clientsOf({ roll, shaped, warnings }: ClientTable): readonly ClientDraft[] {
  markRouted(roll);
  if (shaped.length === 0) return roll.drafts;
  const sharing = draftsSharingKeys(roll);
  const dropped = new Set<ClientDraft>();
  for (const { line, readings } of shaped) {
    const reading = readings.length === 1 ? readings[0] : trueReading(readings, sharing);
    if (reading === undefined) warn(warnings, line, AMBIGUOUS);
    else if (reading.uncounted) warn(warnings, line, BAD_COUNT);
    const kept = reading?.uncounted === false ? reading.draft : undefined;
    for (const { draft } of readings) if (draft !== kept) dropped.add(draft);
  }
  return roll.drafts.filter((draft) => !dropped.has(draft));
}

/**
 * The one reading that the routing table names: there the common name stands alone between fixed fields. But
 * not a reading that forges the name and address of another row, whose route it would be.
 */
function trueReading(readings: readonly ShapedReading[], sharing: ReadonlySet<ClientDraft>): ShapedReading | undefined {
  const [reading, ...others] = readings.filter(({ draft }) => draft.routed && !sharing.has(draft));
  return others.length === 0 ? reading : undefined;
}

function readShapedClient(lines: Lines, table: ClientTable): void {
  const { separator, tagLength, columns, scanner, roll } = table;
  const { number: line } = lines;
  const found = clientReadings({ lines, separator, tagLength, columns });
  if (found?.length === 0) throw torn(line, "has not the fields of a client");
  const readings = (found ?? []).map((fields) => {
    const reading = shapedReading(lines, fields, columns);
    setKey(scanner.key, lines, startOf(fields, columns.commonName), endOf(fields, columns.realAddress));
    addClient(roll, reading.draft, scanner.key);
    return reading;
  });
  claimClientId(table, readings[0]?.draft.clientId, line);
  table.shaped.push({ line, readings });
}

function shapedReading(lines: Lines, fields: Fields, columns: ClientColumns): ShapedReading {
  const { text } = lines;
  const textOf = (column: number) => text.slice(startOf(fields, column), endOf(fields, column));
  const textOrAbsent = (column: number) => (column === -1 ? undefined : textOf(column) || undefined);
  const received = byteCount(text, startOf(fields, columns.bytesReceived), endOf(fields, columns.bytesReceived));
  const sent = byteCount(text, startOf(fields, columns.bytesSent), endOf(fields, columns.bytesSent));
  const uncounted = received === undefined || sent === undefined;
  const username = textOrAbsent(columns.username);
  const draft = {
    commonName: textOf(columns.commonName),
    realAddress: textOf(columns.realAddress),
    virtualAddress: textOrAbsent(columns.virtualAddress),
    virtualIpv6Address: textOrAbsent(columns.virtualIpv6Address),
    bytesReceived: uncounted ? 0n : received,
    bytesSent: uncounted ? 0n : sent,
    connectedSinceText: textOf(columns.connectedSinceText),
    connectedSince: numberOrAbsent(lines, fields, columns.connectedSince),
    username: username === NO_USERNAME ? undefined : username,
    clientId: numberOrAbsent(lines, fields, columns.clientId),
    cipher: textOrAbsent(columns.cipher),
    routed: false,
  };
  return { draft, uncounted };
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
