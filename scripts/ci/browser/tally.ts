/** Counts what passed and what failed, and says it as it happens. */
export interface Tally {
  /** Runs one trial; the problems that it answers, or its error, fail it. */
  readonly trial: (title: string, run: () => Promise<readonly string[]>) => Promise<void>;
  readonly passed: () => number;
  readonly failed: () => number;
}

export function createTally(): Tally {
  let passed = 0;
  let failed = 0;
  return {
    async trial(title, run) {
      const started = performance.now();
      const problems = await run().catch((error: unknown) => [error instanceof Error ? error.message : String(error)]);
      console.log(
        `${problems.length === 0 ? "pass" : "FAIL"}  ${title} (${((performance.now() - started) / 1000).toFixed(1)} s)`,
      );
      for (const problem of problems) console.log(problem.replaceAll(/^/gm, "      "));
      if (problems.length === 0) passed++;
      else failed++;
    },
    passed: () => passed,
    failed: () => failed,
  };
}
