import type { UnixSeconds } from "../model.ts";
import type { Pages } from "../output/http/app.ts";
import type { ReportSettings } from "../output/load-overview.ts";
import { type AnyPage, CONTENT_TYPES, type LoadedPage, type PageForm } from "../output/page.ts";
import { PAGES } from "../output/pages.ts";
import { changesOf } from "../store/changes.ts";
import { isOfDatabase } from "../store/open.ts";
import type { Ledger } from "./ledger.ts";

export interface PagesOptions {
  readonly ledger: Ledger;
  /** What the pages show now, troubles included. */
  readonly settings: () => ReportSettings;
  readonly now: () => UnixSeconds;
  /** Milliseconds that only grow. */
  readonly monotonic: () => number;
  readonly health: Pages["health"];
}

/** A page says how old its news is: after so many seconds it is made anew, even if nothing happened. */
const PAGE_SECONDS = 10;

/** Looking whether the books have changed costs more than a page from memory: it is done this seldom. */
const LOOK_MILLISECONDS = 1000;

/** So many pages are remembered for when the books cannot be had. */
const REMEMBERED = 32;

/** The pages of the web server, made from the books; while these cannot be had, from what they last were. */
export function createPages({ ledger, settings, now, monotonic, health }: PagesOptions): Pages {
  const remembered = new Map<string, LoadedPage>();
  let version: { readonly text: string; readonly at: number } | undefined;

  const remember = (target: string, page: LoadedPage) => {
    remembered.delete(target);
    remembered.set(target, page);
    const [oldest] = remembered.keys();
    if (remembered.size > REMEMBERED && oldest !== undefined) remembered.delete(oldest);
  };
  const bodyOf = async ({ page, form, names }: Found, path: string, query: URLSearchParams) => {
    const target = `${path}?${query}`;
    try {
      const made = await ledger.use(({ database }) =>
        page.load({ database, settings: settings(), now: now(), names, query }, form),
      );
      if (made) remember(target, made);
      return made?.render();
    } catch (error) {
      const last = remembered.get(target);
      if (!isOfDatabase(error) || !(error instanceof Error) || last === undefined) throw error;
      const trouble = { what: "Reading the database", since: last.writtenAt, message: error.message };
      return last.render([...(settings().troubles ?? []), trouble]);
    }
  };
  const look = async (): Promise<string> => {
    const turn = Math.floor(now() / PAGE_SECONDS);
    const changes = await ledger.use(({ database }) => changesOf(database)).catch(() => "unknown");
    return `${turn} ${changes} ${(settings().troubles ?? []).map(({ since }) => since).join(" ")}`;
  };
  return {
    async version() {
      const at = monotonic();
      if (version === undefined || at - version.at >= LOOK_MILLISECONDS) version = { text: await look(), at };
      return version.text;
    },
    has: (path) => find(path) !== undefined,
    async render(path, query) {
      const found = find(path);
      const body = found && (await bodyOf(found, path, query));
      return found && body !== undefined ? { type: CONTENT_TYPES[found.form], body } : undefined;
    },
    health,
  };
}

interface Found {
  readonly page: AnyPage;
  readonly form: PageForm;
  readonly names: readonly string[];
}

function find(path: string): Found | undefined {
  for (const page of PAGES) {
    const match = page.match(path);
    if (match) return { page, ...match };
  }
  return undefined;
}
