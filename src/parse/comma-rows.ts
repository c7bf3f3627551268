import type { ClientColumns, RouteColumns } from "./columns.ts";
import { isDigits } from "./digits.ts";
import { endOf, type Fields, newFields, startOf } from "./fields.ts";
import type { Lines } from "./lines.ts";
import { isCipherOrEmpty, isRealAddress, isRoute, isVirtualAddressOrEmpty } from "./shape.ts";
import { civilSecondsAt } from "./timestamp.ts";

/*
 * Rows of version 2 with more commas than its HEADER. Common name and username are written raw
 * (`multi.c`: multi_print_status), so a row is read by the shapes of the fields around them. A username is
 * its client's free choice and may hold whole forged fields: then more than one reading fits.
 */

/** Every way to read the current line as a client: the fields of each. `strict` wants counters of digits. */
export function clientReadings(lines: Lines, columns: ClientColumns, strict: boolean): readonly Fields[] {
  const { text, end } = lines;
  const starts = fieldStarts(lines);
  const extra = starts.length - columns.count;
  if (extra < 0) return [];
  const first = Math.min(...rawColumns(columns));
  const last = Math.max(...rawColumns(columns));
  const readings: Fields[] = [];
  // `inFirst` of the extra commas belong to the first of the two names, the others to the last one.
  for (let inFirst = first === last ? extra : 0; inFirst <= extra; inFirst++) {
    const fields = newFields(columns.count);
    for (let field = 0; field < columns.count; field++) {
      const skipped = field <= first ? 0 : field <= last ? inFirst : extra;
      fields[field] = starts[field + skipped] ?? 0;
    }
    fields[columns.count] = end + 1;
    if (fitsClient(text, fields, columns, strict)) readings.push(fields);
  }
  return readings;
}

/** The one way to read the current line as a route, which holds one name only; undefined when it is none. */
export function routeReading(lines: Lines, columns: RouteColumns): Fields | undefined {
  const starts = fieldStarts(lines);
  const extra = starts.length - columns.count;
  if (extra < 0) return undefined;
  const fields = newFields(columns.count);
  for (let field = 0; field < columns.count; field++) {
    fields[field] = starts[field <= columns.commonName ? field : field + extra] ?? 0;
  }
  fields[columns.count] = lines.end + 1;
  return fitsRoute(lines.text, fields, columns) ? fields : undefined;
}

function rawColumns({ commonName, username }: ClientColumns): readonly number[] {
  return username === -1 ? [commonName] : [commonName, username];
}

function fieldStarts({ text, start, end }: Lines): readonly number[] {
  const starts = [start];
  for (let comma = text.indexOf(",", start); comma !== -1 && comma < end; comma = text.indexOf(",", comma + 1)) {
    starts.push(comma + 1);
  }
  return starts;
}

function fitsClient(text: string, fields: Fields, columns: ClientColumns, strict: boolean): boolean {
  const fits = (column: number, shape: (text: string, start: number, end: number) => boolean): boolean =>
    column === -1 || shape(text, startOf(fields, column), endOf(fields, column));
  return (
    fits(columns.realAddress, isRealAddress) &&
    fits(columns.virtualAddress, isVirtualAddressOrEmpty) &&
    fits(columns.virtualIpv6Address, isVirtualAddressOrEmpty) &&
    fits(columns.connectedSinceText, isDate) &&
    fits(columns.connectedSince, isDigits) &&
    (!strict || (fits(columns.bytesReceived, isDigits) && fits(columns.bytesSent, isDigits))) &&
    fits(columns.clientId, isDigitsOrEmpty) &&
    fits(columns.peerId, isDigitsOrEmpty) &&
    fits(columns.cipher, isCipherOrEmpty)
  );
}

function fitsRoute(text: string, fields: Fields, { virtualAddress, realAddress }: RouteColumns): boolean {
  return (
    isRoute(text, startOf(fields, virtualAddress), endOf(fields, virtualAddress)) &&
    isRealAddress(text, startOf(fields, realAddress), endOf(fields, realAddress))
  );
}

function isDate(text: string, start: number, end: number): boolean {
  return !Number.isNaN(civilSecondsAt(text, start, end));
}

function isDigitsOrEmpty(text: string, start: number, end: number): boolean {
  return start === end || isDigits(text, start, end);
}
