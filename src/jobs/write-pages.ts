import { mkdirSync, readdirSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { UnixSeconds } from "../model.ts";
import { removeFile, writeFileAtomically } from "../output/atomic-file.ts";
import { pageFileFrame } from "../output/frame.ts";
import { findPage, PAGES } from "../output/pages.ts";
import type { ReportSettings } from "../output/report-settings.ts";
import { pageFile } from "../report/links.ts";
import type { Database } from "../store/open.ts";

/** Where linked pages are written, and who may read them. */
export interface PagesDirectory {
  readonly path: string;
  readonly mode: number;
}

export interface WritePagesOptions {
  readonly directory: PagesDirectory;
  readonly settings: ReportSettings;
  readonly now: UnixSeconds;
  readonly uid: number | undefined;
}

/** What has not changed for long is written anew this often all the same: it says when it was made, and clocks are set. */
const MOST_AGE_SECONDS = 86_400;

/** A change is in the books some time after it happened: OpenVPN tells late, and a poll may fail. */
const LATE_SECONDS = 3600;

/** To the directories of a file that all may read, all may go. */
const PASSABLE = 0o111;

/**
 * Writes every page that stands by itself, linked with each other, each file replaced as a whole; those of which
 * nothing changed since they were written stay, those of what is no longer there go. Gives how many were written.
 */
export async function writePages(database: Database, options: WritePagesOptions): Promise<number> {
  const { directory, settings, now, uid } = options;
  const files = (await Promise.all(PAGES.map((page) => page.files(database, settings, now)))).flat();
  const known = new Set(files.map(({ path }) => path));
  let written = 0;
  for (const { path, changedAt } of files) {
    const place = join(directory.path, pageFile(path));
    const writtenAt = writtenAtOf(place);
    const isDue = writtenAt === undefined || now - writtenAt > MOST_AGE_SECONDS || changedAt + LATE_SECONDS > writtenAt;
    const found = isDue ? findPage(`/${path}`) : undefined;
    if (!found) continue;
    const frame = pageFileFrame(settings, now, { path, isThere: (to) => known.has(to) });
    const query = new URLSearchParams();
    const page = await found.page.load({ database, settings, frame, query, names: found.names }, "html");
    if (!page) continue;
    mkdirSync(dirname(place), { recursive: true, mode: directory.mode | PASSABLE });
    await writeFileAtomically(place, page.render(), { mode: directory.mode, uid });
    written += 1;
  }
  const places = new Set([...known].map(pageFile));
  for (const place of pagesIn(directory.path)) if (!places.has(place)) removeFile(join(directory.path, place), uid);
  return written;
}

/** When a file was written; undefined: there is none. */
function writtenAtOf(path: string): UnixSeconds | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found && Math.floor(found.mtimeMs / 1000);
}

/** The pages that lie there, by their places in the directory. */
function pagesIn(directory: string): readonly string[] {
  const found = readdirSync(directory, { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile() && entry.name.endsWith(".html"))
    .map(({ parentPath, name }) => relative(directory, join(parentPath, name)));
}
