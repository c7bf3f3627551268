import type { UnixSeconds } from "../model.ts";
import { writeFileAtomically } from "../output/atomic-file.ts";
import { fileFrame } from "../output/frame.ts";
import { loadOverview } from "../output/load-overview.ts";
import { renderHtml } from "../output/overview-html.ts";
import type { ReportSettings } from "../output/report-settings.ts";
import { renderText } from "../output/text.ts";
import type { Database } from "../store/open.ts";

/** A report's file, and who may read it. */
export interface ReportFile {
  readonly path: string;
  readonly mode: number;
}

export interface WriteReportsOptions extends ReportSettings {
  /** Of all pages, linked with each other; undefined: none are written. */
  readonly pages: ReportFile | undefined;
  readonly html: ReportFile | undefined;
  readonly text: ReportFile | undefined;
  readonly uid: number | undefined;
}

/**
 * Writes the configured reports, each by itself: `failed` hears of one that could not be written. While the disk
 * takes one, the other is rendered.
 */
export async function writeReports(
  database: Database,
  options: WriteReportsOptions,
  now: UnixSeconds,
  failed: (error: unknown) => void,
): Promise<string[]> {
  const overview = await loadOverview(database, { settings: options, frame: fileFrame(options, now) });
  const { html, text, pages, uid } = options;
  const write = async (file: ReportFile | undefined, render: (report: typeof overview) => string) => {
    if (file === undefined) return [];
    try {
      await writeFileAtomically(file.path, render(overview), { mode: file.mode, uid });
      return [file.path];
    } catch (error) {
      failed(error);
      return [];
    }
  };
  const written = (await Promise.all([write(html, renderHtml), write(text, renderText)])).flat();
  if (pages === undefined) return written;
  try {
    // Few write them, and the code of all pages takes a while to load.
    const { writePages } = await import("./write-pages.ts");
    await writePages(database, { directory: pages, settings: options, now, uid });
    return [...written, pages.path];
  } catch (error) {
    failed(error);
    return written;
  }
}
