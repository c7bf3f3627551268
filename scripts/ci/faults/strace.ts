import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Ended, start } from "../../../test/support/process.ts";

/** What happens to one call: it fails, or the process is killed when it is made. */
export type Fault = "EIO" | "ENOSPC" | "EMFILE" | "KILL";

/** The one call of a process that goes wrong. */
export interface Point {
  readonly call: string;
  readonly fault: Fault;
  /** Which call of its kind, from 1. */
  readonly number: number;
}

/** How a process ended at which a call may have gone wrong. */
export interface Disturbed extends Ended {
  /** Whether it made so many calls. */
  readonly isHit: boolean;
}

/** strace as it lets one call on the files at `paths` go wrong. */
function straceOf(
  { call, fault, number }: Point,
  paths: readonly string[],
  log: string,
): readonly [string, ...string[]] {
  const what = fault === "KILL" ? "signal=KILL" : `error=${fault}`;
  const files = paths.flatMap((path) => ["-P", path]);
  return [
    "/usr/bin/strace",
    "-f",
    "-qq",
    "-o",
    log,
    ...files,
    "-e",
    `trace=${call}`,
    "-e",
    `inject=${call}:${what}:when=${number}`,
  ];
}

/** Runs a command to its end with one call gone wrong, on one of the files at `paths`. */
export async function disturb(command: readonly string[], paths: readonly string[], point: Point): Promise<Disturbed> {
  const folder = mkdtempSync(join(tmpdir(), "ovpnstats-strace-"));
  const log = join(folder, "log");
  try {
    // Quicker; but a signal that is injected at a stop of seccomp's never arrives.
    const [strace, ...flags] = straceOf(point, paths, log);
    const quick = point.fault === "KILL" ? [] : ["--seccomp-bpf"];
    const ended = await start([strace, ...quick, ...flags, ...command]).ended;
    const isHit =
      point.fault === "KILL" ? ended.signal === "SIGKILL" : readFileSync(log, "utf8").includes("(INJECTED)");
    return { ...ended, isHit };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** strace beside a process that runs already. */
export interface Attached {
  /** Lets the process go, and tells whether a call went wrong. */
  detach(): Promise<boolean>;
}

/** Lets a call of a running process go wrong, counted from now on. */
export async function attach(pid: number, paths: readonly string[], point: Point): Promise<Attached> {
  const folder = mkdtempSync(join(tmpdir(), "ovpnstats-strace-"));
  const log = join(folder, "log");
  const { child, ended } = start([...straceOf(point, paths, log), "-p", String(pid)]);
  while (child.exitCode === null && !isTraced(pid)) await Bun.sleep(10);
  return {
    async detach() {
      child.kill("SIGINT");
      await ended;
      const isHit = readFileSync(log, "utf8").includes("(INJECTED)");
      rmSync(folder, { recursive: true });
      return isHit;
    },
  };
}

/** Whether all threads of a process have a tracer. */
function isTraced(pid: number): boolean {
  const threads = readdirSync(`/proc/${pid}/task`);
  return threads.every(
    (thread) => !/^TracerPid:\t0$/m.test(readFileSync(`/proc/${pid}/task/${thread}/status`, "utf8")),
  );
}

/** The files of the database in a directory. */
export function pathsOf(books: string): readonly string[] {
  return [books, ...["connection.db", "connection.db-journal", "openvpn.lock"].map((name) => join(books, name))];
}
