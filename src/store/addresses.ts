import type { UnixSeconds } from "../model.ts";
import { traceOf } from "../parse/trace.ts";
import { nameOfHex } from "./names.ts";
import type { Database } from "./open.ts";
import { patiently } from "./patience.ts";
import { rowsOf } from "./rows.ts";

/** So many in one batch: nobody waits long for the database meanwhile. */
const MOST_IN_A_BATCH = 5000;

const SELECT_AGED_CONNECTIONS = `
  SELECT json_group_array(json_array(id, hex(coalesce(common_name_bytes, common_name)), real_address)) FROM (
    SELECT id, common_name, common_name_bytes, real_address FROM connections
    WHERE ended_at < datetime(?1, 'unixepoch') AND trace IS NULL LIMIT ?2)`;

const SELECT_AGED_TOMBSTONES = `
  SELECT json_group_array(json_array(id, hex(common_name), real_address)) FROM (
    SELECT id, common_name, real_address FROM tombstones WHERE ended_at < ?1 AND trace IS NULL LIMIT ?2)`;

/** Only where it is still so: a late observation may have opened the connection again meanwhile. */
const BLANK_CONNECTIONS = `
  UPDATE connections SET real_address = '', ip_id = NULL, trace = value ->> 1
  FROM json_each(?1)
  WHERE connections.id = value ->> 0 AND real_address = value ->> 2 AND ended_at < datetime(?2, 'unixepoch')`;

const BLANK_TOMBSTONES = `
  UPDATE tombstones SET real_address = '', trace = value ->> 1
  FROM json_each(?1) WHERE tombstones.id = value ->> 0 AND real_address = value ->> 2 AND ended_at < ?2`;

const DELETE_UNUSED = "DELETE FROM ips WHERE id NOT IN (SELECT ip_id FROM connections WHERE ip_id IS NOT NULL)";

/**
 * Takes the real addresses out of connections that ended before then, and out of the tombstones of such; their traces
 * stay, by which a late observation still finds them. Of no consequence to a reading that is just being accounted.
 */
export async function blankAddresses(database: Database, before: UnixSeconds): Promise<void> {
  await blank(database, SELECT_AGED_CONNECTIONS, BLANK_CONNECTIONS, before);
  await blank(database, SELECT_AGED_TOMBSTONES, BLANK_TOMBSTONES, before);
  await deleteUnusedAddresses(database);
}

/** Deletes the places of addresses that no connection comes from any more. */
export async function deleteUnusedAddresses({ client, patience }: Database): Promise<void> {
  await patiently(patience, () => client.execute(DELETE_UNUSED));
}

async function blank({ client, patience }: Database, select: string, update: string, before: UnixSeconds) {
  for (;;) {
    const args = [BigInt(before), BigInt(MOST_IN_A_BATCH)];
    const { rows } = await patiently(patience, () => client.execute({ sql: select, args }));
    const aged = rowsOf<readonly [id: number, nameHex: string, realAddress: string]>(rows[0]?.[0]);
    if (aged.length === 0) return;
    const traced = aged.map(([id, nameHex, address]) => [id, traceOf(nameOfHex(nameHex), address), address]);
    const json = JSON.stringify(traced);
    const done = await patiently(patience, () => client.execute({ sql: update, args: [json, BigInt(before)] }));
    if (aged.length < MOST_IN_A_BATCH || done.rowsAffected === 0) return;
  }
}
