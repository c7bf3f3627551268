import type { UnixSeconds } from "../model.ts";
import { renderHtml } from "../output/html.ts";
import type { Pages } from "../output/http/app.ts";
import { renderJson } from "../output/json.ts";
import { loadOverview, type ReportSettings } from "../output/load-overview.ts";
import type { Overview } from "../report/overview.ts";
import { parseAskedUserList, parseUserList, type UserList } from "../report/user-list.ts";
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

/** The pages of the web server, made from the books; while these cannot be had, from what they last were. */
export function createPages({ ledger, settings, now, monotonic, health }: PagesOptions): Pages {
  let last: Overview | undefined;
  let version: { readonly text: string; readonly at: number } | undefined;

  const overview = async (list: UserList | undefined): Promise<Overview> => {
    try {
      const made = await ledger.use(({ database }) => loadOverview(database, { ...settings(), list }, now()));
      last = made;
      return made;
    } catch (error) {
      if (!isOfDatabase(error) || !(error instanceof Error) || last === undefined) throw error;
      const trouble = { what: "Reading the database", since: last.writtenAt, message: error.message };
      return { ...last, troubles: [...(settings().troubles ?? []), trouble] };
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
    html: async (query) => renderHtml(await overview(parseUserList(query))),
    json: async (query) => renderJson(await overview(parseAskedUserList(query))),
    health,
  };
}
