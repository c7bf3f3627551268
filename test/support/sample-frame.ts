import type { UnixSeconds } from "../../src/model.ts";
import type { Frame } from "../../src/report/frame.ts";
import { noLinks, webLinks } from "../../src/report/links.ts";
import { localeOf } from "../../src/report/locale.ts";

/** Wed 15 Oct 2025, 14:32:08 in Vienna. */
export const WRITTEN_AT: UnixSeconds = 1_760_531_528;

/** The frame of a page in English that stands alone, changed as told. */
export function sampleFrame(changes: Partial<Frame> = {}): Frame {
  const { timeZone = "Europe/Vienna" } = changes;
  return {
    version: "0.1.0",
    demonstration: false,
    writtenAt: WRITTEN_AT,
    timeZone,
    troubles: [],
    credits: [],
    privateNames: false,
    kind: "file",
    path: "",
    locale: localeOf({ language: "en", units: "si", timeZone }, timeZone),
    link: noLinks,
    chosen: [],
    kept: [],
    ...changes,
  };
}

/** What makes a frame that of a page the web server answers with. */
export function asServed(path = ""): Pick<Frame, "kind" | "path" | "link"> {
  return { kind: "web", path, link: webLinks(path, []) };
}
