/**
 * What OpenVPN waits for at the end of each connection: `bun scripts/bench/hook.ts [RUNS [PROGRAM]]`, 1,000 runs of each, in turn.
 * Beside the script: `true`, below which no program can be; the same script with a rename by mv, which it therefore
 * does without; and the executable (PROGRAM), where one is named, as the hook.
 */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hookScript } from "../../src/output/hook-script.ts";
import { END_ENV } from "../../test/support/hooks.ts";
import { median, scratchPlace } from "./measure.ts";

const runs = Number(process.argv[2] ?? 1000);
const folder = mkdtempSync(join(scratchPlace(), "ovpnstats-hook-"));
const executable = process.argv[3];

function written(name: string, script: string): readonly string[] {
  const path = join(folder, name);
  writeFileSync(path, script);
  chmodSync(path, 0o755);
  return [path];
}

const script = hookScript(folder);
const renaming = script
  .replace('>"$file"', '>"$file.tmp"')
  .replace(/exit 0\n$/, '/bin/mv "$file.tmp" "$file"\nexit 0\n');
const programs: Readonly<Record<string, readonly string[]>> = {
  "/bin/true": ["/bin/true"],
  "the script": written("hook.sh", script),
  "the script with mv": written("mv.sh", renaming),
  ...(executable === undefined ? {} : { "ovpnstats hook": [executable, "hook", "--spool", folder] }),
};

try {
  const took = new Map(Object.keys(programs).map((name) => [name, { wall: [] as number[], cpu: [] as number[] }]));
  for (let run = -5; run < runs; run++) {
    for (const [name, command] of Object.entries(programs)) {
      const started = performance.now();
      const { exitCode, resourceUsage } = Bun.spawnSync([...command], { env: END_ENV });
      const wall = performance.now() - started;
      if (exitCode !== 0) throw new Error(`${name} ended with ${exitCode}`);
      if (run < 0) continue;
      took.get(name)?.wall.push(wall);
      took.get(name)?.cpu.push(Number(resourceUsage.cpuTime.total) / 1000);
    }
  }
  console.log(`${runs} runs each, in ms`.padEnd(24), "median     p99     CPU");
  for (const [name, { wall, cpu }] of took) {
    const p99 = [...wall].sort((a, b) => a - b)[Math.floor(runs * 0.99)] ?? Number.NaN;
    console.log(name.padEnd(22), ...[median(wall), p99, median(cpu)].map((ms) => ms.toFixed(2).padStart(7)));
  }
} finally {
  rmSync(folder, { recursive: true });
}
