import type { Database } from "./open.ts";
import { patiently } from "./patience.ts";

/**
 * Writes a local database file anew, so that nothing of what was deleted is left in it or in its journal: SQLite keeps
 * both in pages that it has no use for. Needs as much free space again as the file has.
 */
export async function rewriteFile({ client, patience }: Database): Promise<void> {
  await patiently(patience, async () => {
    // Else the journal, which stays there, would keep the pages of before. A connection that was replaced has forgotten it.
    await client.execute("PRAGMA journal_size_limit = 0");
    await client.execute("VACUUM");
  });
}
