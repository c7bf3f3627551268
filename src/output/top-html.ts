import { TopPage } from "../../views/top.tsx";
import type { TopReport } from "../report/top.ts";
import { renderDocument } from "./html.ts";

/** The ranking as a page. */
export function renderTopHtml(report: TopReport): string {
  return renderDocument(TopPage, report);
}
