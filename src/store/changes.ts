import type { Database } from "./open.ts";
import { patiently } from "./patience.ts";

/** Rows that this connection changed, and a number that changes with every commit of another (SQLite's manual). */
const SELECT_CHANGES = "SELECT total_changes(), data_version FROM pragma_data_version";

/** Changes whenever the books have; a remote server does not tell, and its books count as unchanged. */
export async function changesOf(database: Database): Promise<string> {
  if (database.location.kind === "remote") return "";
  const { rows } = await patiently(database.patience, () => database.client.execute(SELECT_CHANGES));
  return `${rows[0]?.[0]} ${rows[0]?.[1]}`;
}
