import { type RouteColumns, routeColumns } from "./columns.ts";
import { cutFields, endOf, type Fields, newFields, type RowForm, type Separator, startOf } from "./fields.ts";
import type { Lines } from "./lines.ts";
import { addRoute, type Roll } from "./roll.ts";
import { isRouteRow, routeReading } from "./shaped-rows.ts";
import { torn } from "./status-syntax-error.ts";

/** A routing table being read, of any version: of its rows only whose they are is kept. */
export interface RouteTable {
  readonly columns: RouteColumns;
  readonly form: RowForm;
  readonly roll: Roll;
  readonly fields: Fields;
}

/** A routing table with columns of these names, whose rows begin with `tag`, for the clients of a roll. */
export function openRouteTable(
  lines: Lines,
  names: readonly string[],
  separator: Separator,
  tag: string,
  roll: Roll,
): RouteTable {
  const form = { separator, tagLength: tag.length, count: names.length + 1 };
  return { columns: routeColumns(names, lines.number), form, roll, fields: newFields(form) };
}

/** Takes the current line, which begins with the table's tag, as a route. */
export function readRoute(lines: Lines, { columns, form, roll, fields }: RouteTable): void {
  const plain = cutFields(lines, form, fields) && (form.tagLength > 0 || isRouteRow(lines.text, fields, columns));
  const row = plain ? fields : routeReading(lines, form, columns);
  if (row === undefined) throw torn(lines.number, "has not the fields of a route");
  addRoute(roll, lines.text, startOf(row, columns.commonName), endOf(row, columns.realAddress));
}
