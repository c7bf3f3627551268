/**
 * Opens the pages in a browser: `bun scripts/ci/browser.ts [--out DIR] [--program FILE]`. Needs Chromium (Debian's, or
 * the one that CHROMIUM names) and the executable, which is built where there is none. Pictures go to DIR, or dist/browser.
 */
import { existsSync, mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { build, EXECUTABLE } from "../build.ts";
import { launchChromium } from "./browser/chromium.ts";
import { tourDemonstration } from "./browser/demonstration.ts";
import { provokeFaults } from "./browser/faults.ts";
import { tourHostileNames } from "./browser/hostile-names.ts";
import { tourLive } from "./browser/live.ts";
import { tourManyUsers } from "./browser/many-users.ts";
import { serve } from "./browser/program.ts";
import { createTally } from "./browser/tally.ts";
import { tourWrittenFile } from "./browser/written-file.ts";

const { values } = parseArgs({
  options: {
    out: { type: "string", default: join(dirname(EXECUTABLE), "browser") },
    program: { type: "string", default: EXECUTABLE },
  },
});
const [out, program] = [resolve(values.out), resolve(values.program)];
mkdirSync(out, { recursive: true });
if (!existsSync(program)) await build(undefined, program);

const tally = createTally();
await tourEverything().catch((error) => tally.trial("the whole suite runs", () => Promise.reject(error)));
console.log(`${tally.passed()} passed, ${tally.failed()} failed`);
process.exitCode = tally.failed() === 0 && tally.passed() > 0 ? 0 : 1;

async function tourEverything(): Promise<void> {
  const browser = await launchChromium();
  const tools = { browser, tally, program, out };
  try {
    await withDemonstration(async (url) => {
      await tourDemonstration(tools, url);
      await provokeFaults(tools, url);
    });
    await tourLive(tools);
    await tourWrittenFile(tools);
    for (const users of [1000, 10_000]) await tourManyUsers(tools, users);
    await tourHostileNames(tools);
  } finally {
    await browser.close();
  }
}

async function withDemonstration(use: (url: string) => Promise<void>): Promise<void> {
  const { url, stop } = await serve(program, ["--demo"]);
  try {
    await use(url);
  } finally {
    await stop();
  }
}
