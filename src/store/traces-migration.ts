import type { Migration } from "./migration.ts";

/** What stands for names and addresses that are no longer kept; until then it is NULL. */
export const TRACES: Migration = {
  name: "traces",
  statements: [
    "ALTER TABLE connections ADD COLUMN trace INTEGER",
    "ALTER TABLE tombstones  ADD COLUMN trace INTEGER",
    "DROP INDEX connections_ended",
    "CREATE INDEX connections_ended    ON connections (ended_at, trace) WHERE ended_at IS NOT NULL",
    "CREATE INDEX tombstones_untraced  ON tombstones  (ended_at)        WHERE trace    IS NULL",
  ],
};
