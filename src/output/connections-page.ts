import { parseConnectionQuery } from "../report/connection-query.ts";
import type { ConnectionsReport } from "../report/connections.ts";
import { connectionsCsv } from "./connections-csv.ts";
import { renderConnectionsHtml } from "./connections-html.ts";
import { renderConnectionsJson } from "./connections-json.ts";
import { loadAllConnections, loadConnections } from "./load-connections.ts";
import type { Page } from "./page.ts";

/** The log of connections. */
export const connectionsPage: Page<ConnectionsReport> = {
  paths: {
    html: /^\/connections$/,
    json: /^\/api\/v1\/connections$/,
    csv: /^\/api\/v1\/connections\.csv$/,
  },
  async load({ database, settings, frame, query }, form) {
    const asked = parseConnectionQuery(query, {
      zones: { days: settings.calendar.timeZone, instants: frame.locale.reader.timeZone },
      addresses: settings.ipInWeb,
      places: settings.placesDays > 0,
    });
    const load = form === "csv" ? loadAllConnections : loadConnections;
    const language = frame.locale.words.tag;
    return { ...frame, ...(await load(database, settings, { query: asked, now: frame.writtenAt, language })) };
  },
  render: { html: renderConnectionsHtml, json: renderConnectionsJson, csv: connectionsCsv },
};
