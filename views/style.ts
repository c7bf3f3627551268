import archive from "./style/archive.css" with { type: "text" };
import base from "./style/base.css" with { type: "text" };
import log from "./style/log.css" with { type: "text" };
import machine from "./style/machine.css" with { type: "text" };
import overview from "./style/overview.css" with { type: "text" };
import periods from "./style/periods.css" with { type: "text" };
import places from "./style/places.css" with { type: "text" };
import user from "./style/user.css" with { type: "text" };

/** The stylesheets: the base of all pages, and what single pages have of their own. */
export const STYLE_SHEETS = { archive, base, overview, user, log, periods, places, machine } as const;

export type StyleSheet = keyof typeof STYLE_SHEETS;

/** A stylesheet as it stands in a page, its indentation and line ends left out. */
export function styleOf(sheet: StyleSheet): string {
  const style = known.get(sheet) ?? STYLE_SHEETS[sheet].replace(/\s*\n\s*/g, "");
  known.set(sheet, style);
  return style;
}

const known = new Map<StyleSheet, string>();
