import type { UnixSeconds } from "../model.ts";
import { buildIdle, type IdleList, selectIdle } from "../report/idle.ts";
import type { IdleQuery } from "../report/idle-query.ts";
import { loadIdle as loadAccounts, loadLastPlaces } from "../store/idle.ts";
import type { Database } from "../store/open.ts";
import type { ConnectionSettings } from "./load-connections.ts";
import { loadShownNames } from "./load-names.ts";

const DAY = 86_400;

/** The accounts that were not seen for so long: those of a page, or all. */
export async function loadIdle(
  database: Database,
  settings: ConnectionSettings,
  { query, now, isPaged }: { readonly query: IdleQuery; readonly now: UnixSeconds; readonly isPaged: boolean },
): Promise<IdleList> {
  const { idle, userCount } = await loadAccounts(database, now - query.days * DAY);
  const all = query.sort === "name" ? await loadShownNames(database, settings) : undefined;
  const selection = selectIdle(idle, query, { names: all ?? new Map(), isPaged });
  const ids = selection.accounts.map(({ id }) => id);
  const names = all ?? (await loadShownNames(database, settings, ids));
  const places = await loadLastPlaces(database, ids);
  return buildIdle(
    selection,
    { userCount, names, places },
    {
      addressDetail: settings.ipInWeb,
      showPlaces: settings.placesDays > 0,
      showProviders: settings.showProviders,
    },
  );
}
