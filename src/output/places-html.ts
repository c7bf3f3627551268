import { PlacesPage } from "../../views/places.tsx";
import type { PlacesReport } from "../report/places.ts";
import { renderDocument } from "./html.ts";

/** The places as a page. */
export function renderPlacesHtml(report: PlacesReport): string {
  return renderDocument(PlacesPage, report);
}
