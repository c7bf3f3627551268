import type { UnixSeconds } from "../model.ts";
import type { PlacesFacts } from "../report/build-places.ts";
import type { PlaceSums } from "../report/places.ts";
import type { PlaceGroup } from "../report/places-query.ts";
import type { Database } from "./open.ts";
import { readCells } from "./read-cells.ts";
import { rowsOf } from "./rows.ts";

const SUMS = `
  count(DISTINCT user) AS users, sum(n) AS n, CAST(sum(r) AS TEXT) AS r, CAST(sum(s) AS TEXT) AS s, sum(r) + sum(s) AS bytes`;

const COLUMNS: Readonly<Record<PlaceGroup, string>> = {
  country: "NULL AS city, NULL AS region, country, NULL AS provider",
  city: "city, region, country, NULL AS provider",
  provider: "NULL AS city, NULL AS region, NULL AS country, provider",
};

const KEYS: Readonly<Record<PlaceGroup, string>> = {
  country: "country",
  city: "city, region, country",
  provider: "provider",
};

/**
 * The addresses of a user first: there are far fewer of them than connections. A spot is a city whose coordinates are
 * known, and what else is of a country.
 */
function selectPlaces(by: PlaceGroup): string {
  return `
    WITH
    addresses AS MATERIALIZED (
      SELECT ip_id, user, count(*) AS n, sum(bytes_received) AS r, sum(bytes_sent) AS s FROM connections
      WHERE user IS NOT NULL AND ip_id IS NOT NULL AND db_updated >= datetime(?1, 'unixepoch') GROUP BY ip_id, user),
    placed AS MATERIALIZED (
      SELECT user, n, r, s, city, region, country, provider, latitude, longitude
      FROM addresses JOIN ips ON ips.id = ip_id)
    SELECT json_array(
      (SELECT json_array(users, coalesce(n, 0), coalesce(r, '0'), coalesce(s, '0')) FROM (SELECT ${SUMS} FROM placed)),
      json((SELECT json_group_array(json_array(city, region, country, provider, users, n, r, s)) FROM (
        SELECT ${COLUMNS[by]}, ${SUMS} FROM placed GROUP BY ${KEYS[by]} ORDER BY bytes DESC, ${KEYS[by]}))),
      json((SELECT json_group_array(json_array(city, country, latitude, longitude, users, n, r, s)) FROM (
        SELECT iif(latitude IS NULL, NULL, city) AS city, country, avg(latitude) AS latitude, avg(longitude) AS longitude,
          ${SUMS}
        FROM placed WHERE country IS NOT NULL OR latitude IS NOT NULL
        GROUP BY country, iif(latitude IS NULL, NULL, city)))))`;
}

const SELECT_PLACES: Readonly<Record<PlaceGroup, string>> = {
  country: selectPlaces("country"),
  city: selectPlaces("city"),
  provider: selectPlaces("provider"),
};

interface Kept {
  /** Milliseconds of the monotonic clock. */
  readonly until: number;
  readonly facts: PlacesFacts;
}

/** It reads every connection there is: at most a hundredth of the time may go into that. */
const KEPT_TIMES_AS_LONG = 100;

/** So many questions are remembered with their answers. */
const KEPT_ANSWERS = 8;

const kept = new WeakMap<Database, Map<string, Kept>>();

export interface LocatedQuestion {
  readonly by: PlaceGroup;
  readonly days: number;
  readonly now: UnixSeconds;
}

/** Where the connections of the last days came from; where reading them takes long, those of a moment ago. */
export async function loadLocated(database: Database, { by, days, now }: LocatedQuestion): Promise<PlacesFacts> {
  const answers = kept.get(database) ?? new Map<string, Kept>();
  kept.set(database, answers);
  const started = database.patience.monotonic();
  const known = answers.get(`${by} ${days}`);
  if (known && started < known.until) return known.facts;
  const args = [BigInt(now - days * 86_400)];
  const facts = factsIn((await readCells(database, { places: { sql: SELECT_PLACES[by], args } }))("places"));
  const ended = database.patience.monotonic();
  if (answers.size >= KEPT_ANSWERS) answers.clear();
  answers.set(`${by} ${days}`, { until: ended + KEPT_TIMES_AS_LONG * (ended - started), facts });
  return facts;
}

type Sums = readonly [users: number, connections: number, received: string, sent: string];
type Text = string | null;
type Group = readonly [city: Text, region: Text, country: Text, provider: Text, ...Sums];
type SpotRow = readonly [city: Text, country: Text, latitude: number | null, longitude: number | null, ...Sums];

function factsIn(cell: unknown): PlacesFacts {
  const [row] = rowsOf<readonly [Sums, readonly Group[], readonly SpotRow[]]>(`[${cell}]`);
  const [total = [0, 0, "0", "0"] as const, groups = [], spots = []] = row ?? [];
  return {
    total: sumsOf(total),
    groups: groups.map(([city, region, country, provider, ...sums]) => ({
      city: city ?? undefined,
      region: region ?? undefined,
      country: country ?? undefined,
      provider: provider ?? undefined,
      ...sumsOf(sums),
    })),
    spots: spots.map(([city, country, latitude, longitude, ...sums]) => ({
      city: city ?? undefined,
      country: country ?? undefined,
      latitude: latitude ?? undefined,
      longitude: longitude ?? undefined,
      ...sumsOf(sums),
    })),
  };
}

function sumsOf([users, connections, received, sent]: Sums): PlaceSums {
  return { users, connections, bytesReceived: BigInt(received), bytesSent: BigInt(sent) };
}
