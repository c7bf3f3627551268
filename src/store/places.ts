import * as v from "valibot";
import type { UnixSeconds } from "../model.ts";
import type { Database } from "./open.ts";
import { patiently } from "./patience.ts";
import { rowsOf } from "./rows.ts";

/** An address whose place is to be looked up. */
export interface DueAddress {
  readonly id: number;
  readonly host: string;
}

/** What was found out about an address. */
export interface AddressPlace {
  readonly id: number;
  readonly city: string | undefined;
  readonly region: string | undefined;
  readonly country: string | undefined;
  readonly provider: string | undefined;
  readonly latitude?: number;
  readonly longitude?: number;
  /** Undefined: it is to be looked up again soon. */
  readonly at: UnixSeconds | undefined;
}

const progress = v.object({
  /** When every address that was due was last gone through. */
  at: v.number(),
  /** The newest address of that time, or of a later look-up of new ones. */
  newest: v.number(),
  signature: v.optional(v.string()),
  pause: v.optional(v.object({ until: v.number(), failures: v.number() })),
  /** When first sights were last noted, and how many connections had been opened by then. */
  sights: v.optional(v.object({ at: v.number(), opened: v.number() })),
});

/** How far looking up has come. */
export type LocatingProgress = Readonly<v.InferOutput<typeof progress>>;

/** Ids of addresses only grow, so one look at the last tells whether there are new ones; and so do connections. */
const SELECT_PROGRESS = `
  SELECT
    (SELECT value FROM settings WHERE name = 'locating'),
    (SELECT max(id) FROM ips),
    (SELECT sum(connections_opened) FROM servers)`;

const NOTE_PROGRESS = `
  INSERT INTO settings (name, value) VALUES ('locating', ?1) ON CONFLICT DO UPDATE SET value = excluded.value`;

/** Networks move from one place to another within months; an address that nobody knew may be known tomorrow. */
const OLD_SECONDS = 30 * 86_400;
const UNKNOWN_SECONDS = 86_400;

/** An answer of the future is a wrong clock's, and old at once. */
const SELECT_DUE = `
  SELECT json_group_array(json_array(id, ip)) FROM (
    SELECT id, ip FROM ips
    WHERE id > ?1 AND (?5 OR table_updated IS NULL OR table_updated > datetime(?2, 'unixepoch')
      OR table_updated <= datetime(?2 - iif(coalesce(city, region, country, provider) IS NULL, ?4, ?3), 'unixepoch'))
    ORDER BY id LIMIT 2000)`;

/** What could only be asked in part neither takes away what is known, nor counts as looked up. */
const SAVE_PLACES = `
  UPDATE ips SET
    city          = iif(value ->> 5 IS NULL, coalesce(city,     value ->> 1), value ->> 1),
    region        = iif(value ->> 5 IS NULL, coalesce(region,   value ->> 2), value ->> 2),
    country       = iif(value ->> 5 IS NULL, coalesce(country,  value ->> 3), value ->> 3),
    provider      = iif(value ->> 5 IS NULL, coalesce(provider, value ->> 4), value ->> 4),
    latitude      = iif(value ->> 5 IS NULL, coalesce(latitude, value ->> 6), value ->> 6),
    longitude     = iif(value ->> 5 IS NULL, coalesce(longitude, value ->> 7), value ->> 7),
    table_updated = coalesce(datetime(value ->> 5, 'unixepoch'), table_updated)
  FROM json_each(?1) WHERE ips.id = value ->> 0`;

/** How far the books have come, and looking up in them. */
export interface LocatingState {
  /** Undefined before the first time. */
  readonly progress: LocatingProgress | undefined;
  /** The id of the newest address; 0 without any. */
  readonly newest: number;
  /** Connections opened so far. */
  readonly opened: number;
}

export async function loadProgress(database: Database): Promise<LocatingState> {
  const { rows } = await patiently(database.patience, () => database.client.execute(SELECT_PROGRESS));
  const [text, newest, opened] = [0, 1, 2].map((column) => rows[0]?.[column]);
  return {
    progress: typeof text === "string" ? v.parse(v.pipe(v.string(), v.parseJson(), progress), text) : undefined,
    newest: Number(newest ?? 0),
    opened: Number(opened ?? 0),
  };
}

export async function saveProgress(database: Database, progress: LocatingProgress): Promise<void> {
  const args = [JSON.stringify(progress)];
  await patiently(database.patience, () => database.client.execute({ sql: NOTE_PROGRESS, args }));
}

export interface DueOptions {
  readonly now: UnixSeconds;
  /** Only addresses with a greater id. */
  readonly after: number;
  /** Also those that were looked up lately. */
  readonly all: boolean;
}

/** The next addresses to be looked up, by id; 2,000 at most. */
export async function loadDueAddresses(database: Database, { now, after, all }: DueOptions): Promise<DueAddress[]> {
  const args = [after, now, OLD_SECONDS, UNKNOWN_SECONDS, all ? 1 : 0].map(BigInt);
  const { rows } = await patiently(database.patience, () => database.client.execute({ sql: SELECT_DUE, args }));
  return rowsOf<readonly [id: number, host: string]>(rows[0]?.[0]).map(([id, host]) => ({ id, host }));
}

/** Keeps what was found out, all of it or nothing. An address that was deleted meanwhile stays so. */
export async function savePlaces(database: Database, places: readonly AddressPlace[]): Promise<void> {
  const rows = places.map(({ id, city, region, country, provider, at, latitude, longitude }) => {
    return [id, city, region, country, provider, at, latitude, longitude];
  });
  const args = [JSON.stringify(rows)];
  await patiently(database.patience, () => database.client.execute({ sql: SAVE_PLACES, args }));
}
