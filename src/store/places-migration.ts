import type { Migration } from "./migration.ts";

/**
 * Where places lie, and from which countries and networks each user was ever seen; what befell a server; how large the
 * database was.
 */
export const PLACES_AND_EVENTS: Migration = {
  name: "places and events",
  statements: [
    "ALTER TABLE ips ADD COLUMN latitude REAL", // degrees north
    "ALTER TABLE ips ADD COLUMN longitude REAL", // degrees east
    `CREATE TABLE first_sights (
      user     INTEGER NOT NULL,
      kind     TEXT    NOT NULL, -- 'country' or 'network'
      key      TEXT    NOT NULL, -- the country's name; the network's number as "AS64500", or its name
      name     TEXT    NOT NULL, -- as it was told first
      first_at INTEGER NOT NULL,
      is_new   INTEGER NOT NULL, -- 1: others of its kind were known of the user before
      PRIMARY KEY (user, kind, key)
    ) STRICT, WITHOUT ROWID`,
    "CREATE INDEX first_sights_new ON first_sights (first_at) WHERE is_new = 1",
    `CREATE TABLE server_events (
      id     INTEGER PRIMARY KEY,
      server INTEGER NOT NULL,
      at     INTEGER NOT NULL,
      kind   TEXT    NOT NULL, -- 'restart'; or what its source came to be: 'failing', 'stale', 'up'
      detail TEXT              -- restart: 'exact' or 'inferred'; failing: why
    ) STRICT`,
    "CREATE INDEX server_events_of_server ON server_events (server)",
    "ALTER TABLE system_resources ADD COLUMN database_bytes INTEGER",
  ],
};
