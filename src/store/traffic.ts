import type { InStatement } from "@libsql/client";
import { RESOLUTIONS, type Resolution } from "../account/calendar.ts";
import type { ObservedBucket } from "../account/observed.ts";
import type { Amounts, Posting, Postings } from "../account/post.ts";
import type { NameBytes, UnixSeconds } from "../model.ts";
import { ADD_UP } from "./capped-sum.ts";
import { LONGEST } from "./longest.ts";
import { TRAFFIC_TABLES } from "./migrations.ts";
import { packed, UNPACKED } from "./packed.ts";

function addTraffic(table: string): string {
  return `
    INSERT INTO ${table} (bucket, server, user, bytes_received, bytes_sent)
    SELECT ?2, ?3, ${UNPACKED} FROM json_each(?1) WHERE true
    ON CONFLICT DO UPDATE SET ${ADD_UP}`;
}

const ADD_TRAFFIC: Readonly<Record<Resolution, string>> = {
  five_minutes: addTraffic(TRAFFIC_TABLES.five_minutes),
  hour: addTraffic(TRAFFIC_TABLES.hour),
  day: addTraffic(TRAFFIC_TABLES.day),
  month: addTraffic(TRAFFIC_TABLES.month),
  year: addTraffic(TRAFFIC_TABLES.year),
};

const ADD_UNPLACED = `
  INSERT INTO unplaced (resolution, server, user, bytes_received, bytes_sent)
  SELECT ?2, ?3, ${UNPACKED} FROM json_each(?1) WHERE true
  ON CONFLICT DO UPDATE SET ${ADD_UP}`;

const ADD_TOTALS = `
  INSERT INTO traffic_total (seen_at, server, user, bytes_received, bytes_sent)
  SELECT ?2, ?3, ${UNPACKED} FROM json_each(?1) WHERE true
  ON CONFLICT DO UPDATE SET ${ADD_UP}, seen_at = max(seen_at, excluded.seen_at)`;

const ADD_CREDITS = `
  INSERT INTO credits (five_minutes, hour, day, month, year, seen_at, server, user, bytes_received, bytes_sent)
  SELECT ?2, ?3, ?4, ?5, ?6, ?7, ?8, ${UNPACKED} FROM json_each(?1)`;

const REMEMBER_SIGHTS = `
  INSERT INTO traffic_total (server, user, bytes_received, bytes_sent, seen_at)
  SELECT ?2, CAST(key AS INTEGER), 0, 0, value FROM json_each(?1) WHERE true
  ON CONFLICT DO UPDATE SET seen_at = max(seen_at, excluded.seen_at)`;

/** Who was seen while the clock was ahead was so at some time until now: else they would be away until that time comes. */
const LOWER_SIGHTS = "UPDATE traffic_total SET seen_at = ?2 WHERE server = ?1 AND seen_at > ?2";

/** Seconds within which two servers' last news are of the same moment: an older one has fallen silent, or was set up anew. */
const SAME_MOMENT = 600;

/**
 * One row for each resolution, with whatever is kept of a server's period as a whole: a poll writes it once. Over all
 * servers what this one shows is added to what the others last showed, if that was about the same moment. A clock that is
 * set back passes the same time twice: it is watched once.
 */
const ADD_OBSERVED = `
  INSERT INTO observed (
    server, resolution, bucket, seconds, bytes_received, bytes_sent, peak, peak_at, peak_all, peak_all_at)
  SELECT ?2, value ->> 0, value ->> 1, value ->> 2, CAST(value ->> 3 AS INTEGER), CAST(value ->> 4 AS INTEGER),
    value ->> 5, value ->> 6,
    value ->> 5 + (
      SELECT coalesce(sum(present), 0) FROM servers
      WHERE id <> ?2 AND snapshot_at BETWEEN value ->> 6 - ${SAME_MOMENT} AND value ->> 6 + ${SAME_MOMENT}),
    value ->> 6
  FROM json_each(?1) WHERE true
  ON CONFLICT DO UPDATE SET seconds = min(seconds + excluded.seconds, ${LONGEST}),
    ${ADD_UP},
    peak        = iif(excluded.peak > coalesce(peak, -1), excluded.peak, peak),
    peak_at     = iif(excluded.peak > coalesce(peak, -1), excluded.peak_at, peak_at),
    peak_all    = iif(excluded.peak_all > coalesce(peak_all, -1), excluded.peak_all, peak_all),
    peak_all_at = iif(excluded.peak_all > coalesce(peak_all, -1), excluded.peak_all_at, peak_all_at)`;

/** Where a change's bytes go. */
export interface TrafficChanges {
  readonly server: number;
  /** The instant of the observation. */
  readonly at: UnixSeconds;
  /** Nobody was seen later than that, whatever a clock said that was ahead. */
  readonly now: UnixSeconds;
  readonly postings: Postings;
  readonly sights: ReadonlyMap<NameBytes, UnixSeconds>;
  readonly setBackTo: UnixSeconds | undefined;
  readonly observed: readonly ObservedBucket[];
  readonly userIds: ReadonlyMap<NameBytes, number>;
}

/** The statements that add a change's bytes at every resolution and in total. */
export function addTrafficOf(changes: TrafficChanges): InStatement[] {
  const { sights, setBackTo, observed, userIds } = changes;
  const server = BigInt(changes.server);
  const statements = addPostings(changes);
  if (setBackTo !== undefined) statements.unshift({ sql: LOWER_SIGHTS, args: [server, BigInt(setBackTo)] });
  if (sights.size > 0) {
    const members = [...sights].map(([account, at]) => `"${userIds.get(account)}":${Math.min(at, changes.now)}`);
    statements.push({ sql: REMEMBER_SIGHTS, args: [`{${members.join(",")}}`, server] });
  }
  if (observed.length > 0) statements.push({ sql: ADD_OBSERVED, args: [JSON.stringify(observed.map(rowOf)), server] });
  return statements;
}

function rowOf({ resolution, bucket, seconds, bytesReceived, bytesSent, peak }: ObservedBucket): unknown[] {
  return [resolution, bucket, seconds, String(bytesReceived), String(bytesSent), peak?.connections, peak?.at];
}

/** One statement for all where every credit lies in one bucket of each resolution, else one for each bucket. */
function addPostings({ postings: { postings, totals }, server: id, at, now, userIds }: TrafficChanges): InStatement[] {
  const [server, seenAt] = [BigInt(id), BigInt(Math.min(at, now))];
  const json = amountsWriter(userIds);
  const buckets = RESOLUTIONS.flatMap((resolution) => {
    const [only, another] = postings.filter((posting) => posting.resolution === resolution);
    return only?.bucket !== undefined && !another && only.amounts === totals ? BigInt(only.bucket) : [];
  });
  if (buckets.length === RESOLUTIONS.length)
    return [{ sql: ADD_CREDITS, args: [json(totals), ...buckets, seenAt, server] }];
  const statements = postings.map((posting) => addPosting(posting, json(posting.amounts), server));
  if (totals.size > 0) statements.push({ sql: ADD_TOTALS, args: [json(totals), seenAt, server] });
  return statements;
}

function addPosting({ resolution, bucket }: Posting, json: string, server: bigint): InStatement {
  return bucket === undefined
    ? { sql: ADD_UNPLACED, args: [json, resolution, server] }
    : { sql: ADD_TRAFFIC[resolution], args: [json, BigInt(bucket), server] };
}

/** Writes amounts as JSON; those that several postings share are written once. */
function amountsWriter(userIds: ReadonlyMap<NameBytes, number>): (amounts: Amounts) => string {
  const written = new Map<Amounts, string>();
  return (amounts) => {
    const json = written.get(amounts) ?? packed(byUser(amounts, userIds));
    written.set(amounts, json);
    return json;
  };
}

function* byUser(amounts: Amounts, userIds: ReadonlyMap<NameBytes, number>) {
  for (const [account, bytes] of amounts) yield [userIds.get(account), bytes] as const;
}
