import type { InValue } from "@libsql/client";
import { contains, isAddress, type Network, networkText, textPrefix } from "../parse/network.ts";
import type { ConnectionQuery, ConnectionState } from "../report/connection-query.ts";
import { countriesCalled } from "../report/country-names.ts";
import { visible } from "../report/visible.ts";
import type { Database } from "./open.ts";
import { readCells } from "./read-cells.ts";
import { rowsOf } from "./rows.ts";

/** Which connections are wanted of the books; undefined: whatever it is. */
export interface ConnectionFilter extends Pick<ConnectionQuery, "server" | "address" | "virtual" | "place"> {
  /** Ids. */
  readonly users: readonly number[] | undefined;
  readonly state: ConnectionState | undefined;
  /** Begun at this instant at the latest. */
  readonly begunBy: number | undefined;
  /** Not ended before this instant. */
  readonly lastingTo: number | undefined;
  /** Whether providers count as a part of the place. */
  readonly providers: boolean;
  /** In which countries are named to whoever asks: the books do it in English. */
  readonly language: string;
}

/** What `resolveFilter()` gives, from ?1 on, over `connections AS c`. */
function conditions(user: string): string {
  return `
    ${user}
    AND +c.connected_since <= datetime(?1, 'unixepoch')
    AND (c.ended_at IS NULL OR +c.ended_at >= datetime(?2, 'unixepoch'))
    AND (?4 IS NULL OR c.server = (SELECT id FROM servers WHERE name = ?4))
    AND (?5 IS NULL OR coalesce(c.end_kind, 'open') = ?5)
    AND (?6 IS NULL OR c.ip_id IN (SELECT value FROM json_each(?6)))
    AND (?7 IS NULL OR c.virtual_address IN (SELECT value FROM json_each(?7))
      OR c.virtual_ipv6_address IN (SELECT value FROM json_each(?7)))`;
}

/**
 * Two statements for every filter: each condition that is not wanted is true at once, and a million rows take a fifth
 * of a second, in their own order; through an index they would take twice as long. Another index, which would spare
 * that, had to be written with every connection.
 */
export const CONNECTION_FILTERS = {
  few: conditions("c.user IN (SELECT value FROM json_each(?3))"),
  any: conditions("+c.user IS NOT NULL AND (?3 IS NULL OR +c.user IN (SELECT value FROM json_each(?3)))"),
} as const;

/** How many arguments that takes. */
export const FILTER_ARGUMENTS = 7;

/** The last second of which SQLite can tell. */
const END_OF_TIME = 253_402_300_799;

const SELECT_PLACE_TEXTS = `
  SELECT json_group_array(text) FROM (
    SELECT city AS text FROM ips UNION SELECT region FROM ips UNION SELECT country FROM ips
    UNION SELECT provider FROM ips WHERE ?1)
  WHERE text IS NOT NULL`;

const SELECT_ADDRESSES = `
  SELECT json_group_array(json_array(id, ip)) FROM ips
  WHERE substr(ip, 1, length(?1)) = ?1 AND (?2 IS NULL
    OR city IN (SELECT value FROM json_each(?2)) OR region IN (SELECT value FROM json_each(?2))
    OR country IN (SELECT value FROM json_each(?2)) OR country IN (SELECT value FROM json_each(?4))
    OR (?3 AND provider IN (SELECT value FROM json_each(?2))))`;

const SELECT_VIRTUAL_ADDRESSES = `
  SELECT json_group_array(DISTINCT virtual_address) FROM connections WHERE substr(virtual_address, 1, length(?1)) = ?1`;

const SELECT_VIRTUAL_IPV6_ADDRESSES = `
  SELECT json_group_array(DISTINCT virtual_ipv6_address) FROM connections
  WHERE substr(virtual_ipv6_address, 1, length(?1)) = ?1`;

/** Of so few users connections are found by index: of more, reading all connections takes less. */
const FEW_USERS = 100;

export interface ResolvedFilter {
  /** Which of CONNECTION_FILTERS. */
  readonly kind: keyof typeof CONNECTION_FILTERS;
  readonly args: InValue[];
}

/** The filter for SQL. What cannot be told there, networks and any case of letters, is looked up. */
export async function resolveFilter(database: Database, filter: ConnectionFilter): Promise<ResolvedFilter> {
  const { server = null, state = null, begunBy = END_OF_TIME, lastingTo = 0 } = filter;
  const addresses = await addressIds(database, filter);
  const virtuals = await virtualTexts(database, filter.virtual);
  // Where nothing is like that, nobody's connections are.
  const users = addresses?.length === 0 || virtuals?.length === 0 ? [] : filter.users;
  return {
    kind: users !== undefined && users.length <= FEW_USERS ? "few" : "any",
    args: [BigInt(begunBy), BigInt(lastingTo), list(users), server, state, list(addresses), list(virtuals)],
  };
}

function list(values: readonly unknown[] | undefined): string | null {
  return values === undefined ? null : JSON.stringify(values);
}

/** The addresses of the network and the place. */
async function addressIds(
  database: Database,
  { address, place, providers, language }: ConnectionFilter,
): Promise<readonly number[] | undefined> {
  if (address === undefined && place === undefined) return undefined;
  const texts = place === undefined ? undefined : await placeTexts(database, place, providers);
  const countries = place === undefined ? [] : countriesCalled(language, place);
  const args = [address ? textPrefix(address) : "", list(texts), BigInt(providers), list(countries)];
  const cell = await readCells(database, { addresses: { sql: SELECT_ADDRESSES, args } });
  const found = rowsOf<readonly [id: number, host: string]>(cell("addresses"));
  return found.filter(([, host]) => address === undefined || contains(address, host)).map(([id]) => id);
}

/** What the books call so in part, as it is shown. */
async function placeTexts(database: Database, part: string, providers: boolean): Promise<readonly string[]> {
  const cell = await readCells(database, { texts: { sql: SELECT_PLACE_TEXTS, args: [BigInt(providers)] } });
  const texts: readonly string[] = rowsOf<readonly string[]>(`[${cell("texts")}]`)[0] ?? [];
  const wanted = part.toLowerCase();
  return texts.filter((text) => visible(text).toLowerCase().includes(wanted));
}

async function virtualTexts(database: Database, network: Network | undefined): Promise<readonly string[] | undefined> {
  if (network === undefined) return undefined;
  if (isAddress(network)) return [networkText(network)];
  const sql = network.family === 4 ? SELECT_VIRTUAL_ADDRESSES : SELECT_VIRTUAL_IPV6_ADDRESSES;
  const cell = await readCells(database, { texts: { sql, args: [textPrefix(network)] } });
  const texts: readonly string[] = rowsOf<readonly string[]>(`[${cell("texts")}]`)[0] ?? [];
  return texts.filter((text) => contains(network, text));
}
