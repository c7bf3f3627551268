/** Writes views/hashes.ts, which a test compares with stylesheets and script: `bun scripts/hashes.ts`. */
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { liveScript } from "../views/script.ts";
import { STYLE_SHEETS, type StyleSheet, styleOf } from "../views/style.ts";

function hash(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}

/** The file as it should be. */
export function hashes(): string {
  const sheets = Object.keys(STYLE_SHEETS) as StyleSheet[];
  const lines = sheets.map((sheet) => `  "${hash(styleOf(sheet))}", // ${sheet}`);
  return `/*
 * SHA-256 of what stands in pages, for their policy. Written down, for taking it at every start costs more than a page:
 * scripts/hashes.ts writes this file.
 */

/** Of each stylesheet. */
export const STYLE_HASHES: readonly string[] = [
${lines.join("\n")}
];

/** Of the script that keeps a page fresh. */
export const SCRIPT_HASH = "${hash(liveScript)}";
`;
}

if (import.meta.main) writeFileSync(join(import.meta.dir, "../views/hashes.ts"), hashes());
