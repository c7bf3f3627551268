import type { MachineSample, UnixSeconds } from "../model.ts";
import type { Database } from "./open.ts";
import { patiently } from "./patience.ts";

/** A sample of the machine as it is kept. */
export interface KeptSample extends MachineSample {
  readonly at: UnixSeconds;
  /** The database's own size then; undefined where it was not to be had. */
  readonly databaseBytes?: number | undefined;
}

/** Many samples travel as one JSON text. */
const ADD_SAMPLES = `
  INSERT INTO system_resources (
    table_updated, disk, disk_percentage, memory, load_average_1, load_average_5, load_average_15, proc_no,
    database_bytes)
  SELECT
    datetime(value ->> 0, 'unixepoch'), ?2, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6,
    value ->> 7
  FROM json_each(?1)`;

const SELECT_SIZE = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";

/** Keeps samples of the machine whose `disk` (a path on it) was looked at; percentages are rounded. */
export async function addSamples(database: Database, disk: string, samples: readonly KeptSample[]): Promise<void> {
  const whole = (value: number | undefined) => (value === undefined ? undefined : Math.round(value));
  const rows = samples.map((sample) => [
    ...[sample.at, whole(sample.diskPercent), whole(sample.memoryPercent)],
    ...[sample.load1, sample.load5, sample.load15, whole(sample.processes), sample.databaseBytes],
  ]);
  const args = [JSON.stringify(rows), disk];
  await patiently(database.patience, () => database.client.execute({ sql: ADD_SAMPLES, args }));
}

/** How large the database is, the space in it that is free included. */
export async function databaseSize(database: Database): Promise<number> {
  const { rows } = await patiently(database.patience, () => database.client.execute(SELECT_SIZE));
  return Number(rows[0]?.[0]);
}

/** When the machine was last sampled; undefined: never. */
export async function lastSampledAt(database: Database): Promise<UnixSeconds | undefined> {
  const { rows } = await patiently(database.patience, () =>
    database.client.execute("SELECT unixepoch(max(table_updated)) FROM system_resources"),
  );
  const at = rows[0]?.[0];
  return typeof at === "bigint" ? Number(at) : undefined;
}
