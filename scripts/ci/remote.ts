/**
 * Several VPN servers, one database: `bun scripts/ci/remote.ts [--program "dist/ovpnstats"] [--seconds N] [--only WORDS]`. Real
 * processes and a real libSQL server, which is killed and started again at random, behind networks that lose replies.
 * Afterwards the books must be the truth to the byte for every user of every server.
 */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { FROM_SOURCES } from "../../test/support/process.ts";
import { beginningTrials } from "./remote/beginning.ts";
import { readingTrials } from "./remote/reading.ts";
import { writingTrials } from "./remote/writing.ts";

const { values } = parseArgs({
  options: {
    program: { type: "string" },
    seconds: { type: "string", default: "40" },
    only: { type: "string", default: "" },
  },
});
const program = values.program?.split(" ").map((word) => (existsSync(word) ? resolve(word) : word)) ?? FROM_SOURCES;
const seconds = Number(values.seconds);

const trials = [...writingTrials, ...readingTrials, ...beginningTrials].filter(({ title }) =>
  title.includes(values.only),
);
let [passed, failed] = [0, 0];
for (const { title, run } of trials) {
  const since = performance.now();
  try {
    const what = await run({ program, seconds });
    passed++;
    console.log(`pass  ${title} (${((performance.now() - since) / 1000).toFixed(0)} s): ${what}`);
  } catch (error) {
    failed++;
    console.log(`FAIL  ${title}\n${error instanceof Error ? error.stack : error}`);
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
