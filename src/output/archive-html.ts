import { ArchivePage } from "../../views/archive.tsx";
import { PeriodPage } from "../../views/period.tsx";
import type { ArchiveReport, PeriodReport } from "../report/archive.ts";
import { renderDocument } from "./html.ts";

/** The index of all years and months as a page. */
export function renderArchiveHtml(report: ArchiveReport): string {
  return renderDocument(ArchivePage, report);
}

/** A year, a month or a day as a page. */
export function renderPeriodHtml(report: PeriodReport): string {
  return renderDocument(PeriodPage, report);
}
