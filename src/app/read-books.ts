import type { Config } from "../config.ts";
import type { UnixSeconds } from "../model.ts";
import { writeFileAtomically } from "../output/atomic-file.ts";
import { fileFrame } from "../output/frame.ts";
import { renderJson } from "../output/json.ts";
import { loadOverview } from "../output/load-overview.ts";
import { renderHtml } from "../output/overview-html.ts";
import { renderText } from "../output/text.ts";
import { type Audit, auditBooks } from "../store/audit.ts";
import { withDatabase } from "../store/open.ts";
import { patience } from "./patience.ts";
import { privateSettings, reportSettings } from "./settings.ts";

export type ReportFormat = "text" | "html" | "json";

export interface ReportChoice {
  readonly format: ReportFormat;
  /** Names nobody, and shows no address. */
  readonly isPrivate: boolean;
}

/** What a report is told of the world. */
export interface ReportTools {
  readonly version: string;
  readonly now: () => UnixSeconds;
}

/** As for any file that somebody asks for by name; the umask is narrower. */
const SAVED_MODE = 0o644;

/** The report of what the books hold, without reading anything new. */
export async function renderReport(
  config: Config,
  { format, isPrivate }: ReportChoice,
  tools: ReportTools,
): Promise<string> {
  return await withDatabase(config.database, { patience, readOnly: true }, async (database) => {
    const all = reportSettings(config, tools);
    const settings = isPrivate ? privateSettings(all) : all;
    const overview = await loadOverview(database, { settings, frame: fileFrame(settings, tools.now()) });
    switch (format) {
      case "html":
        return renderHtml(overview);
      case "text":
        return renderText(overview);
      case "json":
        return renderJson(overview);
    }
  });
}

/** What is wrong with the books. */
export async function auditOf(config: Config): Promise<Audit> {
  return await withDatabase(config.database, { patience, readOnly: true }, auditBooks);
}

/** Writes a report to a file that somebody named, in one step. */
export async function saveReport(path: string, report: string, uid: number | undefined): Promise<void> {
  await writeFileAtomically(path, report, { mode: SAVED_MODE, uid });
}
