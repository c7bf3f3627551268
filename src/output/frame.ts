import type { UnixSeconds } from "../model.ts";
import type { Frame } from "../report/frame.ts";
import { fileLinks, noLinks, webLinks } from "../report/links.ts";
import { localeOf } from "../report/locale.ts";
import { chooseReader, READER_KEYS } from "../report/reader.ts";
import type { ReportSettings } from "./report-settings.ts";

/** What a reader of the web asked for. */
export interface Asked {
  /** The page's own path, without leading slash. */
  readonly path: string;
  readonly query: URLSearchParams;
}

/** The frame of a page that the web server answers with. Throws AppError "usage" for a choice that there is not. */
export function webFrame(settings: ReportSettings, now: UnixSeconds, { path, query }: Asked): Frame {
  const { reader, chosen } = chooseReader(query, settings.reader);
  return {
    ...shared(settings, now),
    kind: "web",
    path,
    locale: localeOf(reader, settings.calendar.timeZone),
    link: webLinks(path, chosen),
    chosen,
    kept: [...query].filter(([key]) => !READER_KEYS.includes(key)),
  };
}

/** The frame of a page that stands alone. */
export function fileFrame(settings: ReportSettings, now: UnixSeconds): Frame {
  return {
    ...shared(settings, now),
    kind: "file",
    path: "",
    locale: localeOf(settings.reader, settings.calendar.timeZone),
    link: noLinks,
    chosen: [],
    kept: [],
  };
}

/** Where a page is written, and what else is. */
interface PageFile {
  readonly path: string;
  readonly isThere: (path: string) => boolean;
}

/** The frame of one of a directory of pages. */
export function pageFileFrame(settings: ReportSettings, now: UnixSeconds, { path, isThere }: PageFile): Frame {
  return { ...fileFrame(settings, now), path, link: fileLinks(path, isThere) };
}

function shared(settings: ReportSettings, now: UnixSeconds) {
  return {
    version: settings.version,
    demonstration: settings.demonstration ?? false,
    writtenAt: now,
    timeZone: settings.calendar.timeZone,
    troubles: settings.troubles ?? [],
    credits: settings.credits ?? [],
    privateNames: !settings.fullNames,
  };
}
