import { IdlePage } from "../../views/idle.tsx";
import type { IdleReport } from "../report/idle.ts";
import { renderDocument } from "./html.ts";

/** The list as a page. */
export function renderIdleHtml(report: IdleReport): string {
  return renderDocument(IdlePage, report);
}
