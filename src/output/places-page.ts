import type { PlacesReport } from "../report/places.ts";
import { parsePlacesQuery } from "../report/places-query.ts";
import { loadPlaces, USUAL_DAYS } from "./load-places.ts";
import type { Page } from "./page.ts";
import { placesCsv } from "./places-csv.ts";
import { renderPlacesHtml } from "./places-html.ts";
import { renderPlacesJson } from "./places-json.ts";

/** Where users connect from: on a map, and listed. */
export const placesPage: Page<PlacesReport> = {
  paths: { html: /^\/places$/, json: /^\/api\/v1\/places$/, csv: /^\/api\/v1\/places\.csv$/ },
  async load({ database, settings, frame, query }, form) {
    const { placesDays, showProviders } = settings;
    const asked = parsePlacesQuery(query, { days: placesDays || USUAL_DAYS, providers: showProviders });
    // For programs the list is whole unless a part is asked for, and in a file, which cannot be asked.
    const isWhole = frame.kind === "file" || (form !== "html" && !query.has("page"));
    return { ...frame, ...(await loadPlaces(database, settings, { query: asked, now: frame.writtenAt, isWhole })) };
  },
  render: { html: renderPlacesHtml, json: renderPlacesJson, csv: placesCsv },
};
