/** `npm test`: types, lint and format, generated texts, then the tests; arguments go to `bun test`. */
import { spawnSync } from "node:child_process";

/** A test that hangs is to end; one that a busy machine makes wait is none. */
const TIMEOUT = ["--timeout", "30000"] as const;

const STEPS = [
  ["types", "bunx", "tsc", "--noEmit", "-p", "."],
  ["lint and format", "bunx", "biome", "ci", "--error-on-warnings", "."],
  ["the README's configuration tables", "bun", "scripts/config-docs.ts", "--check"],
  ["tests", "bun", "test", ...TIMEOUT, ...process.argv.slice(2)],
] as const;

for (const [what, program, ...args] of STEPS) {
  const { status, error } = spawnSync(program, args, { stdio: "inherit" });
  if (error) throw error;
  if (status === 0) continue;
  console.error(`npm test: ${what} failed`);
  process.exit(status ?? 1);
}
