import { mkdtempSync, readFileSync, rmSync } from "node:fs";
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
function straceOf({ call, fault, number }: Point, paths: readonly string[], log: string): readonly string[] {
  const what = fault === "KILL" ? "signal=KILL" : `error=${fault}`;
  // A signal that is injected at a stop of seccomp's never arrives.
  const fast = fault === "KILL" ? [] : ["--seccomp-bpf"];
  const files = paths.flatMap((path) => ["-P", path]);
  return [
    "/usr/bin/strace",
    "-f",
    ...fast,
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
    const ended = await start([...straceOf(point, paths, log), ...command]).ended;
    const isHit =
      point.fault === "KILL" ? ended.signal === "SIGKILL" : readFileSync(log, "utf8").includes("(INJECTED)");
    return { ...ended, isHit };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
