import type { UnixSeconds } from "../model.ts";
import type { Database } from "./open.ts";
import { readCells } from "./read-cells.ts";
import { seenIn } from "./summary-cells.ts";

/** Of an open connection that moves nothing the last sight stands with it alone. */
const SELECT_SIGHTS = `
  SELECT group_concat(user) || ';' || group_concat(seen_at) FROM (
    SELECT user, seen_at FROM traffic_total
    UNION ALL
    SELECT user, unixepoch(db_updated) FROM connections
    WHERE ended_at IS NULL AND user IN (SELECT user FROM traffic_total))`;

/** When each user was last seen, of all that have a page. */
export async function userSights(database: Database): Promise<ReadonlyMap<number, UnixSeconds>> {
  const cell = await readCells(database, { sights: SELECT_SIGHTS });
  return seenIn(cell("sights"));
}
