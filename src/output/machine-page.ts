import type { MachineReport } from "../report/machine-history.ts";
import { parseMachineSpan } from "../report/machine-query.ts";
import { loadMachine } from "./load-machine.ts";
import { machineCsv } from "./machine-csv.ts";
import { renderMachineHtml } from "./machine-html.ts";
import { renderMachineJson } from "./machine-json.ts";
import type { Page } from "./page.ts";

/** The machine over a day, a week or a month, and what befell the servers. */
export const machinePage: Page<MachineReport> = {
  paths: { html: /^\/machine$/, json: /^\/api\/v1\/machine$/, csv: /^\/api\/v1\/machine\.csv$/ },
  async load({ database, settings, frame, query }) {
    const span = parseMachineSpan(query);
    return { ...frame, ...(await loadMachine(database, settings, { span, now: frame.writtenAt })) };
  },
  render: { html: renderMachineHtml, json: renderMachineJson, csv: machineCsv },
};
