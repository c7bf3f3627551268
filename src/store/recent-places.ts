import type { UnixSeconds } from "../model.ts";
import type { Summary } from "../report/summary.ts";
import type { Database } from "./open.ts";
import { readCells } from "./read-cells.ts";
import { placesIn } from "./summary-cells.ts";

/**
 * The addresses of a user first: there are far fewer of them than connections. "+": all rows are read, in their own order.
 * Providers that are not wanted do not part what is one place.
 */
const SELECT_PLACES = `
  WITH addresses AS MATERIALIZED (
    SELECT ip_id, user, sum(bytes_received) AS r, sum(bytes_sent) AS s FROM connections
    WHERE +user IS NOT NULL AND ip_id IS NOT NULL AND db_updated >= datetime(?1, 'unixepoch') GROUP BY ip_id, user)
  SELECT json_array((SELECT count(DISTINCT ip_id) FROM addresses), json((
    SELECT json_group_array(json_array(city, region, country, provider, n, CAST(r AS TEXT), CAST(s AS TEXT))) FROM (
      SELECT city, region, country, iif(?2, provider, NULL) AS provider,
        count(DISTINCT user) AS n, sum(r) AS r, sum(s) AS s
      FROM addresses JOIN ips ON ips.id = ip_id
      WHERE coalesce(city, region, country, iif(?2, provider, NULL)) IS NOT NULL
      GROUP BY 1, 2, 3, 4 ORDER BY sum(r) + sum(s) DESC))))`;

/** Where users connected from of late. */
export type RecentPlaces = Pick<Summary, "places" | "distinctAddresses">;

/** Of which days the places are wanted, and whether by provider. */
export interface PlacesQuestion {
  readonly placesDays: number;
  readonly withProviders: boolean;
  readonly now: UnixSeconds;
}

interface Kept extends Pick<PlacesQuestion, "placesDays" | "withProviders"> {
  /** Milliseconds of the monotonic clock. */
  readonly until: number;
  readonly found: RecentPlaces;
}

/** It reads every connection there is: at most a hundredth of the time may go into that. */
const KEPT_TIMES_AS_LONG = 100;

const kept = new WeakMap<Database, Kept>();

/** The places of the last days, most traffic first; where reading them takes long, those of a moment ago. */
export async function recentPlaces(
  database: Database,
  { placesDays, withProviders, now }: PlacesQuestion,
): Promise<RecentPlaces> {
  const started = database.patience.monotonic();
  const known = kept.get(database);
  const isSame = known?.placesDays === placesDays && known.withProviders === withProviders;
  if (isSame && started < known.until) return known.found;
  const args = [BigInt(now - placesDays * 86_400), BigInt(withProviders)];
  const cell = await readCells(database, { places: { sql: SELECT_PLACES, args } });
  const found = placesIn(cell("places"));
  const ended = database.patience.monotonic();
  const until = ended + KEPT_TIMES_AS_LONG * (ended - started);
  kept.set(database, { placesDays, withProviders, until, found });
  return found;
}
