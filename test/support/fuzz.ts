import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { FuzzTarget } from "./fuzz-targets.ts";
import { quickest } from "./quickest.ts";

/** The corpus: inputs that once failed, or led to something of their own. */
export const KEPT = join(import.meta.dir, "../fixtures/fuzz");

/** The inputs that are kept for a target, by the names of their files. */
export function keptInputs({ name }: FuzzTarget): readonly (readonly [file: string, input: string])[] {
  const folder = join(KEPT, name);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((file) => [file, readFileSync(join(folder, file), "latin1")]);
}

/** No input may take longer. */
const MOST_MILLISECONDS = 50;

export interface Fuzzed {
  readonly outcome: string;
  /** Why this must not be. */
  readonly problem: string | undefined;
  readonly milliseconds: number;
}

/** Gives a target an input. */
export async function problemOf(target: FuzzTarget, input: string): Promise<Fuzzed> {
  let milliseconds = 0;
  let outcome = "";
  try {
    milliseconds = await quickest(MOST_MILLISECONDS, async () => {
      outcome = await target.run(input);
    });
  } catch (error) {
    return { outcome, problem: error instanceof Error ? String(error.stack) : String(error), milliseconds: 0 };
  }
  const isSlow = milliseconds > MOST_MILLISECONDS;
  return { outcome, problem: isSlow ? `it took ${milliseconds.toFixed(0)} ms` : undefined, milliseconds };
}
