import type { NameBytes } from "../model.ts";
import type { Database } from "./open.ts";
import { readCells } from "./read-cells.ts";
import { namesIn } from "./summary-cells.ts";

/** All users' ids and names, for `namesIn()`. */
export const SELECT_NAMES = "SELECT json_group_array(json_array(id, hex(name))) FROM users";
const SELECT_NAMES_OF = `${SELECT_NAMES} WHERE id IN (SELECT value FROM json_each(?1))`;

/** The names of these users, or of all; an id that nobody has is left out. */
export async function userNames(database: Database, ids?: readonly number[]): Promise<Map<number, NameBytes>> {
  const names = ids === undefined ? SELECT_NAMES : { sql: SELECT_NAMES_OF, args: [JSON.stringify(ids)] };
  const cell = await readCells(database, { names });
  return namesIn(cell("names"));
}
