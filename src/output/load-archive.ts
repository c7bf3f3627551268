import type { UnixSeconds } from "../model.ts";
import { type Archive, type Period, TOP_USERS } from "../report/archive.ts";
import type { PeriodFacts } from "../report/archive-facts.ts";
import { buildArchive } from "../report/build-archive.ts";
import { buildPeriod, PARTS } from "../report/build-period.ts";
import { cutsWithin, type PeriodKind, periodNamed } from "../report/period-name.ts";
import { loadArchive as loadArchiveFacts, loadPeriod as loadPeriodFacts } from "../store/archive.ts";
import type { Database } from "../store/open.ts";
import { loadShownNames } from "./load-names.ts";
import type { ReportSettings } from "./report-settings.ts";

/** What of the configuration the archive obeys. */
export type ArchiveSettings = Pick<ReportSettings, "calendar" | "fullNames" | "people">;

/** The index of all years and months. */
export async function loadArchive(
  database: Database,
  { calendar }: ArchiveSettings,
  now: UnixSeconds,
): Promise<Archive> {
  return buildArchive(await loadArchiveFacts(database), { now, calendar });
}

/** Which period is asked for. */
export interface PeriodRequest {
  readonly kind: PeriodKind;
  /** "2026-10". */
  readonly name: string;
  readonly now: UnixSeconds;
  /** How many users are listed; default: those of the page. */
  readonly users?: number;
}

/** A period by its name; undefined where there is none, or nothing of it in the books. */
export async function loadPeriod(
  database: Database,
  settings: ArchiveSettings,
  { kind, name, now, users = TOP_USERS }: PeriodRequest,
): Promise<Period | undefined> {
  const { calendar } = settings;
  const bucket = periodNamed(kind, name, calendar);
  if (bucket === undefined) return undefined;
  const partKind = PARTS[kind];
  const cuts = cutsWithin(partKind, bucket, calendar);
  const parts = { start: cuts[0] ?? bucket.start, end: cuts.at(-1) ?? bucket.end };
  const facts = await loadPeriodFacts(database, { kind, bucket, partKind, parts, users });
  return buildPeriod(facts, { kind, bucket, now, calendar, names: await namesOf(database, settings, facts) });
}

async function namesOf(database: Database, settings: ArchiveSettings, { users }: PeriodFacts) {
  if (users.length === 0) return new Map<number, string>();
  return await loadShownNames(
    database,
    settings,
    users.map(({ user }) => user),
  );
}
