import { FIRST_TABLES, type Migration } from "./migration.ts";

/** Adds a credit's bytes to the row that its other columns key. */
function addCredit(table: string, column: string, value: string): string {
  return `
    INSERT INTO ${table} (${column}, server, user, bytes_received, bytes_sent)
    VALUES (${value}, new.server, new.user, new.bytes_received, new.bytes_sent)
    ON CONFLICT DO UPDATE SET
      bytes_received = CAST(bytes_received + excluded.bytes_received AS INTEGER),
      bytes_sent     = CAST(bytes_sent     + excluded.bytes_sent     AS INTEGER)`;
}

/** A sum beyond 2^63-1 is a REAL, which its column refuses, and with it the whole reading; as an INTEGER it stays there. */
export const CAPPED_SUMS: Migration = {
  name: "capped sums",
  statements: [
    "DROP TRIGGER add_credit",
    `CREATE TRIGGER add_credit INSTEAD OF INSERT ON credits BEGIN
      ${Object.entries(FIRST_TABLES)
        .map(([resolution, table]) => `${addCredit(table, "bucket", `new.${resolution}`)};`)
        .join("")}
      ${addCredit("traffic_total", "seen_at", "new.seen_at")}, seen_at = max(seen_at, excluded.seen_at);
    END`,
  ],
};
