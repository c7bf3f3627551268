import { FIRST_TABLES, type Migration } from "./migration.ts";

function addSums([resolution, table]: readonly [string, string]): string {
  return `
    INSERT INTO observed (resolution, bucket, server, seconds, bytes_received, bytes_sent)
    SELECT '${resolution}', bucket, server, 0, sum(bytes_received), sum(bytes_sent) FROM ${table} GROUP BY bucket, server
    ON CONFLICT DO UPDATE SET bytes_received = excluded.bytes_received, bytes_sent = excluded.bytes_sent`;
}

/** Periods of which the archive tells how many had traffic. */
const OF_USERS = ["day", "month", "year"] as const;

/** A user of several servers counts once, with the first of them. */
function countUsers(resolution: (typeof OF_USERS)[number]): string {
  return `
    INSERT INTO observed (resolution, bucket, server, seconds, users)
    SELECT '${resolution}', bucket, server, 0, count(*)
    FROM (SELECT bucket, user, min(server) AS server FROM ${FIRST_TABLES[resolution]} GROUP BY bucket, user)
    GROUP BY bucket, server ON CONFLICT DO UPDATE SET users = excluded.users`;
}

/** The day's rows of a user are gone: whether it was counted then is not known any more, so it is not counted again. */
const STILL_KEPT = `
  AND new.bucket > coalesce((SELECT CAST(value AS INTEGER) FROM settings WHERE name = 'last_deleted_day'), -1)`;

/** While rows are given to another account nobody comes new. */
const NOT_MOVED = "AND NOT EXISTS (SELECT 1 FROM settings WHERE name = 'moving_users')";

/** A row is inserted once for each user, server and period; all later credits of it are updates, and cost nothing here. */
function countNewUser(resolution: (typeof OF_USERS)[number]): string {
  const table = FIRST_TABLES[resolution];
  return `
    CREATE TRIGGER count_user_of_${resolution} AFTER INSERT ON ${table}
    WHEN NOT EXISTS (
      SELECT 1 FROM ${table} WHERE bucket = new.bucket AND user = new.user AND server <> new.server)
      ${resolution === "day" ? STILL_KEPT : ""} ${NOT_MOVED}
    BEGIN
      INSERT INTO observed (resolution, bucket, server, seconds, users)
      VALUES ('${resolution}', new.bucket, new.server, 0, 1)
      ON CONFLICT DO UPDATE SET users = users + 1;
    END`;
}

function noteDeleted(resolution: "hour" | "day"): string {
  return `
    INSERT INTO settings (name, value)
    SELECT 'last_deleted_${resolution}', coalesce((SELECT min(bucket) FROM ${FIRST_TABLES[resolution]}), unixepoch()) - 1
    WHERE EXISTS (SELECT 1 FROM retired WHERE resolution = '${resolution}')`;
}

/**
 * What is kept of each period of a server as a whole, for ever by day, month and year: sums that stay when the users'
 * rows are deleted, so that an old page of the archive shows what it showed when it was new.
 */
export const PERIODS: Migration = {
  name: "periods",
  statements: [
    // Users' open connections that the last snapshot showed.
    "ALTER TABLE servers ADD COLUMN present INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE observed ADD COLUMN bytes_received INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE observed ADD COLUMN bytes_sent INTEGER NOT NULL DEFAULT 0",
    // With traffic, by day, month and year: those whose first server of the period this was, so that servers add up.
    "ALTER TABLE observed ADD COLUMN users INTEGER NOT NULL DEFAULT 0",
    // Most of its users' connections at once, and when; NULL: not recorded.
    "ALTER TABLE observed ADD COLUMN peak INTEGER",
    "ALTER TABLE observed ADD COLUMN peak_at INTEGER",
    // The most over all servers that was seen when this one told its news.
    "ALTER TABLE observed ADD COLUMN peak_all INTEGER",
    "ALTER TABLE observed ADD COLUMN peak_all_at INTEGER",
    ...Object.entries(FIRST_TABLES).map(addSums),
    ...OF_USERS.map(countUsers),
    noteDeleted("hour"),
    noteDeleted("day"),
    // Days that were deleted before their sums were kept.
    "INSERT INTO settings (name, value) SELECT 'last_day_without_sums', value FROM settings WHERE name = 'last_deleted_day'",
    ...OF_USERS.map(countNewUser),
  ],
};
