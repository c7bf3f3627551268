import type { ArchiveReport, PeriodReport } from "../report/archive.ts";
import type { PeriodKind } from "../report/period-name.ts";
import { archiveCsv, periodCsv, periodUsersCsv } from "./archive-csv.ts";
import { renderArchiveJson, renderPeriodJson } from "./archive-json.ts";
import { loadArchive, loadPeriod } from "./load-archive.ts";
import type { Page, PageRequest } from "./page.ts";

/** All years and months. */
export const archivePage: Page<ArchiveReport> = {
  paths: { json: /^\/api\/v1\/archive$/, csv: /^\/api\/v1\/archive\.csv$/ },
  async load({ database, settings, frame }) {
    return { ...frame, ...(await loadArchive(database, settings, frame.writtenAt)) };
  },
  render: { json: renderArchiveJson, csv: archiveCsv },
};

export const yearPage: Page<PeriodReport> = {
  paths: { json: /^\/api\/v1\/years\/(\d{4})$/, csv: /^\/api\/v1\/years\/(\d{4})\.csv$/ },
  load: (request) => load("year", request),
  render: { json: renderPeriodJson, csv: periodCsv },
};

export const monthPage: Page<PeriodReport> = {
  paths: { json: /^\/api\/v1\/months\/(\d{4}-\d\d)$/, csv: /^\/api\/v1\/months\/(\d{4}-\d\d)\.csv$/ },
  load: (request) => load("month", request),
  render: { json: renderPeriodJson, csv: periodCsv },
};

export const dayPage: Page<PeriodReport> = {
  paths: { json: /^\/api\/v1\/days\/(\d{4}-\d\d-\d\d)$/, csv: /^\/api\/v1\/days\/(\d{4}-\d\d-\d\d)\.csv$/ },
  load: (request) => load("day", request),
  render: { json: renderPeriodJson, csv: periodCsv },
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

async function load(
  kind: PeriodKind,
  { database, settings, frame, names: [name = ""] }: PageRequest,
  users?: number,
): Promise<PeriodReport | undefined> {
  const found = await loadPeriod(database, settings, { kind, name, now: frame.writtenAt, ...(users && { users }) });
  return found && { ...frame, ...found };
}
