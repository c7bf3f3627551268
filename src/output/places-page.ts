import type { PlacesReport } from "../report/places.ts";
import { parsePlacesQuery } from "../report/places-query.ts";
import { loadPlaces, USUAL_DAYS } from "./load-places.ts";
import type { Page } from "./page.ts";
import { placesCsv } from "./places-csv.ts";
import { renderPlacesJson } from "./places-json.ts";

/** Where users connect from: on a map, and listed. */
export const placesPage: Page<PlacesReport> = {
  paths: { json: /^\/api\/v1\/places$/, csv: /^\/api\/v1\/places\.csv$/ },
  async load({ database, settings, frame, query }) {
    const { placesDays, showProviders } = settings;
    const asked = parsePlacesQuery(query, { days: placesDays || USUAL_DAYS, providers: showProviders });
    return { ...frame, ...(await loadPlaces(database, settings, { query: asked, now: frame.writtenAt })) };
  },
  render: { json: renderPlacesJson, csv: placesCsv },
};
