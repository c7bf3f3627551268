import type { Database } from "./open.ts";
import { patiently } from "./patience.ts";

/** Rows that this connection changed, and a number that changes with every commit of another (SQLite's manual). */
const SELECT_CHANGES = "SELECT total_changes(), data_version FROM pragma_data_version";

/** A remote server does not tell: but every observation counts, and a problem that comes or goes. */
const SELECT_OBSERVATIONS = "SELECT total(observation), count(problem) FROM servers";

/** Changes whenever the books have; of remote ones, whenever there is news of a server. */
export async function changesOf(database: Database): Promise<string> {
  const sql = database.location.kind === "remote" ? SELECT_OBSERVATIONS : SELECT_CHANGES;
  const { rows } = await patiently(database.patience, () => database.client.execute(sql));
  return `${rows[0]?.[0]} ${rows[0]?.[1]}`;
}
