import { describe, expect, test } from "bun:test";
import { keptInputs, problemOf } from "./support/fuzz.ts";
import { FUZZ_TARGETS } from "./support/fuzz-targets.ts";

/* What scripts/ci/fuzz.ts found, and kept: each input once failed, or led to something of its own. */

describe.each(FUZZ_TARGETS)("fuzz: reading $name", (target) => {
  test("throws nothing but what is meant for it, and takes no longer than 50 ms, with all inputs kept", async () => {
    const problems: unknown[] = [];
    for (const [file, input] of keptInputs(target)) {
      const { problem } = await problemOf(target, input);
      if (problem !== undefined) problems.push({ file, problem });
    }
    expect(problems).toEqual([]);
  });

  test("is seen to fail", async () => {
    const broken = () => {
      throw new TypeError("undefined is not an object");
    };
    expect((await problemOf({ ...target, run: broken }, "")).problem).toContain("undefined is not an object");
    const slow = () => {
      for (const until = performance.now() + 60; performance.now() < until; );
      return "done";
    };
    expect((await problemOf({ ...target, run: slow }, "")).problem).toMatch(/^it took \d+ ms$/);
  });
});
