import { MachinePage } from "../../views/machine.tsx";
import type { MachineReport } from "../report/machine-history.ts";
import { renderDocument } from "./html.ts";

/** The machine as a page. */
export function renderMachineHtml(report: MachineReport): string {
  return renderDocument(MachinePage, report);
}
