import type { UnixSeconds } from "../model.ts";
import { buildPlaces, namePlaces, type PlacesFacts } from "../report/build-places.ts";
import { NEW_SECONDS } from "../report/first-sight.ts";
import type { Places } from "../report/places.ts";
import type { PlacesQuery } from "../report/places-query.ts";
import { loadFirstSights } from "../store/first-sights.ts";
import { loadLocated } from "../store/located.ts";
import type { Database } from "../store/open.ts";
import { loadShownNames } from "./load-names.ts";
import type { ReportSettings } from "./report-settings.ts";

/** What of the configuration the places obey. */
export type PlacesSettings = Pick<
  ReportSettings,
  "fullNames" | "people" | "showProviders" | "placesDays" | "connectionsDays" | "addressesDays" | "locates"
>;

export interface PlacesAsked {
  readonly query: PlacesQuery;
  readonly now: UnixSeconds;
  /** All of the list, however long. */
  readonly isWhole?: boolean;
}

/** Days of which places are shown, where it is not said. */
export const USUAL_DAYS = 7;

const NOTHING: PlacesFacts = {
  total: { users: 0, connections: 0, bytesReceived: 0n, bytesSent: 0n },
  groups: [],
  spots: [],
};

/** Where users connect from. */
export async function loadPlaces(
  database: Database,
  settings: PlacesSettings,
  { query, now, isWhole = false }: PlacesAsked,
): Promise<Places> {
  const { placesDays, connectionsDays, addressesDays = connectionsDays, showProviders, locates = true } = settings;
  const absence = !locates ? "not-located" : placesDays === 0 ? "not-shown" : undefined;
  const facts = absence ? NOTHING : await loadLocated(database, { by: query.by, days: query.days, now });
  const places = buildPlaces(facts, {
    query,
    absence,
    usualDays: placesDays || USUAL_DAYS,
    keptDays: Math.min(connectionsDays, addressesDays),
    showProviders,
    isWhole,
    sights: absence ? [] : await loadFirstSights(database, now - NEW_SECONDS),
  });
  const ids = [...new Set(places.news.map(({ user }) => user))];
  return namePlaces(places, ids.length === 0 ? new Map() : await loadShownNames(database, settings, ids));
}
