import { stat } from "node:fs/promises";
import type { Calendar } from "../account/calendar.ts";
import type { UnixSeconds } from "../model.ts";
import { buildOverview } from "../report/build-overview.ts";
import type { Overview, Trouble } from "../report/overview.ts";
import { NOBODY, type People } from "../report/people.ts";
import { selectionNeeds, selectUsers } from "../report/select-users.ts";
import type { AddressDetail } from "../report/shown-address.ts";
import { spansAt } from "../report/spans.ts";
import type { UserList } from "../report/user-list.ts";
import type { Database } from "../store/open.ts";
import { loadReport } from "../store/summary.ts";

/** More small charts than this nobody looks at, and a page of thousands stays light. */
const USERS_WITH_DAYS = 200;

/** What of the configuration a report obeys. */
export interface ReportSettings {
  readonly version: string;
  readonly calendar: Calendar;
  readonly fullNames: boolean;
  /** How much of real addresses is shown, and can be searched: by `shownAddress()` alone. */
  readonly ipInWeb: AddressDetail;
  readonly showProviders: boolean;
  /** Days of which places are shown; 0: none. */
  readonly placesDays: number;
  /** Everything is invented; default: it is not. */
  readonly demonstration?: boolean;
  /** What keeps failing, other than servers; default: nothing. */
  readonly troubles?: readonly Trouble[];
  /** Lines for the footer, such as the licence of location data; default: none. */
  readonly credits?: readonly string[];
  /** What the operator says of users; default: nothing. */
  readonly people?: People;
  /** Which users to list; default: all of them, as a file that cannot answer shows them. */
  readonly list?: UserList | undefined;
}

/** Reads the books and makes the one view model that page, text and JSON share. */
export async function loadOverview(database: Database, settings: ReportSettings, now: UnixSeconds): Promise<Overview> {
  const { calendar, placesDays, fullNames, list, people = NOBODY } = settings;
  const spans = spansAt(now, calendar);
  const options = { now, fullNames, people, list };
  const facts = await loadReport(database, {
    spans,
    now,
    placesDays: Math.max(1, placesDays),
    needs: selectionNeeds(options),
    select: (summary) => selectUsers(summary, options),
    withDays: USERS_WITH_DAYS,
  });
  const { location } = database;
  return buildOverview(facts, {
    now,
    spans,
    version: settings.version,
    timeZone: calendar.timeZone,
    fullNames,
    people,
    showProviders: settings.showProviders,
    showPlaces: placesDays > 0,
    placesDays,
    databaseBytes: location.kind === "file" ? (await stat(location.path)).size : undefined,
    demonstration: settings.demonstration ?? false,
    troubles: settings.troubles ?? [],
    credits: settings.credits ?? [],
  });
}
