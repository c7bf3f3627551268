import { RESOLUTIONS, type Resolution } from "../account/calendar.ts";
import type { Counters, NameBytes } from "../model.ts";
import { SELECT_PERIOD_FAULTS } from "./audit-periods.ts";
import { cappedSum } from "./capped-sum.ts";
import { LONGEST } from "./longest.ts";
import { TRAFFIC_TABLES } from "./migrations.ts";
import { nameOfHex } from "./names.ts";
import type { Database } from "./open.ts";
import { patiently } from "./patience.ts";
import { rowsOf } from "./rows.ts";

/** A user whose bytes on a server are not the same everywhere in the books. */
export interface Difference {
  readonly user: NameBytes;
  readonly server: string;
  /** Where the books have other bytes than their connections: a resolution, or the sum of all time. */
  readonly place: Resolution | "total";
  /** Of the connections, those deleted included. */
  readonly moved: Counters;
  readonly booked: Counters;
}

/** What is wrong with the books. */
export interface Audit {
  readonly differences: readonly Difference[];
  /** Everything else, a sentence each. */
  readonly faults: readonly string[];
}

const BOOKED = [
  ...RESOLUTIONS.map(
    (name) => `SELECT '${name}', user, server, bytes_received, bytes_sent FROM ${TRAFFIC_TABLES[name]}`,
  ),
  "SELECT 'total', user, server, bytes_received, bytes_sent FROM traffic_total",
  "SELECT resolution, user, server, bytes_received, bytes_sent FROM unplaced",
  "SELECT resolution, user, server, bytes_received, bytes_sent FROM retired",
].join(" UNION ALL ");

const PLACES = [...RESOLUTIONS, "total"].map((place) => `('${place}')`).join(", ");

const SUMS = `${cappedSum("r")} AS r, ${cappedSum("s")} AS s`;

/**
 * Conservation, worked out anew: at every resolution what is booked, unplaced and retired is what the connections
 * moved, the deleted ones and those forgotten included. Sums end where those that are kept do.
 */
const SELECT_DIFFERENCES = `
  WITH
  booked (place, user, server, r, s) AS (${BOOKED}),
  marks (user, server, r, s) AS (
    SELECT user, server, bytes_received, bytes_sent FROM connections WHERE +user IS NOT NULL
    UNION ALL SELECT user, server, bytes_received, bytes_sent FROM tombstones WHERE user IS NOT NULL
    UNION ALL SELECT user, server, bytes_received, bytes_sent FROM forgotten),
  places (place) AS (VALUES ${PLACES}),
  found AS (SELECT place, user, server, ${SUMS} FROM booked GROUP BY place, user, server),
  moved AS (
    SELECT place, user, server, r, s
    FROM places CROSS JOIN (SELECT user, server, ${SUMS} FROM marks GROUP BY user, server)),
  both AS (
    SELECT place, user, server,
      coalesce(moved.r, 0) AS moved_r, coalesce(moved.s, 0) AS moved_s,
      coalesce(found.r, 0) AS found_r, coalesce(found.s, 0) AS found_s
    FROM moved FULL JOIN found USING (place, user, server))
  SELECT json_group_array(json_array(
    hex(coalesce(users.name, CAST('user ' || user AS BLOB))), coalesce(servers.name, 'server ' || server), place,
    CAST(moved_r AS TEXT), CAST(moved_s AS TEXT), CAST(found_r AS TEXT), CAST(found_s AS TEXT)))
  FROM both LEFT JOIN users ON users.id = user LEFT JOIN servers ON servers.id = server
  WHERE (moved_r, moved_s) IS NOT (found_r, found_s)`;

/** Each gives sentences; none in books that are whole. */
const SELECT_FAULTS = [
  `SELECT 'a ' || resolution || ' bucket of ' || servers.name || ' was watched for ' || seconds || ' s'
   FROM observed JOIN servers ON servers.id = server
   WHERE seconds < 0 OR seconds > ${LONGEST}`,
  ...[
    "connections",
    "tombstones",
    "forgotten",
    "traffic_total",
    "unplaced",
    "retired",
    ...Object.values(TRAFFIC_TABLES),
  ].map(
    (table) => `
      SELECT n || ' rows of ${table} have fewer than 0 bytes' FROM (
        SELECT count(*) AS n FROM ${table} WHERE bytes_received < 0 OR bytes_sent < 0) WHERE n > 0`,
  ),
  `SELECT 'connection ' || c.id || ' is of a server or a user that is not in the books'
   FROM connections AS c LEFT JOIN servers AS s ON s.id = c.server LEFT JOIN users AS u ON u.id = c.user
   WHERE s.id IS NULL OR (c.user IS NOT NULL AND u.id IS NULL)`,
  `SELECT 'connection ' || id || ' is among the open ones and the deleted ones' FROM connections JOIN tombstones USING (id)`,
  `SELECT 'connection ' || id || ' ended before it began'
   FROM connections WHERE ended_at IS NOT NULL AND since_steps = seen_steps AND ended_at < connected_since AND end_kind = 'exact'`,
  `SELECT 'first sights of user ' || user || ', who is not in the books'
   FROM first_sights LEFT JOIN users ON users.id = user WHERE users.id IS NULL GROUP BY user`,
  `SELECT 'an event of server ' || server || ', which is not in the books'
   FROM server_events LEFT JOIN servers ON servers.id = server WHERE servers.id IS NULL GROUP BY server`,
  `SELECT 'the books of ' || name || ' count ' || observation || ' observations, the last has number ' || n
   FROM (SELECT s.name, s.observation, max(o.number) AS n FROM servers AS s JOIN observations AS o ON o.server = s.id GROUP BY s.id)
   WHERE n <> observation`,
  ...SELECT_PERIOD_FAULTS,
];

/** Works out anew whatever must hold of the books; writes nothing. */
export async function auditBooks(database: Database): Promise<Audit> {
  const statements = ["PRAGMA quick_check(20)", SELECT_DIFFERENCES, ...SELECT_FAULTS];
  const results = await patiently(database.patience, () => database.client.batch(statements, "read"));
  const [check, differences, ...faults] = results.map(({ rows }) => rows.map((row) => row[0]));
  return {
    differences: rowsOf<DifferenceRow>(differences?.[0]).map(differenceOf),
    faults: [
      ...(check ?? []).filter((line) => line !== "ok").map((line) => `the database is damaged: ${line}`),
      ...faults.flat().map(String),
    ],
  };
}

/** A row of SELECT_DIFFERENCES. */
type DifferenceRow = readonly [
  userHex: string,
  server: string,
  place: Difference["place"],
  movedReceived: string,
  movedSent: string,
  bookedReceived: string,
  bookedSent: string,
];

function differenceOf([userHex, server, place, ...amounts]: DifferenceRow): Difference {
  const [movedReceived, movedSent, bookedReceived, bookedSent] = amounts;
  return {
    user: nameOfHex(userHex),
    server,
    place,
    moved: { bytesReceived: BigInt(movedReceived), bytesSent: BigInt(movedSent) },
    booked: { bytesReceived: BigInt(bookedReceived), bytesSent: BigInt(bookedSent) },
  };
}
