import { Database as Sqlite } from "bun:sqlite";
import { existsSync, readdirSync, readFileSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Memory where it can be had as a file system: what is tried is not how fast a disk is. */
export const PLACE = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

/** Short, so that cleaning has something to move; and no status of the last 60 hours is stale. */
export const FLAGS: readonly string[] = [
  ...["--status-interval", "1 day", "--retention-five-minutes", "1h", "--retention-hours", "1 day"],
  ...["--db-clean-how-many-days-keep-data", "1", "--ip-information-shown-in-web", "1"],
];

/** Whether a transaction is under way, or was when its process died: else the journal's first bytes are zeros. */
export function isAmidTransaction(books: string): boolean {
  return journalHead(join(books, "connection.db-journal")).some((byte) => byte !== 0);
}

/** The first 8 bytes of a journal; none if there is none, or none any more: the end of a transaction takes it away. */
function journalHead(journal: string): Uint8Array {
  try {
    return readFileSync(journal).subarray(0, 8);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return new Uint8Array();
    throw error;
  }
}

/** Files of killed processes, as they are met an hour later: whoever writes next may take young ones for another's. */
export function ageLeftovers(books: string): void {
  const hourAgo = Date.now() / 1000 - 3600;
  for (const name of readdirSync(books)) if (name.endsWith(".tmp")) utimesSync(join(books, name), hourAgo, hourAgo);
}

/** As if a day had gone by since the last cleaning. */
export function makeCleaningDue(books: string): void {
  const database = join(books, "connection.db");
  if (!existsSync(database)) return;
  using sqlite = new Sqlite(database);
  const isOurs = sqlite.query("SELECT 1 FROM sqlite_schema WHERE name = 'settings'").get() !== null;
  if (isOurs) sqlite.exec("DELETE FROM settings WHERE name = 'cleaned_at'");
}
