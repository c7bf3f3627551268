import type { Bucket } from "../account/calendar.ts";
import type { UnixSeconds } from "../model.ts";
import type { ArchiveFacts, PeriodFacts } from "../report/archive-facts.ts";
import { type LineKind, ZONE_SLACK } from "../report/period-lines.ts";
import type { PeriodKind } from "../report/period-name.ts";
import { periodSumsIn, topUsersIn } from "./archive-cells.ts";
import { TRAFFIC_TABLES } from "./migrations.ts";
import type { Database } from "./open.ts";
import { readCells } from "./read-cells.ts";
import { SELECT_NEWS } from "./user-books.ts";
import { newsIn } from "./user-cells.ts";

const SUMS = `
  SELECT json_group_array(json_array(
    bucket, server, seconds, users, CAST(bytes_received AS TEXT), CAST(bytes_sent AS TEXT),
    peak, peak_at, peak_all, peak_all_at))
  FROM observed`;

const SELECT_SUMS = `${SUMS} WHERE resolution = ?1 AND bucket >= ?2 AND bucket < ?3`;
const SELECT_ALL_SUMS = `${SUMS} WHERE resolution = ?1`;

function topUsers(table: string): string {
  return `
    SELECT json_group_array(json_array(user, CAST(r AS TEXT), CAST(s AS TEXT))) FROM (
      SELECT user, sum(bytes_received) AS r, sum(bytes_sent) AS s
      FROM ${table} WHERE bucket >= ?1 AND bucket < ?2 GROUP BY user ORDER BY r + s DESC, user LIMIT ?3)`;
}

const SELECT_TOP_USERS = {
  day: topUsers(TRAFFIC_TABLES.day),
  month: topUsers(TRAFFIC_TABLES.month),
  year: topUsers(TRAFFIC_TABLES.year),
};

const SELECT_BEFORE = "SELECT max(bucket) FROM observed WHERE resolution = ?1 AND bucket < ?2";
const SELECT_AFTER = "SELECT min(bucket) FROM observed WHERE resolution = ?1 AND bucket >= ?2";

const SELECT_DELETED_HOUR = "SELECT CAST(value AS INTEGER) FROM settings WHERE name = 'last_deleted_hour'";
const SELECT_DELETED_DAY = "SELECT CAST(value AS INTEGER) FROM settings WHERE name = 'last_deleted_day'";

const NOTHING_ASKED = "SELECT '[]'";

/** All years and months. */
export async function loadArchive(database: Database): Promise<ArchiveFacts> {
  const cell = await readCells(database, {
    years: { sql: SELECT_ALL_SUMS, args: ["year"] },
    months: { sql: SELECT_ALL_SUMS, args: ["month"] },
    servers: SELECT_NEWS,
  });
  return {
    years: periodSumsIn(cell("years")),
    months: periodSumsIn(cell("months")),
    servers: newsIn(cell("servers")),
  };
}

/** What is wanted of a period. */
export interface PeriodQuestion {
  readonly kind: PeriodKind;
  readonly bucket: Bucket;
  readonly partKind: LineKind;
  /** From the beginning of the first to the end of the last. */
  readonly parts: Bucket;
  /** How many users. */
  readonly users: number;
}

/** A period and its parts. */
export async function loadPeriod(database: Database, question: PeriodQuestion): Promise<PeriodFacts> {
  const { kind, bucket, partKind, parts, users } = question;
  const range = keysOf(kind, bucket);
  const cell = await readCells(database, {
    own: { sql: SELECT_SUMS, args: [kind, ...range] },
    parts: { sql: SELECT_SUMS, args: [partKind, ...keysOf(partKind, parts)] },
    days: kind === "year" ? { sql: SELECT_SUMS, args: ["day", ...keysOf("day", bucket)] } : NOTHING_ASKED,
    users: { sql: SELECT_TOP_USERS[kind], args: [...range, BigInt(users)] },
    servers: SELECT_NEWS,
    before: { sql: SELECT_BEFORE, args: [kind, range[0]] },
    after: { sql: SELECT_AFTER, args: [kind, range[1]] },
    hour: SELECT_DELETED_HOUR,
    day: SELECT_DELETED_DAY,
  });
  const instant = (name: "before" | "after" | "hour" | "day"): UnixSeconds | undefined =>
    cell(name) === null ? undefined : Number(cell(name));
  const found = (name: "before" | "after") => {
    const at = instant(name);
    return at === undefined ? undefined : at + ZONE_SLACK[kind];
  };
  return {
    own: periodSumsIn(cell("own")),
    parts: periodSumsIn(cell("parts")),
    days: periodSumsIn(cell("days")),
    users: topUsersIn(cell("users")),
    servers: newsIn(cell("servers")),
    before: found("before"),
    after: found("after"),
    lastDeletedHour: instant("hour"),
    lastDeletedDay: instant("day"),
  };
}

/** The keys of its buckets, whatever zone cut them. */
function keysOf(kind: LineKind, { start, end }: Bucket): readonly [from: bigint, to: bigint] {
  return [BigInt(start - ZONE_SLACK[kind]), BigInt(end - ZONE_SLACK[kind])];
}
