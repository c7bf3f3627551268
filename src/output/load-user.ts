import { nameText } from "../parse/name-text.ts";
import { buildUser } from "../report/build-user.ts";
import { NEW_SECONDS } from "../report/first-sight.ts";
import type { Frame } from "../report/frame.ts";
import { NOBODY } from "../report/people.ts";
import type { UserReport } from "../report/user.ts";
import type { UserResolution } from "../report/user-resolution.ts";
import { userSpansAt } from "../report/user-spans.ts";
import { loadFirstSights } from "../store/first-sights.ts";
import type { Database } from "../store/open.ts";
import { loadUserBooks } from "../store/user-books.ts";
import { loadShownNames } from "./load-names.ts";
import type { ReportSettings } from "./report-settings.ts";

const DAY = 86_400;

/** The connections that are listed; a page of their own has them all. */
const CONNECTIONS = 8;

/** The days that the week's pattern is made of, beside today. */
const PATTERN_DAYS = 90;

export interface UserRequest {
  /** As in the database. */
  readonly id: number;
  readonly by: UserResolution;
  readonly settings: ReportSettings;
  readonly frame: Frame;
}

/** Reads a user's books and makes the view model of the user's page; undefined where there is no such user. */
export async function loadUser(
  database: Database,
  { id, by, settings, frame }: UserRequest,
): Promise<UserReport | undefined> {
  const { calendar, fullNames, people = NOBODY, placesDays, showProviders } = settings;
  const now = frame.writtenAt;
  const spans = userSpansAt(now, calendar, by);
  const today = spans.days.at(-2) ?? now;
  const facts = await loadUserBooks(database, {
    user: id,
    fiveMinutesFrom: by === "5-minutes" ? spans.traffic[0] : undefined,
    hoursFrom: Math.min(today, by === "hours" ? (spans.traffic[0] ?? today) : today),
    weekBefore: { from: calendar.days(now, PATTERN_DAYS + 1)[0] ?? today, today, timeZone: frame.timeZone },
    daysFrom: spans.year[0] ?? now,
    everybodysDaysFrom: spans.days[0] ?? now,
    everybodysMonthsFrom: spans.months[0] ?? now,
    presenceFrom: spans.days[0] ?? now,
    placesFrom: now - placesDays * DAY,
    withProviders: showProviders,
    connections: CONNECTIONS,
  });
  if (facts === undefined) return undefined;
  const firstSights = placesDays > 0 ? await loadFirstSights(database, now - NEW_SECONDS, [id]) : [];
  const names = await loadShownNames(database, { fullNames, people }, [id]);
  return buildUser(facts, {
    ...{ frame, spans, by, placesDays, showProviders, firstSights },
    speeds: settings.speeds ?? new Map(),
    ipInWeb: settings.ipInWeb,
    connectionsDays: settings.connectionsDays,
    name: names.get(id) ?? "",
    person: people.get(nameText(facts.name)),
  });
}
