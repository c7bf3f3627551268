import type { UnixSeconds } from "../model.ts";
import type { ArchiveReport, PeriodReport } from "../report/archive.ts";
import type { PeriodKind } from "../report/period-name.ts";
import { periodPath } from "../report/period-path.ts";
import type { Database } from "../store/open.ts";
import { archiveCsv, periodCsv, periodUsersCsv } from "./archive-csv.ts";
import { renderArchiveHtml, renderPeriodHtml } from "./archive-html.ts";
import { renderArchiveJson, renderPeriodJson } from "./archive-json.ts";
import { loadArchive, loadPeriod } from "./load-archive.ts";
import type { Page, PageRequest, StandingPage } from "./page.ts";
import type { ReportSettings } from "./report-settings.ts";

/** All years and months. */
export const archivePage: Page<ArchiveReport> = {
  paths: { html: /^\/archive$/, json: /^\/api\/v1\/archive$/, csv: /^\/api\/v1\/archive\.csv$/ },
  async load({ database, settings, frame }) {
    return { ...frame, ...(await loadArchive(database, settings, frame.writtenAt)) };
  },
  render: { html: renderArchiveHtml, json: renderArchiveJson, csv: archiveCsv },
  files: async (_, __, now) => [{ path: "archive", changedAt: now }],
};

export const yearPage: Page<PeriodReport> = {
  paths: { html: /^\/years\/(\d{4})$/, json: /^\/api\/v1\/years\/(\d{4})$/, csv: /^\/api\/v1\/years\/(\d{4})\.csv$/ },
  load: (request) => load("year", request),
  render: { html: renderPeriodHtml, json: renderPeriodJson, csv: periodCsv },
  files: (...of) => files("year", ...of),
};

export const monthPage: Page<PeriodReport> = {
  paths: {
    html: /^\/months\/(\d{4}-\d\d)$/,
    json: /^\/api\/v1\/months\/(\d{4}-\d\d)$/,
    csv: /^\/api\/v1\/months\/(\d{4}-\d\d)\.csv$/,
  },
  load: (request) => load("month", request),
  render: { html: renderPeriodHtml, json: renderPeriodJson, csv: periodCsv },
  files: (...of) => files("month", ...of),
};

export const dayPage: Page<PeriodReport> = {
  paths: {
    html: /^\/days\/(\d{4}-\d\d-\d\d)$/,
    json: /^\/api\/v1\/days\/(\d{4}-\d\d-\d\d)$/,
    csv: /^\/api\/v1\/days\/(\d{4}-\d\d-\d\d)\.csv$/,
  },
  load: (request) => load("day", request),
  render: { html: renderPeriodHtml, json: renderPeriodJson, csv: periodCsv },
};

/** All users of a period, however many. */
export const periodUsersPage: Page<PeriodReport> = {
  paths: { csv: /^\/api\/v1\/(years|months|days)\/(\d{4}(?:-\d\d){0,2})\/users\.csv$/ },
  load({ names: [kinds = "", name = ""], ...request }) {
    const kind = kinds === "years" ? "year" : kinds === "months" ? "month" : "day";
    return load(kind, { ...request, names: [name] }, Number.MAX_SAFE_INTEGER);
  },
  render: { csv: periodUsersCsv },
};

/** Years and months; of days there are too many. */
async function files(
  kind: "year" | "month",
  database: Database,
  settings: ReportSettings,
  now: UnixSeconds,
): Promise<readonly StandingPage[]> {
  const { years } = await loadArchive(database, settings, now);
  const periods =
    kind === "month"
      ? years.flatMap(({ months }) => months)
      : // The last billing month may outlast its year.
        years.map(({ name, end, months }) => ({ name, end: Math.max(end, months[0]?.end ?? end) }));
  return periods.map(({ name, end }) => ({ path: periodPath({ kind, name }), changedAt: Math.min(end, now) }));
}

async function load(
  kind: PeriodKind,
  { database, settings, frame, names: [name = ""] }: PageRequest,
  users?: number,
): Promise<PeriodReport | undefined> {
  const found = await loadPeriod(database, settings, { kind, name, now: frame.writtenAt, ...(users && { users }) });
  return found && { ...frame, ...found };
}
