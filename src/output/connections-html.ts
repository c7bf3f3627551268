import { ConnectionsPage } from "../../views/connections.tsx";
import type { ConnectionsReport } from "../report/connections.ts";
import { renderDocument } from "./html.ts";

/** The log as a page. */
export function renderConnectionsHtml(report: ConnectionsReport): string {
  return renderDocument(ConnectionsPage, report);
}
