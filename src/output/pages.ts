import { overviewPage } from "./overview-page.ts";
import { type AnyPage, anyPage } from "./page.ts";
import { userPage } from "./user-page.ts";

/** Every page there is, as the web serves them. */
export const PAGES: readonly AnyPage[] = [anyPage(overviewPage), anyPage(userPage)];
