import type { Client } from "@libsql/client";
import { AppError } from "../errors.ts";
import { MIGRATIONS } from "./migrations.ts";

const LIST_TABLES = `
  SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'libsql_%'`;

const CREATE_MIGRATIONS = `
  CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT`;

const SELECT_MIGRATIONS = "SELECT name FROM migrations ORDER BY number";

const MARK_MIGRATION = "INSERT INTO migrations (number, name) VALUES (?, ?)";

/** Tables that a database of ours has from its first migration on; of another program's hardly both. */
const OURS = ["migrations", "observations"];

/** How many migrations a database has seen. Changes nothing; throws where it is not ours, or a newer program's. */
export async function countMigrations(client: Client, database: string): Promise<number> {
  const tables = (await client.execute(LIST_TABLES)).rows.map((row) => row[0]);
  if (tables.length === 0) return 0;
  const known = MIGRATIONS.map(({ name }) => name);
  const ours = OURS.every((table) => tables.includes(table));
  const applied = ours ? (await client.execute(SELECT_MIGRATIONS)).rows.map((row) => row[0]) : [];
  if (applied.length === 0 || applied.some((name, index) => name !== (known[index] ?? name)))
    throw new AppError(
      "database",
      `Cannot use the database ${database}: it belongs to another program (its tables are ${tables.slice(0, 5).join(", ")}); set db_file_name`,
    );
  if (applied.length > known.length)
    throw new AppError(
      "database",
      `Cannot use the database ${database}: its schema is version ${applied.length} and this program knows ${known.length}; install a newer ovpnstats`,
    );
  return applied.length;
}

/**
 * Brings the schema up to date that has seen `applied` migrations. All that are new are one batch with their marks: so
 * killed at any point it leaves the old schema or the new, and new books cost one commit. A second process that migrates
 * at the same moment finds it done.
 */
export async function migrate(client: Client, database: string, applied: number): Promise<void> {
  for (let done = applied; done < MIGRATIONS.length; ) {
    const statements = MIGRATIONS.flatMap(({ name, statements }, index) =>
      index < done ? [] : [{ sql: MARK_MIGRATION, args: [BigInt(index + 1), name] }, ...statements],
    );
    try {
      await client.batch([CREATE_MIGRATIONS, ...statements], "write");
      return;
    } catch (error) {
      const now = await countMigrations(client, database);
      if (now <= done) throw error;
      done = now;
    }
  }
}
