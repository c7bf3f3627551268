import type { Migration } from "./migration.ts";
import { PERIODS } from "./periods-migration.ts";
import { PLACES_AND_EVENTS } from "./places-migration.ts";
import { CAPPED_SUMS } from "./sums-migration.ts";
import { TRACES } from "./traces-migration.ts";
import { PAST_SIGHTS, USERS_CONNECTIONS, USERS_IN_ORDER } from "./users-migration.ts";

/** Resolution → its table. The names are the schema's, so they stand beside it. */
export const TRAFFIC_TABLES = {
  five_minutes: "traffic_five_minutes",
  hour: "traffic_hour",
  day: "traffic_day",
  month: "traffic_month",
  year: "traffic_year",
} as const;

/** Keyed by bucket first: the rows that one poll writes lie side by side. */
function trafficTable(name: string): string {
  return `
    CREATE TABLE ${name} (
      bucket         INTEGER NOT NULL, -- start of the local period, seconds since 1970 UTC
      user           INTEGER NOT NULL,
      server         INTEGER NOT NULL,
      bytes_received INTEGER NOT NULL, -- from the user (upload)
      bytes_sent     INTEGER NOT NULL, -- to the user (download)
      PRIMARY KEY (bucket, user, server)
    ) STRICT, WITHOUT ROWID`;
}

/** Bytes that no bucket of a resolution holds: over too long a time to be placed, or deleted with their bucket. */
function asideTable(name: string): string {
  return `
    CREATE TABLE ${name} (
      resolution     TEXT    NOT NULL,
      user           INTEGER NOT NULL,
      server         INTEGER NOT NULL,
      bytes_received INTEGER NOT NULL,
      bytes_sent     INTEGER NOT NULL,
      PRIMARY KEY (resolution, user, server)
    ) STRICT, WITHOUT ROWID`;
}

/** Adds a credit's bytes to the row that its other columns key. */
function addCredit(table: string, column: string, value: string): string {
  return `
    INSERT INTO ${table} (${column}, server, user, bytes_received, bytes_sent)
    VALUES (${value}, new.server, new.user, new.bytes_received, new.bytes_sent)
    ON CONFLICT DO UPDATE SET
      bytes_received = bytes_received + excluded.bytes_received,
      bytes_sent     = bytes_sent     + excluded.bytes_sent`;
}

/*
 * connections, ips and system_resources are documented for anyone's SQL: their first columns keep name, order and
 * declared type (DATETIME forbids STRICT), and their times are UTC text.
 */
const BOOKS: Migration = {
  name: "books",
  statements: [
    `CREATE TABLE servers (
      id                 INTEGER PRIMARY KEY,
      name               TEXT    NOT NULL UNIQUE,
      observation        INTEGER NOT NULL DEFAULT 0, -- number of the last one
      snapshot_at        INTEGER,                    -- instant of the last snapshot
      snapshot_steps     INTEGER NOT NULL DEFAULT 0, -- clock_steps at that instant
      clock_steps        INTEGER NOT NULL DEFAULT 0, -- seconds by which the clock was set since the beginning
      content_hash       TEXT,
      fresh              INTEGER NOT NULL DEFAULT 0, -- fresh snapshots so far
      connections_opened INTEGER NOT NULL DEFAULT 0,
      openvpn            TEXT,                       -- OpenVPN's title line
      source             TEXT,                       -- where its status is read
      status_interval    INTEGER,                    -- seconds, as configured
      problem            TEXT,                       -- why the last reading failed
      first_at           INTEGER,                    -- when its books begin
      unauthenticated_received INTEGER NOT NULL DEFAULT 0, -- of deleted connections that were nobody's
      unauthenticated_sent     INTEGER NOT NULL DEFAULT 0
    ) STRICT`,
    `CREATE TABLE observations (
      server   INTEGER NOT NULL,
      number   INTEGER NOT NULL,
      id       TEXT    NOT NULL, -- the writer's own: tells a lost reply from another writer's commit
      gap      INTEGER,          -- seconds since the snapshot before, where that is positive
      read_at  INTEGER,          -- NULL: not an observation of the source, but a cleaning
      uptime   REAL,
      boot_id  TEXT,
      PRIMARY KEY (server, number)
    ) STRICT, WITHOUT ROWID`,
    `CREATE TABLE users (
      id   INTEGER PRIMARY KEY,
      name BLOB NOT NULL UNIQUE, -- the account is its bytes
      text TEXT NOT NULL         -- those bytes, readable
    ) STRICT`,
    `CREATE TABLE ips (
      id            INTEGER PRIMARY KEY AUTOINCREMENT,
      ip            TEXT NOT NULL UNIQUE,
      city          TEXT,
      region        TEXT,
      country       TEXT,
      table_updated DATETIME,
      provider      TEXT
    )`,
    `CREATE TABLE connections (
      common_name     TEXT     NOT NULL,
      real_address    TEXT     NOT NULL,
      bytes_received  INTEGER  NOT NULL, -- the largest counter seen
      bytes_sent      INTEGER  NOT NULL,
      connected_since DATETIME NOT NULL,
      db_updated      DATETIME NOT NULL, -- instant of the last status that showed it
      ip_id           INTEGER,
      id              INTEGER  PRIMARY KEY,
      server          INTEGER  NOT NULL,
      user            INTEGER,           -- NULL: not authenticated (yet)
      common_name_bytes    BLOB,         -- where common_name is not exactly them
      username             BLOB,
      virtual_address      TEXT,
      virtual_ipv6_address TEXT,
      cipher               TEXT,
      client_id            INTEGER,
      connected_since_text TEXT NOT NULL, -- OpenVPN's own words, in its zone
      since_steps          INTEGER NOT NULL, -- servers.clock_steps when that was told
      seen_steps           INTEGER NOT NULL, -- servers.clock_steps at db_updated
      seen_fresh           INTEGER NOT NULL,
      fell                 INTEGER NOT NULL,
      ended_at             DATETIME,      -- NULL: open
      end_kind             TEXT           -- 'exact' or 'inferred'
    )`,
    `CREATE UNIQUE INDEX connections_key
      ON connections (connected_since, common_name, server, client_id, real_address, common_name_bytes)`,
    `CREATE INDEX connections_by_text ON connections (connected_since_text)`,
    `CREATE INDEX connections_open    ON connections (server) WHERE ended_at IS NULL`,
    `CREATE INDEX connections_ended   ON connections (ended_at) WHERE ended_at IS NOT NULL`,
    `CREATE TABLE tombstones (
      id                   INTEGER PRIMARY KEY,
      server               INTEGER NOT NULL,
      user                 INTEGER,
      common_name          BLOB    NOT NULL,
      real_address         TEXT    NOT NULL,
      connected_since      INTEGER NOT NULL,
      connected_since_text TEXT    NOT NULL,
      since_steps          INTEGER NOT NULL,
      client_id            INTEGER,
      bytes_received       INTEGER NOT NULL,
      bytes_sent           INTEGER NOT NULL,
      seen_at              INTEGER NOT NULL,
      seen_steps           INTEGER NOT NULL,
      ended_at             INTEGER NOT NULL,
      end_kind             TEXT    NOT NULL,
      deleted_at           INTEGER NOT NULL
    ) STRICT`,
    `CREATE INDEX tombstones_by_text  ON tombstones (connected_since_text)`,
    `CREATE INDEX tombstones_by_since ON tombstones (connected_since)`,
    ...Object.values(TRAFFIC_TABLES).map(trafficTable),
    `CREATE TABLE traffic_total (
      user           INTEGER NOT NULL,
      server         INTEGER NOT NULL,
      bytes_received INTEGER NOT NULL,
      bytes_sent     INTEGER NOT NULL,
      seen_at        INTEGER NOT NULL, -- last sight with traffic, or of an ended connection
      PRIMARY KEY (user, server)
    ) STRICT, WITHOUT ROWID`,
    // Nearly every credit lies in one bucket of each resolution: given once, added everywhere, taken apart once.
    `CREATE VIEW credits (five_minutes, hour, day, month, year, seen_at, server, user, bytes_received, bytes_sent)
      AS SELECT 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 WHERE false`,
    `CREATE TRIGGER add_credit INSTEAD OF INSERT ON credits BEGIN
      ${Object.entries(TRAFFIC_TABLES)
        .map(([resolution, table]) => `${addCredit(table, "bucket", `new.${resolution}`)};`)
        .join("")}
      ${addCredit("traffic_total", "seen_at", "new.seen_at")}, seen_at = max(seen_at, excluded.seen_at);
    END`,
    asideTable("unplaced"),
    asideTable("retired"),
    `CREATE TABLE forgotten (
      user           INTEGER NOT NULL,
      server         INTEGER NOT NULL,
      bytes_received INTEGER NOT NULL, -- marks of dropped tombstones
      bytes_sent     INTEGER NOT NULL,
      PRIMARY KEY (user, server)
    ) STRICT, WITHOUT ROWID`,
    `CREATE TABLE observed (
      resolution TEXT    NOT NULL,
      bucket     INTEGER NOT NULL,
      server     INTEGER NOT NULL,
      seconds    INTEGER NOT NULL,
      PRIMARY KEY (resolution, bucket, server)
    ) STRICT, WITHOUT ROWID`,
    `CREATE TABLE system_resources (
      table_updated   DATETIME NOT NULL,
      disk_percentage INTEGER,
      memory          INTEGER,
      load_average_1  REAL,
      load_average_5  REAL,
      load_average_15 REAL,
      proc_no         INTEGER,
      disk            TEXT
    )`,
    `CREATE INDEX system_resources_by_time ON system_resources (table_updated)`,
    `CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID`,
  ],
};

/** A report adds up the bytes that are nobody's: few rows among millions. */
const NOBODYS: Migration = {
  name: "nobodys connections",
  statements: ["CREATE INDEX connections_nobodys ON connections (server) WHERE user IS NULL"],
};

/** Which machine writes a server's books, where several share a database. */
const LEASES: Migration = {
  name: "leases",
  statements: [
    `CREATE TABLE leases (
      server TEXT    PRIMARY KEY, -- its name
      holder TEXT    NOT NULL,
      host   TEXT    NOT NULL,    -- the holder's name, for people
      until  INTEGER NOT NULL     -- by the database's clock
    ) STRICT, WITHOUT ROWID`,
  ],
};

/** What OpenVPN tells of itself. */
const OPENVPN: Migration = {
  name: "openvpn itself",
  statements: [
    "ALTER TABLE servers ADD COLUMN dco INTEGER", // 1: data channel offload, 0: none, NULL: not told
    "ALTER TABLE servers ADD COLUMN up_since INTEGER",
    "ALTER TABLE servers ADD COLUMN still_since INTEGER", // no counter moves, with offload
  ],
};

/** When connections ended that a hook told of. */
const TOLD_ENDS: Migration = {
  name: "told ends",
  statements: ["ALTER TABLE connections ADD COLUMN told_at INTEGER"], // ended_at by OpenVPN's own clock, where told
};

/** Append only. */
export const MIGRATIONS: readonly Migration[] = [
  BOOKS,
  NOBODYS,
  LEASES,
  OPENVPN,
  USERS_CONNECTIONS,
  TOLD_ENDS,
  PLACES_AND_EVENTS,
  TRACES,
  PERIODS,
  USERS_IN_ORDER,
  CAPPED_SUMS,
  PAST_SIGHTS,
];
