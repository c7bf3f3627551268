import type { InStatement } from "@libsql/client";
import type { Connection } from "../account/books.ts";
import type { NameBytes } from "../model.ts";
import { rowOf } from "./connection-row.ts";
import { packed, UNPACKED } from "./packed.ts";

/*
 * Many rows travel as one JSON text, in both directions: the client builds every cell of a result by itself, and
 * a statement per row would cost a hundred times as much. 64-bit integers stand in it as text, so none is rounded.
 */

const CONNECTION_JSON = `json_array(
  c.id, hex(coalesce(c.common_name_bytes, c.common_name)), c.real_address, c.virtual_address, c.virtual_ipv6_address,
  unixepoch(c.connected_since), c.connected_since_text, c.client_id, hex(c.username), c.username IS NULL, c.cipher,
  c.user, hex(u.name), unixepoch(c.ended_at), c.end_kind, c.fell,
  CAST(c.bytes_received AS TEXT), CAST(c.bytes_sent AS TEXT), unixepoch(c.db_updated), c.since_steps, c.seen_steps, c.seen_fresh,
  0, c.told_at, c.trace)`;

/** A server's open connections, as one cell. */
export const SELECT_OPEN_CONNECTIONS = `
  SELECT json_group_array(${CONNECTION_JSON})
  FROM connections AS c LEFT JOIN users AS u ON u.id = c.user
  WHERE c.server = (SELECT id FROM servers WHERE name = ?1) AND c.ended_at IS NULL`;

const TOMBSTONE_JSON = `json_array(
  t.id, hex(t.common_name), t.real_address, NULL, NULL,
  t.connected_since, t.connected_since_text, t.client_id, NULL, 1, NULL,
  t.user, hex(u.name), t.ended_at, t.end_kind, 1,
  CAST(t.bytes_received AS TEXT), CAST(t.bytes_sent AS TEXT), t.seen_at, t.since_steps, t.seen_steps, 0,
  1, NULL, t.trace)`;

/** Ended connections and tombstones of a server that began when one of these texts, or instants, says; as one cell. */
export const SELECT_FORMER_CONNECTIONS = `
  SELECT json_group_array(json(former)) FROM (
    SELECT ${CONNECTION_JSON} AS former
    FROM connections AS c LEFT JOIN users AS u ON u.id = c.user
    WHERE +c.ended_at IS NOT NULL AND c.server = ?1 AND (
      c.connected_since_text IN (SELECT value FROM json_each(?2))
      OR c.connected_since IN (SELECT datetime(value, 'unixepoch') FROM json_each(?3)))
    UNION ALL
    SELECT ${TOMBSTONE_JSON}
    FROM tombstones AS t LEFT JOIN users AS u ON u.id = t.user
    WHERE t.server = ?1 AND (
      t.connected_since_text IN (SELECT value FROM json_each(?2))
      OR t.connected_since IN (SELECT value FROM json_each(?3))))`;

const ADD_ADDRESSES = `
  INSERT OR IGNORE INTO ips (ip)
  SELECT DISTINCT value ->> 17 FROM json_each(?1) WHERE value ->> 17 IS NOT NULL`;

const WRITE_CONNECTIONS = `
  INSERT INTO connections (
    id, server, user, common_name, common_name_bytes, real_address, virtual_address, virtual_ipv6_address,
    connected_since, connected_since_text, client_id, username, cipher, fell, ended_at, end_kind,
    bytes_received, bytes_sent, db_updated, since_steps, seen_steps, seen_fresh, told_at, trace, ip_id)
  SELECT
    value ->> 0, ?2, value ->> 1, value ->> 2, unhex(value ->> 3), value ->> 4, value ->> 5, value ->> 6,
    datetime(value ->> 7, 'unixepoch'), value ->> 8, value ->> 9, unhex(value ->> 10), value ->> 11, value ->> 12,
    datetime(value ->> 13, 'unixepoch'), value ->> 14,
    value ->> 15, value ->> 16, datetime(value ->> 18, 'unixepoch'), value ->> 19, value ->> 20, value ->> 21,
    value ->> 22, value ->> 23, (SELECT id FROM ips WHERE ip = value ->> 17)
  FROM json_each(?1) WHERE true
  ON CONFLICT (id) DO UPDATE SET
    user = excluded.user, common_name = excluded.common_name, common_name_bytes = excluded.common_name_bytes,
    real_address = excluded.real_address, virtual_address = excluded.virtual_address,
    virtual_ipv6_address = excluded.virtual_ipv6_address, connected_since = excluded.connected_since,
    client_id = excluded.client_id, username = excluded.username, cipher = excluded.cipher, fell = excluded.fell,
    ended_at = excluded.ended_at, end_kind = excluded.end_kind, bytes_received = excluded.bytes_received,
    bytes_sent = excluded.bytes_sent, db_updated = excluded.db_updated, seen_steps = excluded.seen_steps,
    seen_fresh = excluded.seen_fresh, told_at = excluded.told_at, trace = excluded.trace,
    ip_id = excluded.ip_id`;

/**
 * Every id exists, so nothing is ever inserted: an upsert finds its row at once, where UPDATE … FROM first sorts
 * what it is given, and takes twice as long.
 */
const MOVE_MARKS = `
  INSERT INTO connections (
    id, bytes_received, bytes_sent, db_updated, seen_fresh, seen_steps,
    common_name, real_address, connected_since, server, connected_since_text, since_steps, fell)
  SELECT
    ${UNPACKED}, datetime(?2, 'unixepoch'), ?3, ?4, '', '', '', 0, '', 0, 0
  FROM json_each(?1) WHERE true
  ON CONFLICT (id) DO UPDATE SET
    bytes_received = excluded.bytes_received, bytes_sent = excluded.bytes_sent, db_updated = excluded.db_updated,
    seen_fresh = excluded.seen_fresh, seen_steps = excluded.seen_steps`;

const DELETE_TOMBSTONES = "DELETE FROM tombstones WHERE id IN (SELECT value FROM json_each(?1))";

/** What of a change concerns the connections' rows. */
export interface ConnectionChanges {
  readonly server: number;
  readonly seen: readonly Connection[];
  readonly written: readonly Connection[];
  readonly revived: readonly Connection[];
  readonly userIds: ReadonlyMap<NameBytes, number>;
}

/** The statements that bring the connections' rows up to date. */
export function writeConnections(changes: ConnectionChanges): InStatement[] {
  const { seen, written, revived } = changes;
  const statements: InStatement[] = [];
  const [first] = seen;
  if (first)
    statements.push({
      sql: MOVE_MARKS,
      args: [
        packed(seen.map((connection) => [connection.id, connection])),
        BigInt(first.seenAt),
        BigInt(first.seenFresh),
        BigInt(first.seenSteps),
      ],
    });
  if (written.length > 0) {
    const json = JSON.stringify(written.map((connection) => rowOf(connection, changes.userIds)));
    statements.push({ sql: ADD_ADDRESSES, args: [json] });
    statements.push({ sql: WRITE_CONNECTIONS, args: [json, BigInt(changes.server)] });
  }
  if (revived.length > 0)
    statements.push({ sql: DELETE_TOMBSTONES, args: [JSON.stringify(revived.map(({ id }) => id))] });
  return statements;
}
