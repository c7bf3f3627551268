import type { InStatement } from "@libsql/client";
import type { UnixSeconds } from "../model.ts";
import { blankAddresses } from "./addresses.ts";
import { ADD_UP, addTo, cappedSum } from "./capped-sum.ts";
import { TRAFFIC_TABLES } from "./migrations.ts";
import type { Database } from "./open.ts";
import { ADD_OBSERVATIONS, COUNT_OBSERVATIONS } from "./overtake.ts";
import { isRefused, patiently } from "./patience.ts";

/** Seconds for which each thing is kept. Months, years and totals are kept for ever. */
export interface Retention {
  readonly five_minutes: number;
  readonly hour: number;
  readonly day: number;
  /** Ended connections, and samples of the machine. */
  readonly connections: number;
  /** Real addresses of ended connections. */
  readonly addresses: number;
}

/** A late observation may name a deleted connection; after this long none does. */
const TOMBSTONE_SECONDS = 400 * 86_400;

const SUMS = `${cappedSum("bytes_received")}, ${cappedSum("bytes_sent")}`;

const RETIRED = ["five_minutes", "hour", "day"] as const;

function retire(resolution: (typeof RETIRED)[number]): string {
  return `
    INSERT INTO retired (resolution, user, server, bytes_received, bytes_sent)
    SELECT '${resolution}', user, server, ${SUMS}
    FROM ${TRAFFIC_TABLES[resolution]} WHERE bucket < ?1 GROUP BY user, server ON CONFLICT DO UPDATE SET ${ADD_UP}`;
}

const RETIRE = { five_minutes: retire("five_minutes"), hour: retire("hour"), day: retire("day") };

const DELETE_BUCKETS = {
  five_minutes: `DELETE FROM ${TRAFFIC_TABLES.five_minutes} WHERE bucket < ?1`,
  hour: `DELETE FROM ${TRAFFIC_TABLES.hour} WHERE bucket < ?1`,
  day: `DELETE FROM ${TRAFFIC_TABLES.day} WHERE bucket < ?1`,
};

/** Since then users' rows are there: a page says so, in place of showing what is left of a day as the whole of it. */
function noteDeleted(resolution: "hour" | "day"): string {
  return `
    INSERT INTO settings (name, value)
    SELECT 'last_deleted_${resolution}', last
    FROM (SELECT max(bucket) AS last FROM ${TRAFFIC_TABLES[resolution]} WHERE bucket < ?1) WHERE last IS NOT NULL
    ON CONFLICT DO UPDATE SET value = max(CAST(value AS INTEGER), CAST(excluded.value AS INTEGER))`;
}

const NOTE_DELETED = { five_minutes: undefined, hour: noteDeleted("hour"), day: noteDeleted("day") };

/** What is kept of days, months and years as a whole stays: the archive shows it for ever. */
const DELETE_OBSERVED = "DELETE FROM observed WHERE resolution = ?2 AND bucket < ?1";

const BURY_CONNECTIONS = `
  INSERT INTO tombstones (
    id, server, user, common_name, real_address, connected_since, connected_since_text, since_steps, client_id,
    bytes_received, bytes_sent, seen_at, seen_steps, ended_at, end_kind, trace, deleted_at)
  SELECT
    id, server, user, coalesce(common_name_bytes, CAST(common_name AS BLOB)), real_address,
    unixepoch(connected_since), connected_since_text, since_steps, client_id,
    bytes_received, bytes_sent, unixepoch(db_updated), seen_steps, unixepoch(ended_at), end_kind, trace, ?2
  FROM connections WHERE ended_at < datetime(?1, 'unixepoch')`;

const DELETE_CONNECTIONS = "DELETE FROM connections WHERE ended_at < datetime(?1, 'unixepoch')";

const FORGET_MARKS = `
  INSERT INTO forgotten (user, server, bytes_received, bytes_sent)
  SELECT user, server, ${SUMS}
  FROM tombstones WHERE deleted_at < ?1 AND user IS NOT NULL GROUP BY user, server ON CONFLICT DO UPDATE SET ${ADD_UP}`;

const FORGET_UNAUTHENTICATED = `
  UPDATE servers SET
    ${addTo("unauthenticated_received", "nobody.bytes_received")},
    ${addTo("unauthenticated_sent", "nobody.bytes_sent")}
  FROM (
    SELECT server, ${cappedSum("bytes_received")} AS bytes_received, ${cappedSum("bytes_sent")} AS bytes_sent
    FROM tombstones WHERE deleted_at < ?1 AND user IS NULL GROUP BY server) AS nobody
  WHERE nobody.server = servers.id`;

const DELETE_TOMBSTONES = "DELETE FROM tombstones WHERE deleted_at < ?1";

const DELETE_SAMPLES = "DELETE FROM system_resources WHERE table_updated < datetime(?1, 'unixepoch')";

/** What befell servers is kept as long as days are; of a source that fails at every other poll, only the latest. */
const DELETE_EVENTS = `
  DELETE FROM server_events WHERE at < ?1 OR id <= (SELECT max(id) FROM server_events) - 20000`;

/** Where another has cleaned meanwhile the value becomes NULL, which is forbidden: the batch is undone as a whole. */
const NOTE_CLEANING = `
  INSERT INTO settings (name, value) VALUES ('cleaned_at', ?1)
  ON CONFLICT DO UPDATE SET value = iif(value IS ?2, excluded.value, NULL)`;

const FORGET_DELAY = "DELETE FROM settings WHERE name = 'cleaning_delayed_at'";

const NOTE_DELAY = `
  INSERT INTO settings (name, value) VALUES ('cleaning_delayed_at', ?1)
  ON CONFLICT DO UPDATE SET value = excluded.value`;

const SELECT_CLEANING = "SELECT name, value FROM settings WHERE name IN ('cleaned_at', 'cleaning_delayed_at')";

/** What is remembered of cleaning. */
export interface CleaningState {
  /** When the books were last cleaned; undefined: never. */
  readonly cleanedAt: UnixSeconds | undefined;
  /** Since when a cleaning waits, because it was due at an odd time. */
  readonly delayedAt: UnixSeconds | undefined;
}

/** What is remembered of cleaning. */
export async function cleaningState(database: Database): Promise<CleaningState> {
  const { rows } = await patiently(database.patience, () => database.client.execute(SELECT_CLEANING));
  const values = new Map(rows.map((row) => [row[0], Number(row[1])]));
  return { cleanedAt: values.get("cleaned_at"), delayedAt: values.get("cleaning_delayed_at") };
}

/** Remembers that a cleaning waits since then. */
export async function delayCleaning(database: Database, now: UnixSeconds): Promise<void> {
  await patiently(database.patience, () => database.client.execute({ sql: NOTE_DELAY, args: [String(now)] }));
}

export interface CleanOptions {
  readonly now: UnixSeconds;
  readonly retention: Retention;
  /** An id that no observation has. */
  readonly id: string;
  /** When the books were last cleaned, as far as the caller knows. */
  readonly cleanedAt: UnixSeconds | undefined;
}

/**
 * Deletes what is too old, in one batch with the moving of its bytes to where they stay counted. False, with nothing
 * done, where somebody else has cleaned since `cleanedAt`.
 */
export async function clean(database: Database, options: CleanOptions): Promise<boolean> {
  const { now, retention, id, cleanedAt } = options;
  const before = (seconds: number) => BigInt(Math.floor(now - seconds));
  const buckets = RETIRED.flatMap((resolution): InStatement[] => {
    const args = [before(retention[resolution])];
    return [
      { sql: RETIRE[resolution], args },
      ...(NOTE_DELETED[resolution] ? [{ sql: NOTE_DELETED[resolution], args }] : []),
      { sql: DELETE_BUCKETS[resolution], args },
      ...(resolution === "day" ? [] : [{ sql: DELETE_OBSERVED, args: [...args, resolution] }]),
    ];
  });
  const ended = before(retention.connections);
  const buried = before(TOMBSTONE_SECONDS);
  const statements: InStatement[] = [
    { sql: NOTE_CLEANING, args: [String(now), cleanedAt === undefined ? null : String(cleanedAt)] },
    { sql: ADD_OBSERVATIONS, args: [id] },
    COUNT_OBSERVATIONS,
    ...buckets,
    { sql: BURY_CONNECTIONS, args: [ended, BigInt(now)] },
    { sql: DELETE_CONNECTIONS, args: [ended] },
    { sql: FORGET_MARKS, args: [buried] },
    { sql: FORGET_UNAUTHENTICATED, args: [buried] },
    { sql: DELETE_TOMBSTONES, args: [buried] },
    { sql: DELETE_SAMPLES, args: [ended] },
    { sql: DELETE_EVENTS, args: [before(retention.day)] },
    FORGET_DELAY,
  ];
  try {
    await patiently(database.patience, () => database.client.batch(statements, "write"));
  } catch (error) {
    if (!isRefused(error)) throw error;
    if ((await cleaningState(database)).cleanedAt === cleanedAt) throw error;
    return false;
  }
  await blankAddresses(database, Math.floor(now - retention.addresses));
  return true;
}
