import type { InStatement } from "@libsql/client";
import type { Database } from "./open.ts";
import { patiently } from "./patience.ts";

/** Runs statements that give one cell each, all of them on one instant of the books. */
export async function readCells<Name extends string>(
  database: Database,
  statements: Readonly<Record<Name, InStatement>>,
): Promise<(name: Name) => unknown> {
  const names = Object.keys(statements);
  const list = Object.values<InStatement>(statements);
  const results = await patiently(database.patience, () => database.client.batch(list, "read"));
  return (name) => results[names.indexOf(name)]?.rows[0]?.[0];
}
