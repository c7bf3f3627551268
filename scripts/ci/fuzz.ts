/**
 * Gives whatever reads what others wrote as many odd inputs as time allows: `bun scripts/ci/fuzz.ts [--minutes N] [--seed N]
 * [--only NAME] [--keep]`. Nothing but the errors that are meant for it may be thrown, and no input of up to 64 KiB may
 * take longer than 50 ms. Inputs that lead to something new are mutated further; one that fails is kept in
 * test/fixtures/fuzz, where the tests try it ever after. --keep keeps what is new and small, too.
 */
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { KEPT, keptInputs, problemOf } from "../../test/support/fuzz.ts";
import { FUZZ_TARGETS, type FuzzTarget, MOST_BYTES } from "../../test/support/fuzz-targets.ts";
import { createDice, mutate } from "./fuzz/mutate.ts";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "1" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
    only: { type: "string", default: "" },
    keep: { type: "boolean", default: false },
  },
});
const SEED = Number(values.seed);

/** More failures of one reader would be the same one again. */
const MOST_FAILURES = 5;

/** Larger inputs are not kept: they say the same as small ones. */
const MOST_KEPT_BYTES = 1500;

/** Of one reader at a time, so that the corpus stays small. */
const MOST_KEPT = 25;

/** As many inputs are mutated at a time; beyond that, new ones take old ones' place. */
const MOST_POOL = 2000;

const targets = FUZZ_TARGETS.filter(({ name }) => name.includes(values.only));
const millisecondsEach = (Number(values.minutes) * 60_000) / targets.length;
console.log(`seed ${SEED}`);
let [passed, failed] = [0, 0];
for (const target of targets) await fuzz(target);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

async function fuzz(target: FuzzTarget): Promise<void> {
  const dice = createDice(SEED);
  const pool = [...target.seeds(), ...keptInputs(target).map(([, input]) => input)];
  const seen = new Set<string>();
  const until = performance.now() + millisecondsEach;
  let [inputs, kept, failures, slowest] = [0, 0, 0, 0];
  const meet = async (input: string, isNew: boolean) => {
    inputs++;
    const { problem, outcome, milliseconds } = await problemOf(target, input);
    slowest = Math.max(slowest, milliseconds);
    if (problem !== undefined) {
      failures++;
      console.log(`${target.name}: ${problem}\n  kept as ${keep(target, input, "failed")}`);
    } else if (isNew && !seen.has(outcome)) {
      pool[pool.length < MOST_POOL ? pool.length : dice.roll(MOST_POOL)] = input;
      if (values.keep && input.length <= MOST_KEPT_BYTES && kept++ < MOST_KEPT) keep(target, input, "kept");
    }
    seen.add(outcome);
  };
  for (const input of [...pool]) await meet(input, false);
  while (performance.now() < until && failures < MOST_FAILURES)
    await meet(mutate(dice, { pool, words: target.words, mostBytes: MOST_BYTES }), true);
  if (failures === 0) passed++;
  else failed++;
  console.log(
    `${target.name}: ${inputs} inputs, ${seen.size} outcomes, ${failures} wrong, the slowest took ${slowest.toFixed(1)} ms`,
  );
}

/** Writes an input to the corpus, and tells where. */
function keep({ name }: FuzzTarget, input: string, why: string): string {
  const bytes = Buffer.from(input, "latin1");
  const folder = join(KEPT, name);
  const path = join(folder, `${why}-${createHash("sha256").update(bytes).digest("hex").slice(0, 12)}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, bytes);
  return path;
}
