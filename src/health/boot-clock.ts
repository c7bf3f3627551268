import { readFileSync } from "node:fs";

/** Time as the machine counts it since it was started, which nobody can set. */
export interface BootClock {
  readonly uptime: number | undefined;
  readonly bootId: string | undefined;
}

/** Reads the boot clock; both parts undefined where the system has no proc file system. */
export function readBootClock(proc = "/proc"): BootClock {
  const [, seconds] = /^(\d+(?:\.\d+)?)\s/.exec(told(`${proc}/uptime`) ?? "") ?? [];
  return {
    uptime: seconds === undefined ? undefined : Number(seconds),
    bootId: told(`${proc}/sys/kernel/random/boot_id`)?.trim(),
  };
}

function told(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
