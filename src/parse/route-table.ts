import { type RouteColumns, routeColumns } from "./columns.ts";
import { routeReading } from "./comma-rows.ts";
import { cutFields, type Fields, newFields, type Separator } from "./fields.ts";
import type { Lines } from "./lines.ts";
import { addRoute, ownerKey, type Roll } from "./routed.ts";
import { torn } from "./status-syntax-error.ts";

/** The ROUTING_TABLE of one text of version 2 or 3, being read: of its rows only whose they are is kept. */
export interface RouteTable {
  readonly columns: RouteColumns;
  readonly separator: Separator;
  readonly roll: Roll;
  readonly fields: Fields;
}

/** The table below a HEADER that names these columns. */
export function openRouteTable(names: readonly string[], separator: Separator, roll: Roll, line: number): RouteTable {
  const columns = routeColumns(names, line);
  return { columns, separator, roll, fields: newFields(columns.count) };
}

/** Reads the current line, which begins with ROUTING_TABLE, into the table's roll. */
export function readRoute(lines: Lines, { columns, separator, roll, fields }: RouteTable): void {
  if (cutFields(lines, separator, columns.count, fields)) {
    addRoute(roll, ownerKey(lines.text, fields, columns, separator));
    return;
  }
  const reading = separator === "," ? routeReading(lines, columns) : undefined;
  if (reading === undefined) throw torn(lines.number, "has not the fields of a route");
  addRoute(roll, ownerKey(lines.text, reading, columns, separator));
}
