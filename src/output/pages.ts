import { archivePage, dayPage, monthPage, periodUsersPage, yearPage } from "./archive-pages.ts";
import { connectionsPage } from "./connections-page.ts";
import { idlePage } from "./idle-page.ts";
import { machinePage } from "./machine-page.ts";
import { overviewPage } from "./overview-page.ts";
import { type AnyPage, anyPage, type PageForm } from "./page.ts";
import { placesPage } from "./places-page.ts";
import { topPage } from "./top-page.ts";
import { userPage } from "./user-page.ts";

/** Every page there is, as the web serves them. */
export const PAGES: readonly AnyPage[] = [
  anyPage(overviewPage),
  anyPage(userPage),
  anyPage(connectionsPage),
  anyPage(topPage),
  anyPage(idlePage),
  anyPage(placesPage),
  anyPage(machinePage),
  anyPage(archivePage),
  anyPage(yearPage),
  anyPage(monthPage),
  anyPage(dayPage),
  anyPage(periodUsersPage),
];

/** A page that a path leads to. */
export interface FoundPage {
  readonly page: AnyPage;
  readonly form: PageForm;
  readonly names: readonly string[];
}

/** The page at a path, and what of it is asked for. */
export function findPage(path: string): FoundPage | undefined {
  for (const page of PAGES) {
    const match = page.match(path);
    if (match) return { page, ...match };
  }
  return undefined;
}
