import { TOP_USERS, type TopReport } from "../report/top.ts";
import { parseTopQuery } from "../report/top-query.ts";
import { loadTop } from "./load-top.ts";
import type { Page } from "./page.ts";
import { topCsv } from "./top-csv.ts";
import { renderTopHtml } from "./top-html.ts";
import { renderTopJson } from "./top-json.ts";

/** Who moved most in a span, and on which days. */
export const topPage: Page<TopReport> = {
  paths: { html: /^\/top$/, json: /^\/api\/v1\/top$/, csv: /^\/api\/v1\/top\.csv$/ },
  async load({ database, settings, frame, query }, form) {
    const most = form === "csv" ? Number.POSITIVE_INFINITY : TOP_USERS;
    const asked = parseTopQuery(query, settings.calendar.timeZone);
    return { ...frame, ...(await loadTop(database, settings, { query: asked, now: frame.writtenAt, most })) };
  },
  render: { html: renderTopHtml, json: renderTopJson, csv: topCsv },
};
