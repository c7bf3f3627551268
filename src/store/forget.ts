import type { InStatement } from "@libsql/client";
import { UNDEF } from "../account/identity.ts";
import { NAMELESS } from "../account/nameless.ts";
import { traceOf } from "../parse/trace.ts";
import type { Account } from "./account.ts";
import { deleteUnusedAddresses } from "./addresses.ts";
import { ADD_UP } from "./capped-sum.ts";
import { TRAFFIC_TABLES } from "./migrations.ts";
import { nameOfHex } from "./names.ts";
import type { Database } from "./open.ts";
import { ADD_OBSERVATIONS, COUNT_OBSERVATIONS } from "./overtake.ts";
import { isRefused, patiently } from "./patience.ts";
import { rowsOf } from "./rows.ts";

/** What must still be so when the batch is written; as of one instant. */
const SELECT_STATE = `
  SELECT total(observation), (SELECT id FROM users WHERE name = x''), (SELECT name FROM users WHERE id = ?1)
  FROM servers`;

/** Where anything has changed meanwhile the value is NULL, which is forbidden: the batch is undone as a whole. */
const GUARD = `
  INSERT INTO settings (name, value) SELECT 'forgetting', NULL
  WHERE (SELECT total(observation) FROM servers) IS NOT ?1
    OR (SELECT id FROM users WHERE name = x'') IS NOT ?2
    OR (SELECT name FROM users WHERE id = ?3) IS NOT ?4`;

/** The user's own, and those of nobody (yet) that are called so: failed logins, say. */
const SELECT_CONNECTIONS = `
  SELECT json_group_array(json_array(
    id, hex(coalesce(common_name_bytes, common_name)), real_address, trace, user IS NOT NULL))
  FROM (
    SELECT id, user, common_name, common_name_bytes, real_address, trace FROM connections WHERE user = ?1
    UNION ALL SELECT id, user, common_name, common_name_bytes, real_address, trace FROM connections
    WHERE user IS NULL AND (username = ?2 OR coalesce(common_name_bytes, CAST(common_name AS BLOB)) = ?2))`;

const SELECT_TOMBSTONES = `
  SELECT json_group_array(json_array(id, hex(common_name), real_address, trace, user IS NOT NULL))
  FROM tombstones WHERE user = ?1 OR (user IS NULL AND common_name = ?2)`;

const BLANK_CONNECTIONS = `
  UPDATE connections SET
    user = iif(value ->> 2, ?2, NULL), common_name = '', common_name_bytes = NULL, username = NULL, real_address = '',
    ip_id = NULL, virtual_address = NULL, virtual_ipv6_address = NULL, trace = value ->> 1
  FROM json_each(?1) WHERE connections.id = value ->> 0`;

const BLANK_TOMBSTONES = `
  UPDATE tombstones SET
    user = iif(value ->> 2, ?2, NULL), common_name = x'', real_address = '', trace = value ->> 1
  FROM json_each(?1) WHERE tombstones.id = value ->> 0`;

/** Bucket by bucket: rows are keyed by it first, and the others of a table are millions. */
function bucketsOf(table: string): string {
  return `
    WITH RECURSIVE b (bucket) AS (
      SELECT min(bucket) FROM ${table}
      UNION ALL SELECT (SELECT min(t.bucket) FROM ${table} AS t WHERE t.bucket > b.bucket) FROM b WHERE bucket IS NOT NULL)`;
}

function moveTraffic(table: string): readonly [move: string, remove: string] {
  return [
    `${bucketsOf(table)}
    INSERT INTO ${table} (bucket, user, server, bytes_received, bytes_sent)
    SELECT t.bucket, ?2, t.server, t.bytes_received, t.bytes_sent
    FROM b CROSS JOIN ${table} AS t ON t.bucket = b.bucket AND t.user = ?1 WHERE true
    ON CONFLICT DO UPDATE SET ${ADD_UP}`,
    `${bucketsOf(table)} DELETE FROM ${table} WHERE bucket IN (SELECT bucket FROM b) AND user = ?1`,
  ];
}

function moveRows(table: string, columns: string, more = ""): readonly [move: string, remove: string] {
  return [
    `INSERT INTO ${table} (user, server, bytes_received, bytes_sent${columns})
    SELECT ?2, server, bytes_received, bytes_sent${columns} FROM ${table} WHERE user = ?1
    ON CONFLICT DO UPDATE SET ${ADD_UP}${more}`,
    `DELETE FROM ${table} WHERE user = ?1`,
  ];
}

/** Every table with bytes of users: rows of one user are added to another's, and deleted. */
const MOVES = [
  ...Object.values(TRAFFIC_TABLES).map(moveTraffic),
  moveRows("traffic_total", ", seen_at", ", seen_at = max(seen_at, excluded.seen_at)"),
  moveRows("unplaced", ", resolution"),
  moveRows("retired", ", resolution"),
  moveRows("forgotten", ""),
];

/** Who had traffic in a period, had it: how many did stays as it was counted then. */
const BEGIN_MOVING = "INSERT INTO settings (name, value) VALUES ('moving_users', '')";
const END_MOVING = "DELETE FROM settings WHERE name = 'moving_users'";

const MOVE_CONNECTIONS = "UPDATE connections SET user = ?2 WHERE user = ?1";
const MOVE_TOMBSTONES = "UPDATE tombstones SET user = ?2 WHERE user = ?1";

/** Countries and networks tell of a person; the nameless account is nobody. */
const DELETE_SIGHTS = "DELETE FROM first_sights WHERE user = ?1";

const DELETE_USER = "DELETE FROM users WHERE id = ?1";

const TAKE_NAME = "UPDATE users SET name = x'', text = '', first_seen_at = NULL WHERE id = ?1";

/** Others that write meanwhile are few and slow; so often overtaken, something else is wrong. */
const MOST_TRIES = 100;

/**
 * Makes a user's account part of the nameless one, and takes name and addresses out of all connections. In one batch:
 * all sums stay true, and whoever works out an observation meanwhile does so anew. What is left of connections is their
 * bytes and what late observations know them by. False where there is no such account (any more).
 */
export async function forgetAccount(database: Database, account: Account, newId: () => string): Promise<boolean> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const done = await tryToForget(database, account, newId());
    if (done === undefined) continue;
    if (done) await deleteUnusedAddresses(database);
    return done;
  }
  throw new Error(`the books changed ${MOST_TRIES} times while a user was being forgotten`);
}

/** Undefined: the books changed meanwhile, and nothing was done. */
async function tryToForget(
  { client, patience }: Database,
  { id, name }: Account,
  observation: string,
): Promise<boolean | undefined> {
  const bytes = Buffer.from(name, "latin1");
  // Nobody's connections are called UNDEF because they have no name: that is not the user's.
  const [user, args] = [BigInt(id), [BigInt(id), name === UNDEF ? null : bytes]];
  const [state, connections, tombstones] = await patiently(patience, () =>
    client.batch(
      [
        { sql: SELECT_STATE, args: [user] },
        { sql: SELECT_CONNECTIONS, args },
        { sql: SELECT_TOMBSTONES, args },
      ],
      "read",
    ),
  );
  const [observations = 0, known, held] = [state?.rows[0]?.[0], state?.rows[0]?.[1], state?.rows[0]?.[2]];
  if (!(held instanceof ArrayBuffer) || Buffer.from(held).compare(bytes) !== 0 || name === NAMELESS) return false;
  const nameless = typeof known === "bigint" ? known : undefined;
  // The higher id stays: one that is gone and was the highest would be given to the next user.
  const [from, to] = nameless === undefined || nameless < user ? [nameless, user] : [user, nameless];
  const statements: InStatement[] = [
    { sql: GUARD, args: [observations, nameless ?? null, user, bytes] },
    { sql: ADD_OBSERVATIONS, args: [observation] },
    COUNT_OBSERVATIONS,
    { sql: BLANK_CONNECTIONS, args: [tracesIn(connections?.rows[0]?.[0]), to] },
    { sql: BLANK_TOMBSTONES, args: [tracesIn(tombstones?.rows[0]?.[0]), to] },
    { sql: DELETE_SIGHTS, args: [user] },
    ...(from === undefined ? [] : mergers(from, to)),
    { sql: TAKE_NAME, args: [to] },
  ];
  try {
    await patiently(patience, () => client.batch(statements, "write"));
    return true;
  } catch (error) {
    if (!isRefused(error)) throw error;
    return undefined;
  }
}

function mergers(from: bigint, to: bigint): readonly InStatement[] {
  const args = [from, to];
  return [
    { sql: MOVE_CONNECTIONS, args },
    { sql: MOVE_TOMBSTONES, args },
    BEGIN_MOVING,
    ...MOVES.flatMap(([move, remove]) => [
      { sql: move, args },
      { sql: remove, args: [from] },
    ]),
    END_MOVING,
    { sql: DELETE_USER, args: [from] },
  ];
}

/** A row of SELECT_CONNECTIONS and SELECT_TOMBSTONES. */
type TraceRow = readonly [id: number, nameHex: string, realAddress: string, trace: number | null, isUsers: number];

function tracesIn(cell: unknown): string {
  const rows = rowsOf<TraceRow>(cell).map(([id, nameHex, address, trace, isUsers]) => [
    id,
    trace ?? traceOf(nameOfHex(nameHex), address),
    isUsers,
  ]);
  return JSON.stringify(rows);
}
