import type { ClientColumns, Columns, RouteColumns } from "./columns.ts";
import { endOf, type Fields, startOf } from "./fields.ts";
import type { Lines } from "./lines.ts";
import type { Separator } from "./scanner.ts";
import { isCipherOrEmpty, isDate, isDigitsOrEmpty, isRealAddress, isRoute, isVirtualAddressOrEmpty } from "./shape.ts";

/*
 * Rows read by the shapes of their fixed fields. Common name and username are written raw (`multi.c`:
 * multi_print_status), and with commas in them the separators of version 1 and 2 do not part the fields. A
 * username is its client's free choice and may hold all fields of a forged row: then more than one reading fits.
 */

/** A row to be read, behind its tag. */
interface Row<C extends Columns> {
  readonly lines: Lines;
  readonly separator: Separator;
  readonly tagLength: number;
  readonly columns: C;
}

/** More ways to cut a row are not tried. With the columns we know of, no row has as many. */
const MOST_CUTS = 20_000;

/** Every way to read a row as a client, be its byte counts what they may; undefined: too many to try. */
export function clientReadings(row: Row<ClientColumns>): readonly Fields[] | undefined {
  return readingsOf(row, (fields) => isClient(row.lines.text, fields, row.columns));
}

/** Every way to read a row as a route: one, as long as all columns are known; undefined: too many to try. */
export function routeReadings(row: Row<RouteColumns>): readonly Fields[] | undefined {
  return readingsOf(row, (fields) => isRouteRow(row.lines.text, fields, row.columns));
}

function readingsOf({ lines, separator, tagLength, columns }: Row<Columns>, fits: (fields: Fields) => boolean) {
  const { text, start, end } = lines;
  const cuts = [start, start + tagLength];
  let found = text.indexOf(separator, start + tagLength);
  for (; found !== -1 && found < end; found = text.indexOf(separator, found + 1)) cuts.push(found + 1);
  const extra = cuts.length - columns.count;
  const readings: Fields[] = [];
  // In version 3 no name holds a separator.
  if (extra < 0 || (extra > 0 && separator === "\t")) return readings;
  let tried = 0;
  for (const shares of sharings(extra, columns.raw.length)) {
    // A row that can be cut in one way only is read whatever the others cost.
    if (extra > 0) lines.sharesLeft -= columns.raw.length;
    if (++tried > MOST_CUTS || (extra > 0 && lines.sharesLeft < 0)) return undefined;
    const fields = fieldsOf(cuts, columns, end, shares);
    if (fits(fields)) readings.push(fields);
  }
  return readings;
}

/** The fields of a row when so many of its separators are text of each raw column. */
function fieldsOf(cuts: readonly number[], { count, raw }: Columns, end: number, shares: readonly number[]): Fields {
  const fields: number[] = [];
  for (let column = 0, skipped = 0, next = 0; column < count; column++) {
    fields.push(cuts[column + skipped] ?? 0);
    if (raw[next] === column) skipped += shares[next++] ?? 0;
  }
  fields.push(end + 1);
  return fields;
}

/** All ways to share out so many separators among so many columns. */
function* sharings(separators: number, columns: number): Generator<readonly number[]> {
  if (columns === 1) {
    yield [separators];
    return;
  }
  for (let first = 0; first <= separators; first++) {
    for (const rest of sharings(separators - first, columns - 1)) yield [first, ...rest];
  }
}

/**
 * Byte counts are not asked for: a row with a bad one is left out by itself, and if it were of no client's shape
 * here, only the forged readings of it would remain.
 */
function isClient(text: string, fields: Fields, columns: ClientColumns): boolean {
  const has = (column: number, shape: (text: string, start: number, end: number) => boolean): boolean =>
    column === -1 || shape(text, startOf(fields, column), endOf(fields, column));
  return (
    // No name is empty: OpenVPN prints UNDEF (`ssl_verify.c`: tls_common_name).
    startOf(fields, columns.commonName) < endOf(fields, columns.commonName) &&
    has(columns.realAddress, isRealAddress) &&
    has(columns.virtualAddress, isVirtualAddressOrEmpty) &&
    has(columns.virtualIpv6Address, isVirtualAddressOrEmpty) &&
    has(columns.connectedSinceText, isDate) &&
    has(columns.connectedSince, isDigitsOrEmpty) &&
    has(columns.clientId, isDigitsOrEmpty) &&
    has(columns.peerId, isDigitsOrEmpty) &&
    has(columns.cipher, isCipherOrEmpty)
  );
}

function isRouteRow(text: string, fields: Fields, columns: RouteColumns): boolean {
  const { virtualAddress, commonName, realAddress, lastRef } = columns;
  return (
    startOf(fields, commonName) < endOf(fields, commonName) &&
    isRoute(text, startOf(fields, virtualAddress), endOf(fields, virtualAddress)) &&
    isRealAddress(text, startOf(fields, realAddress), endOf(fields, realAddress)) &&
    (lastRef === -1 || isDate(text, startOf(fields, lastRef), endOf(fields, lastRef)))
  );
}
