import { Buffer } from "node:buffer";
import { AppError } from "../errors.ts";
import type { UnixSeconds } from "../model.ts";
import { pageFileFrame } from "../output/frame.ts";
import { findPage, PAGES } from "../output/pages.ts";
import type { ReportSettings } from "../output/report-settings.ts";
import { contentHashOf } from "../source/content-hash.ts";
import { forgottenMark } from "../store/forgotten.ts";
import type { Database } from "../store/open.ts";
import { openPages, type PagesDirectory } from "./pages-directory.ts";

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

/**
 * Writes every page that stands by itself, linked with each other, each file replaced as a whole; those of which
 * nothing changed since they were written stay, those of what is no longer there go. All are written anew when they
 * are to show something else, or somebody was forgotten. Gives how many were written.
 */
export async function writePages(database: Database, options: WritePagesOptions): Promise<number> {
  try {
    return await write(database, options);
  } catch (cause) {
    if (!(cause instanceof Error) || !("syscall" in cause)) throw cause;
    const message = `Cannot write pages into ${options.directory.path}: ${cause.message}; make room for the directory, or set web_file_path`;
    throw new AppError("output", message, { cause });
  }
}

async function write(database: Database, { directory, settings, now, uid }: WritePagesOptions): Promise<number> {
  const files = (await Promise.all(PAGES.map((page) => page.files(database, settings, now)))).flat();
  const known = new Set(files.map(({ path }) => path));
  const edition = await editionOf(settings, await forgottenMark(database));
  const pages = openPages(directory, uid);
  const isNew = pages.edition !== edition;
  if (isNew) await pages.mark(undefined);
  let written = 0;
  for (const { path, changedAt } of files) {
    const writtenAt = isNew ? undefined : pages.writtenAt(path);
    const isDue = writtenAt === undefined || now - writtenAt > MOST_AGE_SECONDS || changedAt + LATE_SECONDS > writtenAt;
    const found = isDue ? findPage(`/${path}`) : undefined;
    if (!found) continue;
    const frame = pageFileFrame(settings, now, { path, isThere: (to) => known.has(to) });
    const query = new URLSearchParams();
    const page = await found.page.load({ database, settings, frame, query, names: found.names }, "html");
    if (!page) {
      // The nameless account has none; it may have been a user's.
      known.delete(path);
      continue;
    }
    await pages.write(path, page.render());
    written += 1;
  }
  pages.keepOnly(known);
  if (isNew) await pages.mark(edition);
  return written;
}

/** The same text as long as pages of the same figures are to show the same. */
async function editionOf(settings: ReportSettings, forgotten: string): Promise<string> {
  const { calendar, people = new Map(), speeds: _, troubles: __, ...shown } = settings;
  // When the month of 1970 begins tells on which days all do.
  const months = [calendar.timeZone, calendar.bucket("month", 0).start];
  const all = [months, [...people], shown, forgotten];
  const text = JSON.stringify(all, (_, value) => (typeof value === "bigint" ? String(value) : value));
  return await contentHashOf(Buffer.from(text));
}
