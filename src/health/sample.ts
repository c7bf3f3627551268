import { readdirSync, readFileSync, type StatsFs, statfs } from "node:fs";
import { platform } from "node:process";
import type { MachineSample } from "../model.ts";

/** A sample, and why figures of it are missing: one sentence each. */
export interface Sampling extends MachineSample {
  readonly problems: readonly string[];
}

export interface SampleOptions {
  /** Where the proc file system is mounted; elsewhere than on Linux there is none. */
  readonly proc?: string | undefined;
}

/** Samples the machine; `disk` is a path on the file system to look at. Starts no other program on Linux. */
export async function sampleMachine(disk: string, options: SampleOptions = {}): Promise<Sampling> {
  const { proc = platform === "linux" ? "/proc" : undefined } = options;
  const problems: string[] = [];
  const [diskPercent, rest] = await Promise.all([
    attempt(problems, `disk usage of ${disk}`, diskUse(disk)),
    proc === undefined ? sampleElsewhere(problems) : sampleProc(problems, proc),
  ]);
  return { diskPercent, ...rest, problems };
}

type Rest = Omit<MachineSample, "diskPercent">;

/** The kernel answers at once, without a disk: waiting in another thread would take longer than reading. */
async function sampleProc(problems: string[], proc: string): Promise<Rest> {
  const read = async (name: string) => readFileSync(`${proc}/${name}`, "utf8");
  const [memoryPercent, load = [], processes] = await Promise.all([
    attempt(problems, "memory usage", read("meminfo").then(memoryUse)),
    attempt(problems, "load average", read("loadavg").then(loads)),
    attempt(problems, "number of processes", (async () => countProcesses(readdirSync(proc)))()),
  ]);
  return { memoryPercent, load1: load[0], load5: load[1], load15: load[2], processes };
}

/** Where there is no /proc: systeminformation, which may start the system's own tools there. */
async function sampleElsewhere(problems: string[]): Promise<Rest> {
  const [{ loadavg }, { mem, processes }] = await Promise.all([import("node:os"), import("systeminformation")]);
  const [memoryPercent, count] = await Promise.all([
    attempt(
      problems,
      "memory usage",
      mem().then(({ total, available }) => percent(total - available, total)),
    ),
    attempt(
      problems,
      "number of processes",
      processes().then(({ all }) => (all > 0 ? all : undefined)),
    ),
  ]);
  // Windows knows no load; libuv says 0 three times there.
  const load = platform === "win32" ? [] : loadavg();
  return { memoryPercent, load1: load[0], load5: load[1], load15: load[2], processes: count };
}

async function diskUse(disk: string): Promise<number | undefined> {
  const { blocks, bfree, bavail } = await statsOf(disk);
  const used = blocks - bfree;
  // Neither counts what is reserved for root, so that a disk that is full for everybody else says 100.
  return percent(used, used + bavail);
}

/** In another thread: a network's disk may not answer. */
function statsOf(disk: string): Promise<StatsFs> {
  return new Promise((told, failed) => statfs(disk, (error, stats) => (error ? failed(error) : told(stats))));
}

function memoryUse(meminfo: string): number | undefined {
  const kilobytes = (name: string) => {
    const [, digits] = new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(meminfo) ?? [];
    return digits === undefined ? undefined : Number(digits);
  };
  const [total, free] = [kilobytes("MemTotal"), kilobytes("MemAvailable")];
  return total === undefined || free === undefined ? undefined : percent(total - free, total);
}

function loads(loadavg: string): readonly number[] | undefined {
  const [, ...numbers] = /^(\d+\.\d+) (\d+\.\d+) (\d+\.\d+) /.exec(loadavg) ?? [];
  return numbers.length === 0 ? undefined : numbers.map(Number);
}

/** Undefined where process 1 is not to be seen: others are hidden too then (mount option hidepid=2). */
function countProcesses(names: readonly string[]): number | undefined {
  return names.includes("1") ? names.filter((name) => /^\d+$/.test(name)).length : undefined;
}

function percent(part: number, whole: number): number | undefined {
  return whole > 0 ? (part / whole) * 100 : undefined;
}

/** The figure, or undefined and a problem where the machine does not give it. */
async function attempt<Figure>(
  problems: string[],
  name: string,
  figure: Promise<Figure | undefined>,
): Promise<Figure | undefined> {
  try {
    const had = await figure;
    if (had === undefined) problems.push(`Cannot tell the ${name}: the system does not show it`);
    return had;
  } catch (cause) {
    problems.push(`Cannot tell the ${name}: ${cause instanceof Error ? cause.message : cause}`);
    return undefined;
  }
}
