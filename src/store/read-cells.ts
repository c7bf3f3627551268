import type { InValue } from "@libsql/client";
import type { Database } from "./open.ts";
import { patiently } from "./patience.ts";

/** A statement that gives one cell; its arguments are numbered from ?1. */
export type CellStatement = string | { readonly sql: string; readonly args: readonly InValue[] };

/** In the place of a statement that nobody needs: its cell is NULL. */
export const NOTHING_ASKED = "SELECT NULL";

/**
 * The cells that statements give, all of them as of one instant of the books: as subqueries of one statement they need
 * no transaction, and each costs a fraction of what one on its own does. A statement without a row gives NULL.
 */
export async function readCells<Name extends string>(
  database: Database,
  statements: Readonly<Record<Name, CellStatement>>,
): Promise<(name: Name) => unknown> {
  const names = Object.keys(statements);
  const args: InValue[] = [];
  const cells = Object.values<CellStatement>(statements).map((statement) => {
    if (typeof statement === "string") return `(${statement})`;
    const before = args.length;
    args.push(...statement.args);
    return `(${statement.sql.replace(/\?(\d+)/g, (_, number: string) => `?${before + Number(number)}`)})`;
  });
  const sql = `SELECT ${cells.join(", ")}`;
  const { rows } = await patiently(database.patience, () => database.client.execute({ sql, args }));
  return (name) => rows[0]?.[names.indexOf(name)];
}
