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

/** Whole runs of programs, one after the other in turn: medians of their wall time in ms and of their peak RSS in MiB. */
export async function race<Name extends string>(
  programs: Readonly<Record<Name, readonly string[]>>,
  rounds: number,
): Promise<Record<Name, { milliseconds: number; mebibytes: number }>> {
  const names = Object.keys(programs) as Name[];
  const runs = new Map<Name, { took: number[]; rss: number[] }>(names.map((name) => [name, { took: [], rss: [] }]));
  for (let round = -2; round < rounds; round++) {
    for (const name of names) {
      const started = performance.now();
      const child = Bun.spawn([...programs[name]], { stdout: "ignore", stderr: "inherit" });
      if ((await child.exited) !== 0) throw new Error(`${name} failed: ${programs[name].join(" ")}`);
      if (round < 0) continue;
      runs.get(name)?.took.push(performance.now() - started);
      runs.get(name)?.rss.push((child.resourceUsage()?.maxRSS ?? 0) / 2 ** 20);
    }
  }
  const result = names.map((name) => {
    const { took = [], rss = [] } = runs.get(name) ?? {};
    return [name, { milliseconds: median(took), mebibytes: median(rss) }];
  });
  return Object.fromEntries(result);
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
