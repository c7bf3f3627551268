import type { ClientColumns, Columns, RouteColumns } from "./columns.ts";
import { isDigits } from "./digits.ts";
import { cutsOf, endOf, type Fields, fieldsOf, startOf } from "./fields.ts";
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

/** Every way to read a row as a client; with `anyCount` also when its byte counts are none. */
export function clientReadings(row: Row<ClientColumns>, anyCount: boolean): readonly Fields[] {
  const { lines, columns } = row;
  const { commonName, username } = columns;
  const cuts = cutsOf(lines, row.separator, row.tagLength);
  const extra = extraCuts(cuts, row);
  const first = username === -1 ? commonName : Math.min(commonName, username);
  const last = Math.max(commonName, username);
  const readings: Fields[] = [];
  // So many of the extra commas are the first name's, the others the second's.
  for (let inFirst = first === last ? extra : 0; inFirst <= extra; inFirst++) {
    const skipped = (column: number) => (column <= first ? 0 : column <= last ? inFirst : extra);
    const fields = fieldsOf(cuts, columns, lines.end, skipped);
    if (isClient(lines.text, fields, columns, anyCount)) readings.push(fields);
  }
  return readings;
}

/** The only way to read a row as a route, which has one name; undefined when it is none. */
export function routeReading(row: Row<RouteColumns>): Fields | undefined {
  const { lines, columns } = row;
  const cuts = cutsOf(lines, row.separator, row.tagLength);
  const extra = extraCuts(cuts, row);
  if (extra < 0) return undefined;
  const fields = fieldsOf(cuts, columns, lines.end, (column) => (column <= columns.commonName ? 0 : extra));
  return isRouteRow(lines.text, fields, columns) ? fields : undefined;
}

/** How many separators there are too many: in version 3 none may be, for its names hold no tab. */
function extraCuts(cuts: readonly number[], { separator, columns }: Row<Columns>): number {
  const extra = cuts.length - columns.count;
  return separator === "\t" && extra > 0 ? -1 : extra;
}

function isClient(text: string, fields: Fields, columns: ClientColumns, anyCount: boolean): boolean {
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
    (anyCount || (has(columns.bytesReceived, isDigits) && has(columns.bytesSent, isDigits))) &&
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
    isDate(text, startOf(fields, lastRef), endOf(fields, lastRef))
  );
}
