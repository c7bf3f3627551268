/**
 * Everything that CI checks; each step closes with its own count, and all of them with one line, `N passed, N failed`.
 * A step that prints no count counts as one.
 */
import { spawn } from "node:child_process";

interface Step {
  readonly name: string;
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

const bun = (script: string, ...args: string[]) => ["bun", script, ...args];

/** Steps that run one after the other. */
type Lane = readonly Step[];

/**
 * Stages, one after the other; the lanes of one run side by side, where each keeps one processor busy or waits for the
 * clock. What measures time, or runs two trials at once itself, runs alone.
 */
const STAGES: readonly (readonly Lane[])[] = [
  [
    [{ name: "npm test", command: ["npm", "test"] }],
    [
      ...["Asia/Kolkata", "America/St_Johns"].map((TZ) => ({
        name: `tests of time in ${TZ}`,
        command: ["bun", "test", "--timeout", "30000", "test/account", "test/report", "test/parse", "test/output"],
        environment: { TZ },
      })),
      { name: "deno check", command: ["bunx", "deno", "check", "src", "views"] },
      { name: "commit subjects", command: bun("scripts/check-commits.ts") },
      { name: "fault numbers in test titles", command: bun("scripts/ci/fault-titles.ts") },
      { name: "expected books", command: ["python3", "scripts/expected-books.py", "--check"] },
    ],
  ],
  [
    [
      { name: "build", command: ["npm", "run", "build"] },
      { name: "executable alone", command: bun("scripts/ci/executable.ts") },
      { name: "executable under systemd", command: bun("scripts/ci/systemd.ts") },
    ],
  ],
  [[{ name: "browser", command: bun("scripts/ci/browser.ts") }]],
  [
    [{ name: "real OpenVPN", command: bun("scripts/ci/openvpn.ts") }],
    [
      { name: "store on sqld", command: bun("scripts/ci/sqld.ts") },
      { name: "several servers, one database", command: bun("scripts/ci/remote.ts", "--program", "dist/ovpnstats") },
      { name: "100,000 reads amid writings", command: bun("scripts/ci/torn-writer.ts") },
    ],
  ],
  [
    [{ name: "deliberate faults", command: bun("scripts/ci/mutants.ts") }],
    [{ name: "executable and Deno on the captures", command: bun("scripts/ci/runtimes.ts") }],
  ],
  [
    [
      {
        name: "kill trials",
        command: bun("scripts/ci/kill-trials.ts", "--trials", "500", "--program", "dist/ovpnstats"),
      },
      { name: "a fault at every call", command: bun("scripts/ci/syscalls.ts", "--program", "dist/ovpnstats") },
    ],
  ],
  [
    [{ name: "a minute of fuzzing", command: bun("scripts/ci/fuzz.ts", "--minutes", "1") }],
    [{ name: "a minute of the demonstration", command: bun("scripts/ci/soak.ts", "--minutes", "1") }],
  ],
  [[{ name: "trials of the daemon", command: bun("scripts/ci/daemon.ts") }]],
];

let passed = 0;
let failed = 0;
for (const lanes of STAGES) await Promise.all(lanes.map((lane) => walk(lane, lanes.length === 1)));
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

async function walk(lane: Lane, isAlone: boolean): Promise<void> {
  for (const step of lane) {
    const started = performance.now();
    const title = `\n=== ${step.name}`;
    if (isAlone) console.log(title);
    const { status, output } = await run(step, isAlone);
    if (!isAlone) console.log(`${title}\n${output.trimEnd()}`);
    const counts = countsOf(output);
    const lost = status === 0 ? counts.failed : Math.max(1, counts.failed);
    passed += counts.passed || (lost === 0 ? 1 : 0);
    failed += lost;
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    console.log(`--- ${step.name}: ${lost === 0 ? "ok" : `FAILED, exit status ${status}`}, ${seconds} s`);
  }
}

/** Runs a step, in view of the reader where it is the only one, and keeps what it says. */
function run({ command, environment }: Step, inView: boolean): Promise<{ status: number; output: string }> {
  const [program = "", ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(program, args, { env: { ...process.env, ...environment }, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        if (inView) process.stdout.write(chunk);
        output += chunk;
      });
    }
    child.on("error", (error) => resolve({ status: 127, output: String(error) }));
    child.on("close", (code) => resolve({ status: code ?? 1, output }));
  });
}

/** The last count of an output: bun test's ` N pass` and ` N fail`, or `N passed, N failed`. */
function countsOf(output: string): { passed: number; failed: number } {
  const last = (pattern: RegExp) => Number([...output.matchAll(pattern)].at(-1)?.[1] ?? 0);
  const plain = [...output.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1);
  if (plain) return { passed: Number(plain[1]), failed: Number(plain[2]) };
  return { passed: last(/^ *(\d+) pass$/gm), failed: last(/^ *(\d+) fail$/gm) };
}
