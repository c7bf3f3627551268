import type { IdleReport } from "../report/idle.ts";
import { parseIdleQuery } from "../report/idle-query.ts";
import { idleCsv } from "./idle-csv.ts";
import { renderIdleHtml } from "./idle-html.ts";
import { renderIdleJson } from "./idle-json.ts";
import { loadIdle } from "./load-idle.ts";
import type { Page } from "./page.ts";

/** Accounts that were not seen for long: for people by pages, for programs all at once. */
export const idlePage: Page<IdleReport> = {
  paths: { html: /^\/idle$/, json: /^\/api\/v1\/idle$/, csv: /^\/api\/v1\/idle\.csv$/ },
  async load({ database, settings, frame, query }, form) {
    const options = { query: parseIdleQuery(query), now: frame.writtenAt, isPaged: form === "html" };
    return { ...frame, ...(await loadIdle(database, settings, options)) };
  },
  render: { html: renderIdleHtml, json: renderIdleJson, csv: idleCsv },
};
