import type { MachineSample, UnixSeconds } from "../model.ts";
import type { Database } from "./open.ts";
import { patiently } from "./patience.ts";

const ADD_SAMPLE = `
  INSERT INTO system_resources (
    table_updated, disk, disk_percentage, memory, load_average_1, load_average_5, load_average_15, proc_no)
  VALUES (datetime(?1, 'unixepoch'), ?2, ?3, ?4, ?5, ?6, ?7, ?8)`;

/** Keeps a sample of the machine whose `disk` (a path on it) was looked at; percentages are rounded. */
export async function addSample(
  database: Database,
  at: UnixSeconds,
  disk: string,
  sample: MachineSample,
): Promise<void> {
  const whole = (value: number | undefined) => (value === undefined ? null : BigInt(Math.round(value)));
  const { load1 = null, load5 = null, load15 = null } = sample;
  const args = [BigInt(at), disk, whole(sample.diskPercent), whole(sample.memoryPercent), load1, load5, load15];
  await patiently(database.patience, () =>
    database.client.execute({ sql: ADD_SAMPLE, args: [...args, whole(sample.processes)] }),
  );
}

/** When the machine was last sampled; undefined: never. */
export async function lastSampledAt(database: Database): Promise<UnixSeconds | undefined> {
  const { rows } = await patiently(database.patience, () =>
    database.client.execute("SELECT unixepoch(max(table_updated)) FROM system_resources"),
  );
  const at = rows[0]?.[0];
  return typeof at === "bigint" ? Number(at) : undefined;
}
