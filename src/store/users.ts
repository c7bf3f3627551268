import type { NameBytes, UnixSeconds } from "../model.ts";
import { nameText } from "../parse/name-text.ts";
import { hexOf, nameOfHex } from "./names.ts";
import type { Database } from "./open.ts";
import { patiently } from "./patience.ts";
import { rowsOf } from "./rows.ts";

/** Only while nobody has overtaken the change: a name that was forgotten since its books were read must not come back. */
const ADD_USERS = `
  INSERT OR IGNORE INTO users (name, text, first_seen_at)
  SELECT unhex(value ->> 0), value ->> 1, value ->> 2 FROM json_each(?1)
  WHERE (SELECT observation FROM servers WHERE id = ?2) = ?3`;

const SELECT_USERS = `
  SELECT json_group_array(json_array(id, hex(name))) FROM users
  WHERE name IN (SELECT unhex(value ->> 0) FROM json_each(?1))`;

/** Whose rows are wanted. */
export interface WantedUsers {
  readonly accounts: Iterable<NameBytes>;
  /** When each was first seen, as far as that is known; asked for only if there is somebody new. */
  readonly firstSights: () => ReadonlyMap<NameBytes, UnixSeconds>;
  readonly server: number;
  /** The server's last observation, as the change knows it. */
  readonly observation: number;
}

/**
 * Makes sure that each account has a row, which keeps when it was first seen, and gives the ids; undefined where another
 * writer's observation came first, and somebody has none.
 * Done before a change is committed; a crash in between leaves a user without traffic, which no report shows.
 */
export async function ensureUsers(
  { client, patience, users }: Database,
  { accounts, firstSights, server, observation }: WantedUsers,
): Promise<ReadonlyMap<NameBytes, number> | undefined> {
  const { ids: userIds } = users;
  const unknown = new Set<NameBytes>();
  for (const account of accounts) if (!userIds.has(account)) unknown.add(account);
  if (unknown.size === 0) return userIds;
  const since = firstSights();
  const json = JSON.stringify(
    [...unknown].map((account) => [hexOf(account), nameText(account), since.get(account) ?? null]),
  );
  const results = await patiently(patience, () =>
    client.batch(
      [
        { sql: ADD_USERS, args: [json, BigInt(server), BigInt(observation)] },
        { sql: SELECT_USERS, args: [json] },
      ],
      "write",
    ),
  );
  const rows = rowsOf<readonly [id: number, nameHex: string]>(results[1]?.rows[0]?.[0]);
  for (const [id, nameHex] of rows) userIds.set(nameOfHex(nameHex), id);
  return rows.length < unknown.size ? undefined : userIds;
}
