/**
 * Tries `ovpnstats serve` as an operator meets it: `bun scripts/ci/daemon.ts [--program "dist/ovpnstats"] [--only
 * WORDS]`. Real processes, signals and files; what needs root is left out without it, and said so.
 */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { killTrials } from "./daemon/kills.ts";
import { lockTrials } from "./daemon/lock.ts";
import { newsTrials } from "./daemon/news.ts";
import { plugTrials } from "./daemon/plugs.ts";
import { signalTrials } from "./daemon/signals.ts";
import { startTrials } from "./daemon/start.ts";
import type { Trial } from "./daemon/trial.ts";

const { values } = parseArgs({
  options: { program: { type: "string", default: "dist/ovpnstats" }, only: { type: "string", default: "" } },
});

/** Most of a trial is waiting. */
const AT_ONCE = 4;

const TRIALS: readonly Trial[] = [
  ...killTrials,
  ...lockTrials,
  ...newsTrials,
  ...startTrials,
  ...signalTrials,
  ...plugTrials,
];

const scratch = mkdtempSync(join(tmpdir(), "ovpnstats-executable-"));
const program = values.program.split(" ").map(outsideTheCheckout);
const isRoot = process.getuid?.() === 0;
const queue = TRIALS.filter(({ title }) => title.includes(values.only)).filter((trial) => isRoot || !trial.asRoot);
const skipped = TRIALS.filter((trial) => trial.asRoot && !isRoot).length;
let [passed, failed] = [0, 0];

await Promise.all(Array.from({ length: AT_ONCE }, work));
rmSync(scratch, { recursive: true });
if (skipped > 0) console.log(`${skipped} trials need root and were left out`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

/** An executable runs alone, where nothing of ours lies about; words that are no file, or sources, stay. */
function outsideTheCheckout(word: string): string {
  if (!existsSync(word) || word.endsWith(".ts")) return word;
  const copy = join(scratch, "ovpnstats");
  copyFileSync(word, copy);
  return copy;
}

async function work(): Promise<void> {
  for (let trial = queue.shift(); trial; trial = queue.shift()) {
    const since = performance.now();
    const problem = await problemOf(trial);
    const seconds = ((performance.now() - since) / 1000).toFixed(1);
    console.log(`${problem === undefined ? "pass" : "FAIL"}  ${trial.title} (${seconds} s)`);
    if (problem === undefined) passed++;
    else failed++;
    if (problem !== undefined) console.log(problem.replaceAll(/^/gm, "      "));
  }
}

async function problemOf(trial: Trial): Promise<string | undefined> {
  try {
    await trial.run(program);
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}
