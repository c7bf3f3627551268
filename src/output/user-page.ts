import type { UserReport } from "../report/user.ts";
import { parseUserResolution } from "../report/user-resolution.ts";
import { userSights } from "../store/user-sights.ts";
import { loadUser } from "./load-user.ts";
import type { Page } from "./page.ts";
import { renderUserHtml } from "./user-html.ts";
import { renderUserJson } from "./user-json.ts";

/** Everything about one user. */
export const userPage: Page<UserReport> = {
  paths: { html: /^\/users\/([1-9]\d{0,14})$/, json: /^\/api\/v1\/users\/([1-9]\d{0,14})$/ },
  load({ database, settings, frame, names: [id = ""], query }) {
    return loadUser(database, { id: Number(id), by: parseUserResolution(query), settings, frame });
  },
  render: { html: renderUserHtml, json: renderUserJson },
  files: async (database) =>
    [...(await userSights(database))].map(([id, changedAt]) => ({ path: `users/${id}`, changedAt })),
};
