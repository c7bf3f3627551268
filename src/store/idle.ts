import type { UnixSeconds } from "../model.ts";
import type { IdleAccount, LastPlace } from "../report/idle.ts";
import { exactSum, exactSumIn } from "./exact-sum.ts";
import type { Database } from "./open.ts";
import { readCells } from "./read-cells.ts";
import { rowsOf } from "./rows.ts";

/**
 * Of one user the row with max() is what the other columns are of. Who has no total was never credited: nobody yet. The
 * plus keeps it from going through all users' connections by their index: few are open.
 */
const SELECT_IDLE = `
  SELECT json_group_array(json_array(user, seen_at, (SELECT name FROM servers WHERE id = server), r, s)) FROM (
    SELECT user, server, max(seen_at) AS seen_at,
      ${exactSum("bytes_received")} AS r, ${exactSum("bytes_sent")} AS s
    FROM (
      SELECT user, server, seen_at, bytes_received, bytes_sent, 1 AS total FROM traffic_total
      UNION ALL
      SELECT user, server, unixepoch(db_updated), 0, 0, 0 FROM connections WHERE ended_at IS NULL AND +user IS NOT NULL)
    GROUP BY user HAVING max(seen_at) <= ?1 AND sum(total) > 0 ORDER BY seen_at, user)`;

const COUNT_USERS = "SELECT count(DISTINCT user) FROM traffic_total";

const SELECT_LAST_PLACES = `
  SELECT json_group_array(json_array(one.value, c.real_address, i.city, i.region, i.country, i.provider))
  FROM json_each(?1) AS one
  JOIN connections AS c ON c.id = (
    SELECT id FROM connections WHERE user = one.value ORDER BY connected_since DESC, id DESC LIMIT 1)
  LEFT JOIN ips AS i ON i.id = c.ip_id`;

export interface IdleAccounts {
  /** The longest unseen first. */
  readonly idle: readonly IdleAccount[];
  readonly userCount: number;
}

/** The accounts that were last seen at an instant, or before. */
export async function loadIdle(database: Database, by: UnixSeconds): Promise<IdleAccounts> {
  const cell = await readCells(database, { idle: { sql: SELECT_IDLE, args: [BigInt(by)] }, users: COUNT_USERS });
  type Row = readonly [id: number, seenAt: UnixSeconds, server: string | null, received: string, sent: string];
  const idle = rowsOf<Row>(cell("idle")).map(([id, seenAt, server, received, sent]) => ({
    ...{ id, seenAt, server: server ?? "" },
    allTime: { bytesReceived: exactSumIn(received), bytesSent: exactSumIn(sent) },
  }));
  return { idle, userCount: Number(cell("users")) };
}

/** From where these users connected last; who has no connection any more is left out. */
export async function loadLastPlaces(database: Database, ids: readonly number[]): Promise<Map<number, LastPlace>> {
  const args = [JSON.stringify(ids)];
  const cell = await readCells(database, { places: { sql: SELECT_LAST_PLACES, args } });
  type Text = string | null;
  type Row = readonly [id: number, realAddress: string, city: Text, region: Text, country: Text, provider: Text];
  return new Map(
    rowsOf<Row>(cell("places")).map(([id, realAddress, city, region, country, provider]) => [
      id,
      {
        realAddress,
        city: city ?? undefined,
        region: region ?? undefined,
        country: country ?? undefined,
        provider: provider ?? undefined,
      },
    ]),
  );
}
