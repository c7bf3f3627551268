import { stat } from "node:fs/promises";
import type { Calendar } from "../account/calendar.ts";
import type { UnixSeconds } from "../model.ts";
import { buildOverview, rankUsers } from "../report/build-overview.ts";
import type { Overview } from "../report/overview.ts";
import { spansAt } from "../report/spans.ts";
import type { Database } from "../store/open.ts";
import { loadSummary, loadUserDays } from "../store/summary.ts";

/** More small charts than this nobody looks at, and a page of thousands stays light. */
const USERS_WITH_DAYS = 200;

/** What of the configuration a report obeys. */
export interface ReportSettings {
  readonly version: string;
  readonly calendar: Calendar;
  readonly fullNames: boolean;
  readonly showProviders: boolean;
  /** Days of which places are shown; 0: none. */
  readonly placesDays: number;
}

/** Reads the books and makes the one view model that page, text and JSON share. */
export async function loadOverview(database: Database, settings: ReportSettings, now: UnixSeconds): Promise<Overview> {
  const { calendar, placesDays } = settings;
  const spans = spansAt(now, calendar);
  const summary = await loadSummary(database, spans, now - Math.max(1, placesDays) * 86_400);
  const ranked = rankUsers(summary, now);
  const shown = ranked.slice(0, USERS_WITH_DAYS).map(({ user }) => user.id);
  const userDays = await loadUserDays(database, shown, spans.days[0] ?? now);
  const { location } = database;
  return buildOverview(summary, ranked, userDays, {
    now,
    spans,
    version: settings.version,
    timeZone: calendar.timeZone,
    fullNames: settings.fullNames,
    showProviders: settings.showProviders,
    showPlaces: placesDays > 0,
    placesDays,
    databaseBytes: location.kind === "file" ? (await stat(location.path)).size : undefined,
  });
}
