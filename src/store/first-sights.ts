import type { InStatement } from "@libsql/client";
import type { UnixSeconds } from "../model.ts";
import type { FirstSight, SightKind } from "../report/first-sight.ts";
import type { Database } from "./open.ts";
import { patiently } from "./patience.ts";
import { rowsOf } from "./rows.ts";

/** As report/first-sight.ts cuts it from a provider's name. */
const NETWORK_KEY = `
  iif(provider GLOB 'AS[0-9]*' AND NOT substr(provider, 3, instr(provider || ' ', ' ') - 3) GLOB '*[^0-9]*',
    substr(provider, 1, instr(provider || ' ', ' ') - 1), provider)`;

/** Of connections, from where nobody has noted yet; all of one user and address count once. */
function selectUnnoted(connections: string): string {
  return `
    WITH
    seen (user, ip_id, since) AS MATERIALIZED (
      SELECT user, ip_id, min(connected_since) FROM (${connections})
      WHERE user IS NOT NULL AND ip_id IS NOT NULL GROUP BY user, ip_id),
    found (user, kind, key, name, since) AS (
      SELECT user, 'country', country, country, min(since)
      FROM seen JOIN ips ON ips.id = ip_id WHERE country IS NOT NULL GROUP BY user, country
      UNION ALL
      SELECT user, 'network', ${NETWORK_KEY}, min(provider), min(since)
      FROM seen JOIN ips ON ips.id = ip_id WHERE provider IS NOT NULL GROUP BY user, ${NETWORK_KEY})
    SELECT json_group_array(json_array(user, kind, key, name, unixepoch(since))) FROM found
    WHERE NOT EXISTS (
      SELECT 1 FROM first_sights AS f WHERE f.user = found.user AND f.kind = found.kind AND f.key = found.key)`;
}

/**
 * The open connections, and those that ended since ?1: each found by its index. The plus keeps SQLite from going
 * through those of all users instead.
 */
const SELECT_UNNOTED_LATELY = selectUnnoted(`
  SELECT +user AS user, ip_id, connected_since FROM connections WHERE ended_at IS NULL
  UNION ALL
  SELECT +user AS user, ip_id, connected_since FROM connections
  WHERE ended_at IS NOT NULL AND ended_at >= datetime(?1, 'unixepoch')`);

/** All of some users. */
const SELECT_UNNOTED_OF_USERS = selectUnnoted(`
  SELECT user, ip_id, connected_since FROM connections WHERE user IS NOT NULL AND user >= ?1 AND user < ?2`);

/** Whose connections are gone through at once: some 10,000 connections. */
const USERS_AT_ONCE = 100;

const SELECT_LAST_USER = "SELECT max(id) FROM users";

/** A user's first country, or network, is nothing new: it is compared with what was known before this statement. */
const ADD_SIGHTS = `
  INSERT OR IGNORE INTO first_sights (user, kind, key, name, first_at, is_new)
  SELECT
    value ->> 0, value ->> 1, value ->> 2, value ->> 3, max(value ->> 4, ?2),
    ?3 AND EXISTS (SELECT 1 FROM first_sights AS f WHERE f.user = value ->> 0 AND f.kind = value ->> 1)
  FROM json_each(?1)`;

const SELECT_NEW = `
  SELECT json_group_array(json_array(user, kind, key, name, first_at)) FROM (
    SELECT user, kind, key, name, first_at FROM first_sights
    WHERE is_new = 1 AND first_at >= ?1 ORDER BY first_at DESC, user, kind, key)`;

const SELECT_NEW_OF_USERS = `
  SELECT json_group_array(json_array(user, kind, key, name, first_at)) FROM (
    SELECT user, kind, key, name, first_at FROM first_sights
    WHERE user IN (SELECT value FROM json_each(?2)) AND is_new = 1 AND first_at >= ?1
    ORDER BY first_at DESC, user, kind, key)`;

type SightRow = readonly [user: number, kind: SightKind, key: string, name: string, at: number];

/**
 * Notes from which countries and networks users are connected for the first time: those who are, or were `since` then.
 * Nothing can be new from before `noted`, when that was last done.
 */
export async function noteFirstSights(
  database: Database,
  { since, noted }: { readonly since: UnixSeconds; readonly noted: UnixSeconds },
): Promise<void> {
  await note(database, { sql: SELECT_UNNOTED_LATELY, args: [BigInt(since)] }, noted);
}

/** Notes it of all connections that are kept, as nothing new. Others have their turn in between. */
export async function noteKnownSights(database: Database): Promise<void> {
  const { client, patience } = database;
  const { rows } = await patiently(patience, () => client.execute(SELECT_LAST_USER));
  const last = Number(rows[0]?.[0] ?? 0);
  for (let user = 0; user <= last; user += USERS_AT_ONCE) {
    const args = [BigInt(user), BigInt(user + USERS_AT_ONCE)];
    await note(database, { sql: SELECT_UNNOTED_OF_USERS, args }, undefined);
    await patience.sleep(0);
  }
}

async function note(database: Database, unnoted: InStatement, noted: UnixSeconds | undefined): Promise<void> {
  const { client, patience } = database;
  const { rows } = await patiently(patience, () => client.execute(unnoted));
  const cell = rows[0]?.[0];
  if (rowsOf<SightRow>(cell).length === 0) return;
  const args = [String(cell), BigInt(noted ?? 0), noted === undefined ? 0n : 1n];
  await patiently(patience, () => client.execute({ sql: ADD_SIGHTS, args }));
}

/** What was new since then, of all users or of some, the latest first. */
export async function loadFirstSights(
  database: Database,
  since: UnixSeconds,
  users?: readonly number[],
): Promise<FirstSight[]> {
  const statement =
    users === undefined
      ? { sql: SELECT_NEW, args: [BigInt(since)] }
      : { sql: SELECT_NEW_OF_USERS, args: [BigInt(since), JSON.stringify(users)] };
  const { rows } = await patiently(database.patience, () => database.client.execute(statement));
  return rowsOf<SightRow>(rows[0]?.[0]).map(([id, kind, key, name, at]) => ({ user: id, kind, key, name, at }));
}
