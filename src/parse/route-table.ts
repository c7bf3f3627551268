import { type RouteColumns, routeColumns } from "./columns.ts";
import { endOf, startOf } from "./fields.ts";
import type { Lines } from "./lines.ts";
import { setKey } from "./owner-key.ts";
import { readPlainRoute } from "./plain-rows.ts";
import { addRoute, type Roll } from "./roll.ts";
import { openScanner, type Scanner, type Separator } from "./scanner.ts";
import { routeReadings } from "./shaped-rows.ts";
import { torn } from "./status-syntax-error.ts";

/** A routing table being read, of any version: of its rows only whose they are is kept. */
export interface RouteTable {
  readonly columns: RouteColumns;
  readonly separator: Separator;
  readonly tagLength: number;
  readonly scanner: Scanner;
  readonly roll: Roll;
}

/** A routing table with columns of these names, whose rows begin with `tag`, for the clients of a roll. */
export function openRouteTable(
  lines: Lines,
  names: readonly string[],
  separator: Separator,
  tag: string,
  roll: Roll,
): RouteTable {
  const columns = routeColumns(names, tag !== "", lines.number);
  return { columns, separator, tagLength: tag.length, scanner: openScanner(lines.text, separator), roll };
}

/** Takes the current line, which begins with the table's tag, as a route. */
export function readRoute(lines: Lines, table: RouteTable): void {
  const { columns, scanner } = table;
  scanner.at = lines.start + table.tagLength;
  scanner.end = lines.end;
  if (columns.plain && columns.tagged && readPlainRoute(lines, scanner)) addRoute(table.roll, scanner.key);
  else readShapedRoute(lines, table);
}

function readShapedRoute(lines: Lines, { separator, tagLength, columns, scanner: { key }, roll }: RouteTable): void {
  const readings = routeReadings({ lines, separator, tagLength, columns });
  if (readings?.length === 0) throw torn(lines.number, "has not the fields of a route");
  const fields = readings?.[0];
  // Commas in a column unknown to us: whose route it is cannot be told.
  if (fields === undefined || readings?.length !== 1) return;
  setKey(key, lines, startOf(fields, columns.commonName), endOf(fields, columns.realAddress));
  addRoute(roll, key);
}
