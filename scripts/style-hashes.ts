/** Writes views/style-hashes.ts, which a test compares with the stylesheets: `bun scripts/style-hashes.ts`. */
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { STYLE_SHEETS, type StyleSheet, styleOf } from "../views/style.ts";

/** The file as it should be. */
export function styleHashes(): string {
  const sheets = Object.keys(STYLE_SHEETS) as StyleSheet[];
  const lines = sheets.map((sheet) => {
    const hash = createHash("sha256").update(styleOf(sheet)).digest("base64");
    return `  "${hash}", // ${sheet}`;
  });
  return `/**
 * SHA-256 of each stylesheet as it stands in a page, for the policy. Written down, for taking them at every start costs
 * more than a page: scripts/style-hashes.ts writes this file.
 */
export const STYLE_HASHES: readonly string[] = [
${lines.join("\n")}
];
`;
}

if (import.meta.main) writeFileSync(join(import.meta.dir, "../views/style-hashes.ts"), styleHashes());
