import type { Client } from "@libsql/client";
import { AppError } from "../errors.ts";
import { MIGRATIONS } from "./migrations.ts";

const LIST_TABLES = `
  SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'libsql_%'`;

const CREATE_MIGRATIONS = `
  CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT`;

const COUNT_MIGRATIONS = "SELECT count(*) AS applied FROM migrations";

const MARK_MIGRATION = "INSERT INTO migrations (number, name) VALUES (?, ?)";

/**
 * Brings the schema up to date. Each migration is one batch with its own mark, so killed at any point it
 * leaves the old schema or the new; a second process that migrates at the same moment finds it done.
 */
export async function migrate(client: Client, options: { readonly readOnly: boolean }): Promise<void> {
  const applied = await appliedMigrations(client);
  if (applied > MIGRATIONS.length)
    throw new AppError(
      "database",
      `Cannot use this database: its schema is version ${applied} and this program knows ${MIGRATIONS.length}; install a newer ovpnstats`,
    );
  if (applied === MIGRATIONS.length) return;
  if (options.readOnly)
    throw new AppError("database", `Cannot read this database: run "ovpnstats once" first, to bring it up to date`);
  for (const [index, { name, statements }] of MIGRATIONS.entries()) {
    if (index < applied) continue;
    const mark = { sql: MARK_MIGRATION, args: [BigInt(index + 1), name] };
    await client.batch([CREATE_MIGRATIONS, mark, ...statements], "write").catch(async (error) => {
      if ((await appliedMigrations(client)) <= index) throw error;
    });
  }
}

async function appliedMigrations(client: Client): Promise<number> {
  const tables = (await client.execute(LIST_TABLES)).rows.map((row) => row[0]);
  if (tables.length === 0) return 0;
  if (!tables.includes("migrations"))
    throw new AppError(
      "database",
      `Cannot use this database: it belongs to another program (its tables are ${tables.slice(0, 5).join(", ")}); set db_file_name`,
    );
  return Number((await client.execute(COUNT_MIGRATIONS)).rows[0]?.[0]);
}
