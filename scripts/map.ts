/** Writes the map of the world and the countries' middles from Natural Earth's data; --check: says whether they are old. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { countries } from "./map/countries.ts";
import { borderPath, landPath } from "./map/land.ts";

const ROOT = join(import.meta.dir, "..");
const ORIGIN =
  "Written by scripts/map.ts from Natural Earth's data, which are in the public domain (npm: world-atlas).";

/** What each file must hold, by its path. */
export function mapFiles(): Readonly<Record<string, string>> {
  const rows = countries().map(
    ({ code, name, latitude, longitude }) => `  ["${code}", ${JSON.stringify(name)}, ${latitude}, ${longitude}],`,
  );
  return {
    "views/parts/world.ts": [
      `// ${ORIGIN}`,
      "",
      "/** The path of all land, in the units of src/report/projection.ts. */",
      `export const LAND =\n  "${landPath()}";`,
      "",
      "/** The path of the borders between countries. */",
      `export const BORDERS =\n  "${borderPath()}";`,
      "",
    ].join("\n"),
    "src/report/countries.ts": [
      `// ${ORIGIN}`,
      "",
      "/** Code of ISO 3166, name as locations are kept under, and about the middle: degrees north and east. */",
      "export const COUNTRIES: readonly (readonly [code: string, name: string, latitude: number, longitude: number])[] = [",
      ...rows,
      "];",
      "",
    ].join("\n"),
  };
}

if (import.meta.main) {
  for (const [path, text] of Object.entries(mapFiles())) {
    const file = join(ROOT, path);
    if (!process.argv.includes("--check")) writeFileSync(file, text);
    else if (!existsSync(file) || readFileSync(file, "utf8") !== text) {
      console.error(`${path} is old: run bun scripts/map.ts`);
      process.exitCode = 1;
    }
  }
}
