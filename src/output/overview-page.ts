import type { Overview } from "../report/overview.ts";
import { parseAskedUserList, parseUserList } from "../report/user-list.ts";
import { renderJson } from "./json.ts";
import { loadOverview } from "./load-overview.ts";
import { renderHtml } from "./overview-html.ts";
import type { Page } from "./page.ts";

/** The first page: who is online, who used how much, the servers, places and the machine. */
export const overviewPage: Page<Overview> = {
  paths: { html: /^\/$/, json: /^\/api\/v1\/report$/ },
  load({ database, settings, frame, query }, form) {
    // For programs the list is whole unless a part is asked for.
    const list = form === "html" && frame.kind === "web" ? parseUserList(query) : parseAskedUserList(query);
    return loadOverview(database, { settings, frame, list });
  },
  render: { html: renderHtml, json: renderJson },
  files: async (_, __, now) => [{ path: "", changedAt: now }],
};
