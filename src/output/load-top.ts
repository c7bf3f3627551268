import type { UnixSeconds } from "../model.ts";
import { nameTop, rankTop, type Top } from "../report/top.ts";
import { daySpan, type TopQuery } from "../report/top-query.ts";
import type { Database } from "../store/open.ts";
import { loadTop as loadFacts } from "../store/top.ts";
import { loadShownNames } from "./load-names.ts";
import type { ReportSettings } from "./report-settings.ts";

/** What of the configuration a ranking obeys. */
export type TopSettings = Pick<ReportSettings, "calendar" | "fullNames" | "people">;

/** Ranks users, the first `most` of them, and days. */
export async function loadTop(
  database: Database,
  settings: TopSettings,
  { query, now, most }: { readonly query: TopQuery; readonly now: UnixSeconds; readonly most: number },
): Promise<Top> {
  const { calendar } = settings;
  const span = daySpan(query, now, calendar);
  const facts = await loadFacts(database, span, { now, calendar });
  const ranking = rankTop(facts, { query, span, most });
  const ids = ranking.users.map(({ id }) => id);
  return nameTop(ranking, await loadShownNames(database, settings, ids), calendar.timeZone);
}
