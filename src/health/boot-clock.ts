import { readFile } from "node:fs/promises";

/** Time as the machine counts it since it was started, which nobody can set. */
export interface BootClock {
  readonly uptime: number | undefined;
  readonly bootId: string | undefined;
}

/** Reads the boot clock; both parts undefined where the system has no proc file system. */
export async function readBootClock(proc = "/proc"): Promise<BootClock> {
  const [uptime, bootId] = await Promise.all([
    readFile(`${proc}/uptime`, "utf8").catch(() => undefined),
    readFile(`${proc}/sys/kernel/random/boot_id`, "utf8").catch(() => undefined),
  ]);
  const [, seconds] = /^(\d+(?:\.\d+)?)\s/.exec(uptime ?? "") ?? [];
  return { uptime: seconds === undefined ? undefined : Number(seconds), bootId: bootId?.trim() };
}
