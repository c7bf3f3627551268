import { statSync } from "node:fs";
import { buildOverview } from "../report/build-overview.ts";
import type { Frame } from "../report/frame.ts";
import type { Overview } from "../report/overview.ts";
import { NOBODY } from "../report/people.ts";
import { selectionNeeds, selectUsers } from "../report/select-users.ts";
import { spansAt } from "../report/spans.ts";
import type { UserList } from "../report/user-list.ts";
import type { Database } from "../store/open.ts";
import { loadReport } from "../store/summary.ts";
import { loadArchive } from "./load-archive.ts";
import type { ReportSettings } from "./report-settings.ts";

/** More small charts than this nobody looks at, and a page of thousands stays light. */
const USERS_WITH_DAYS = 200;

/** An overview to be made. */
export interface OverviewRequest {
  readonly settings: ReportSettings;
  readonly frame: Frame;
  /** Which users to list; undefined: all of them, as a file that cannot answer shows them. */
  readonly list?: UserList | undefined;
}

/** Reads the books and makes the one view model that page, text and JSON share. */
export async function loadOverview(database: Database, { settings, frame, list }: OverviewRequest): Promise<Overview> {
  const { calendar, placesDays, showProviders, fullNames, people = NOBODY } = settings;
  const now = frame.writtenAt;
  const spans = spansAt(now, calendar);
  const options = { now, fullNames, people, list };
  const facts = await loadReport(database, {
    spans,
    now,
    placesDays: Math.max(1, placesDays),
    withProviders: showProviders,
    needs: selectionNeeds(options),
    select: (summary) => selectUsers(summary, options),
    withDays: USERS_WITH_DAYS,
  });
  const { location } = database;
  return buildOverview(facts, {
    frame,
    spans,
    people,
    speeds: settings.speeds ?? new Map(),
    showPlaces: placesDays > 0,
    placesDays,
    // Whoever reads a page that leads nowhere cannot turn to that of the archive.
    archive:
      frame.kind === "file" && frame.link("") === undefined ? await loadArchive(database, settings, now) : undefined,
    databaseBytes: location.kind === "file" ? statSync(location.path).size : undefined,
  });
}
