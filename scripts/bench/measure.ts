import { spawnSync } from "node:child_process";

/** The middle value, the lower of two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

/** Where benchmarks put their databases: on a real disk, so not in /tmp, which may be memory. */
export function scratchPlace(): string {
  return process.env.OVPNSTATS_BENCH_DIR ?? "/var/tmp";
}

/** Whole runs of programs, one after the other in turn: the median of each one's wall time in ms. */
export async function race<Name extends string>(
  programs: Readonly<Record<Name, readonly string[]>>,
  rounds: number,
): Promise<Record<Name, number>> {
  const names = Object.keys(programs) as Name[];
  const took = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = -3; round < rounds; round++) {
    for (const name of names) {
      const started = performance.now();
      const child = Bun.spawn([...programs[name]], { stdout: "ignore", stderr: "inherit" });
      if ((await child.exited) !== 0) throw new Error(`${name} failed: ${programs[name].join(" ")}`);
      if (round >= 0) took.get(name)?.push(performance.now() - started);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(took.get(name) ?? [])])) as Record<Name, number>;
}

/**
 * A program's largest resident set in MiB. Measured by a small parent: a child inherits the peak of whoever starts
 * it, up to the exec.
 */
export function peakMemory(program: readonly string[]): number {
  const script =
    "import resource, subprocess, sys; subprocess.check_call(sys.argv[1:]); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)";
  const { status, stdout, stderr } = spawnSync("python3", ["-c", script, ...program], { encoding: "utf8" });
  if (status !== 0) throw new Error(`${program.join(" ")} failed: ${stderr}`);
  return Number(stdout.trim().split("\n").at(-1)) / 1024;
}

/** What a script of this folder prints, as JSON. */
export function figuresOf<T>(script: string, ...args: string[]): T {
  const { status, stdout, stderr } = spawnSync("bun", [`${import.meta.dir}/${script}`, ...args], { encoding: "utf8" });
  if (status !== 0) throw new Error(`${script} failed: ${stderr}`);
  return JSON.parse(stdout);
}

/** The stand-in's medians at a number of clients, in ms. */
export function standIn(clients: number, ...flags: string[]): { poll: number; report: number } {
  const { stdout, stderr } = spawnSync("python3", [`${import.meta.dir}/seed_standin.py`, String(clients), ...flags], {
    encoding: "utf8",
    env: { ...process.env, TMPDIR: scratchPlace() },
  });
  const found = /poll ([\d.]+) ms, report ([\d.]+) ms/.exec(stdout);
  if (!found) throw new Error(`the stand-in failed: ${stderr}`);
  return { poll: Number(found[1]), report: Number(found[2]) };
}
