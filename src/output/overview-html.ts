import { OverviewPage } from "../../views/overview.tsx";
import type { Overview } from "../report/overview.ts";
import { renderDocument } from "./html.ts";

/** The overview as a page. */
export function renderHtml(overview: Overview): string {
  return renderDocument(OverviewPage, overview);
}
