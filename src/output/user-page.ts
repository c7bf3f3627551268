import type { UserReport } from "../report/user.ts";
import { parseUserResolution } from "../report/user-resolution.ts";
import { loadUser } from "./load-user.ts";
import type { Page } from "./page.ts";
import { renderUserJson } from "./user-json.ts";

/** Everything about one user. */
export const userPage: Page<UserReport> = {
  paths: { json: /^\/api\/v1\/users\/([1-9]\d{0,14})$/ },
  load({ database, settings, frame, names: [id = ""], query }) {
    return loadUser(database, { id: Number(id), by: parseUserResolution(query), settings, frame });
  },
  render: { json: renderUserJson },
};
