import type { ClientColumns, RouteColumns } from "./columns.ts";
import { isDigits } from "./digits.ts";
import { endOf, type Fields, newFields, type RowForm, startOf } from "./fields.ts";
import type { Lines } from "./lines.ts";
import { isCipherOrEmpty, isDate, isDigitsOrEmpty, isRealAddress, isRoute, isVirtualAddressOrEmpty } from "./shape.ts";

/*
 * Rows whose separators alone do not part their fields: common name and username are written raw
 * (`multi.c`: multi_print_status), and with commas in them a row of version 1 or 2 has to be read by the
 * shapes of the other fields. A username is its client's free choice and may hold all fields of a forged
 * row: then more than one reading fits.
 */

/** Every way to read the current line as a client; with `anyCount` also when its byte counts are none. */
export function clientReadings(
  lines: Lines,
  form: RowForm,
  columns: ClientColumns,
  anyCount: boolean,
): readonly Fields[] {
  const cuts = cutsOf(lines, form);
  const extra = extraCuts(cuts, form);
  const { commonName, username } = columns;
  const first = username === -1 ? commonName : Math.min(commonName, username);
  const last = Math.max(commonName, username);
  const readings: Fields[] = [];
  // So many of the extra commas are the first name's, the others the second's.
  for (let inFirst = first === last ? extra : 0; inFirst <= extra; inFirst++) {
    const fields = fieldsOf(lines, form, cuts, (column) => (column <= first ? 0 : column <= last ? inFirst : extra));
    if (isClient(lines.text, fields, columns, anyCount)) readings.push(fields);
  }
  return readings;
}

/** The only way to read the current line as a route, which has one name; undefined when it is none. */
export function routeReading(lines: Lines, form: RowForm, columns: RouteColumns): Fields | undefined {
  const cuts = cutsOf(lines, form);
  const extra = extraCuts(cuts, form);
  if (extra < 0) return undefined;
  const fields = fieldsOf(lines, form, cuts, (column) => (column <= columns.commonName ? 0 : extra));
  return isRouteRow(lines.text, fields, columns) ? fields : undefined;
}

/** Whether the fixed fields have a client's shapes. No name is empty: OpenVPN prints UNDEF (`ssl_verify.c`: tls_common_name). */
export function isClient(text: string, fields: Fields, columns: ClientColumns, anyCount: boolean): boolean {
  const has = (column: number, shape: (text: string, start: number, end: number) => boolean): boolean =>
    column === -1 || shape(text, startOf(fields, column), endOf(fields, column));
  return (
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

/** Whether the fixed fields have a route's shapes. */
export function isRouteRow(text: string, fields: Fields, columns: RouteColumns): boolean {
  const { virtualAddress, commonName, realAddress, lastRef } = columns;
  return (
    startOf(fields, commonName) < endOf(fields, commonName) &&
    isRoute(text, startOf(fields, virtualAddress), endOf(fields, virtualAddress)) &&
    isRealAddress(text, startOf(fields, realAddress), endOf(fields, realAddress)) &&
    isDate(text, startOf(fields, lastRef), endOf(fields, lastRef))
  );
}

/** Where fields would begin if every separator parted two. */
function cutsOf({ text, start, end }: Lines, { separator, tagLength }: RowForm): readonly number[] {
  const cuts = [start, start + tagLength];
  let found = text.indexOf(separator, start + tagLength);
  while (found !== -1 && found < end) {
    cuts.push(found + 1);
    found = text.indexOf(separator, found + 1);
  }
  return cuts;
}

/** How many separators there are too many: in version 3 none may be, for its names hold no tab. */
function extraCuts(cuts: readonly number[], { separator, count }: RowForm): number {
  const extra = cuts.length - count;
  return separator === "\t" && extra > 0 ? -1 : extra;
}

function fieldsOf(lines: Lines, form: RowForm, cuts: readonly number[], skipped: (column: number) => number): Fields {
  const fields = newFields(form);
  for (let column = 0; column < form.count; column++) fields[column] = cuts[column + skipped(column)] ?? 0;
  fields[form.count] = lines.end + 1;
  return fields;
}
