import { connectionsPage } from "./connections-page.ts";
import { idlePage } from "./idle-page.ts";
import { overviewPage } from "./overview-page.ts";
import { type AnyPage, anyPage } from "./page.ts";
import { topPage } from "./top-page.ts";
import { userPage } from "./user-page.ts";

/** Every page there is, as the web serves them. */
export const PAGES: readonly AnyPage[] = [
  anyPage(overviewPage),
  anyPage(userPage),
  anyPage(connectionsPage),
  anyPage(topPage),
  anyPage(idlePage),
];
