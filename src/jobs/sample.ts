import { sampleMachine } from "../health/sample.ts";
import type { Log } from "../log.ts";
import type { MachineSample, UnixSeconds } from "../model.ts";
import { addSamples, databaseSize } from "../store/machine.ts";
import type { Database } from "../store/open.ts";

export interface Sampled {
  /** A path on the disk to look at. */
  readonly disk: string;
  readonly now: UnixSeconds;
  readonly log: Log;
  /** Absent: this machine's. */
  readonly invented?: ((at: UnixSeconds) => MachineSample) | undefined;
}

/** Samples the machine and keeps the sample; what the machine does not tell is absent in it. */
export async function sample(database: Database, { disk, now, log, invented }: Sampled): Promise<void> {
  const machine = invented ? { ...invented(now), problems: [] } : await sampleMachine(disk);
  for (const problem of machine.problems) log.debug(problem);
  await addSamples(database, disk, [{ ...machine, at: now, databaseBytes: await databaseSize(database) }]);
}
