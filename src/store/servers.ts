import type { InStatement } from "@libsql/client";
import * as v from "valibot";
import type { Change, Connection, ServerBooks } from "../account/books.ts";
import { type Moment, REMEMBERED_INTERVALS } from "../account/clock.ts";
import type { PlacedRow } from "../account/observation.ts";
import { presentConnections } from "../account/peak.ts";
import type { NameBytes } from "../model.ts";
import { readConnections } from "./connection-row.ts";
import { SELECT_FORMER_CONNECTIONS, SELECT_OPEN_CONNECTIONS } from "./connections.ts";
import type { Database } from "./open.ts";
import { patiently } from "./patience.ts";
import { CONDITIONS, type Condition, LAST_CONDITION } from "./server-events.ts";

/** Ids of a server's connections lie apart from every other's, so that writers need not ask each other. */
const CONNECTION_IDS_PER_SERVER = 2 ** 32;

/** Observations kept at least, twice as many at most: enough to recognise one's own, and to judge intervals by. */
const KEPT_OBSERVATIONS = 64;

const ADD_SERVER = "INSERT OR IGNORE INTO servers (name) VALUES (?1)";

const NOTE_SOURCE = `
  UPDATE servers SET source = coalesce(?2, source), status_interval = ?3
  WHERE name = ?1 AND (source IS NOT coalesce(?2, source) OR status_interval IS NOT ?3)`;

const SELECT_SERVER = `
  SELECT json_object(
    'id', s.id, 'observation', s.observation, 'snapshot_at', s.snapshot_at, 'snapshot_steps', s.snapshot_steps, 'clock_steps', s.clock_steps, 'content_hash', s.content_hash,
    'fresh', s.fresh, 'connections_opened', s.connections_opened, 'openvpn', s.openvpn, 'source', s.source,
    'dco', s.dco, 'up_since', s.up_since, 'still_since', s.still_since,
    'status_interval', s.status_interval, 'problem', s.problem, 'condition', (${LAST_CONDITION}),
    'observations', json((
      SELECT json_group_array(json_object('gap', o.gap, 'read_at', o.read_at, 'uptime', o.uptime, 'boot_id', o.boot_id))
      FROM (SELECT * FROM observations WHERE server = s.id ORDER BY number DESC LIMIT ${KEPT_OBSERVATIONS}) AS o)))
  FROM servers AS s WHERE s.name = ?1`;

const ADD_OBSERVATION = `
  INSERT INTO observations (server, number, id, gap, read_at, uptime, boot_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)`;

const DROP_OBSERVATIONS = "DELETE FROM observations WHERE server = ?1 AND number <= ?2";

/** An end that a hook told leaves the snapshot as it was, and says nothing of whether the status can be read. */
const MOVE_SERVER = `
  UPDATE servers SET
    problem = CASE WHEN snapshot_at IS ?3 AND content_hash IS ?4 THEN problem END,
    observation = ?2, snapshot_at = ?3, content_hash = ?4, fresh = ?5, connections_opened = ?6, openvpn = ?7,
    clock_steps = ?8, snapshot_steps = ?9, dco = ?10, up_since = ?11, still_since = ?12, present = ?13,
    first_at = coalesce(first_at, ?3)
  WHERE id = ?1`;

const SELECT_OBSERVATION_ID = "SELECT id FROM observations WHERE server = ?1 AND number = ?2";

const NOTE_PROBLEM = "UPDATE servers SET problem = ?2 WHERE id = ?1 AND problem IS NOT ?2";

const observation = v.strictObject({
  gap: v.nullable(v.number()),
  read_at: v.nullable(v.number()),
  uptime: v.nullable(v.number()),
  boot_id: v.nullable(v.string()),
});

const serverCell = v.pipe(
  v.string(),
  v.parseJson(),
  v.strictObject({
    id: v.number(),
    observation: v.number(),
    snapshot_at: v.nullable(v.number()),
    snapshot_steps: v.number(),
    clock_steps: v.number(),
    content_hash: v.nullable(v.string()),
    fresh: v.number(),
    connections_opened: v.number(),
    openvpn: v.nullable(v.string()),
    dco: v.nullable(v.number()),
    up_since: v.nullable(v.number()),
    still_since: v.nullable(v.number()),
    source: v.nullable(v.string()),
    status_interval: v.nullable(v.number()),
    problem: v.nullable(v.string()),
    condition: v.nullable(v.picklist(CONDITIONS)),
    /** Newest first. */
    observations: v.array(observation),
  }),
);

/** How the configuration describes a server. */
export interface ServerDescription {
  readonly name: string;
  /** Where its status is read; undefined: where it was before. */
  readonly source: string | undefined;
  readonly statusInterval: number | undefined;
}

/** A server's books, with what is remembered of its source's last failure. */
export interface LoadedServer {
  readonly books: ServerBooks;
  readonly problem: string | undefined;
  /** What its source was like when that was last noted; `up` where it never was. */
  readonly condition: Condition;
}

/** Reads a server's books as of its last observation; creates them, and notes its source, where that is new. */
export async function loadServer(database: Database, server: ServerDescription): Promise<LoadedServer> {
  const known = await readServer(database, server.name);
  const isNoted = known && (server.source ?? known.row.source) === known.row.source;
  if (isNoted && known.row.status_interval === (server.statusInterval ?? null)) return loaded(server.name, known);
  await patiently(database.patience, () => database.client.batch(describe(server), "write"));
  const created = await readServer(database, server.name);
  if (!created) throw new Error(`the server ${server.name} is missing from the database`);
  return loaded(server.name, created);
}

function describe({ name, source, statusInterval }: ServerDescription): InStatement[] {
  const interval = statusInterval === undefined ? null : BigInt(statusInterval);
  return [
    { sql: ADD_SERVER, args: [name] },
    { sql: NOTE_SOURCE, args: [name, source ?? null, interval] },
  ];
}

interface ServerRows {
  readonly row: v.InferOutput<typeof serverCell>;
  readonly open: readonly Connection[];
}

/** Both selects in one batch: they must be of the same observation. */
async function readServer(database: Database, name: string): Promise<ServerRows | undefined> {
  const { client, patience, users } = database;
  const { ids } = users;
  const [server, open] = await patiently(patience, () =>
    client.batch(
      [
        { sql: SELECT_SERVER, args: [name] },
        { sql: SELECT_OPEN_CONNECTIONS, args: [name] },
      ],
      "read",
    ),
  );
  const userIds = new Map<NameBytes, number>();
  const connections = readConnections(open?.rows[0]?.[0], userIds);
  // Others that were read meanwhile may be older or newer than these: then nothing is known for certain.
  users.ids = users.ids === ids ? userIds : new Map();
  const cell = server?.rows[0]?.[0];
  return cell === undefined ? undefined : { row: v.parse(serverCell, cell), open: connections };
}

function loaded(name: string, { row, open }: ServerRows): LoadedServer {
  const gaps = row.observations.flatMap(({ gap }) => gap ?? []).slice(0, REMEMBERED_INTERVALS);
  return {
    books: {
      server: row.id,
      name,
      number: row.observation,
      at: row.snapshot_at ?? undefined,
      atSteps: row.snapshot_steps,
      moment: lastMoment(row.observations),
      clockSteps: row.clock_steps,
      contentHash: row.content_hash ?? undefined,
      fresh: row.fresh,
      intervals: gaps.reverse(),
      nextConnection: row.id * CONNECTION_IDS_PER_SERVER + row.connections_opened,
      openvpn: row.openvpn ?? undefined,
      dco: row.dco === null ? undefined : row.dco === 1,
      upSince: row.up_since ?? undefined,
      stillSince: row.still_since ?? undefined,
      open,
    },
    problem: row.problem ?? undefined,
    condition: row.condition ?? "up",
  };
}

function lastMoment(observations: ServerRows["row"]["observations"]): Moment | undefined {
  for (const { read_at: now, uptime, boot_id } of observations) {
    if (now !== null) return { now, uptime: uptime ?? undefined, bootId: boot_id ?? undefined };
  }
  return undefined;
}

/** Ended connections and tombstones that began when one of these did, by OpenVPN's text or by the instant. */
export async function findFormer(
  database: Database,
  server: number,
  beginnings: readonly Pick<PlacedRow, "connectedSince" | "connectedSinceText">[],
): Promise<Connection[]> {
  const texts = new Set(beginnings.map(({ connectedSinceText }) => connectedSinceText));
  const instants = new Set(beginnings.map(({ connectedSince }) => connectedSince));
  const args = [BigInt(server), JSON.stringify([...texts]), JSON.stringify([...instants])];
  const { ids } = database.users;
  const { rows } = await patiently(database.patience, () =>
    database.client.execute({ sql: SELECT_FORMER_CONNECTIONS, args }),
  );
  return readConnections(rows[0]?.[0], ids);
}

/** Remembers why a server's source could not be read, or that it can be again. */
export async function noteProblem(database: Database, server: number, problem: string | undefined): Promise<void> {
  const args = [BigInt(server), problem ?? null];
  await patiently(database.patience, () => database.client.execute({ sql: NOTE_PROBLEM, args }));
}

/** The first statement of a change: fails where another writer took this number first. */
export function addObservation({ after, gap }: Change, id: string): InStatement {
  const { now, uptime, bootId } = after.moment ?? { now: 0, uptime: undefined, bootId: undefined };
  return {
    sql: ADD_OBSERVATION,
    args: [BigInt(after.server), BigInt(after.number), id, orNull(gap), BigInt(now), uptime ?? null, bootId ?? null],
  };
}

/** The last statements of a change: the server's own state. */
export function moveServer({ after }: Change): InStatement[] {
  const server = BigInt(after.server);
  const opened = after.nextConnection - after.server * CONNECTION_IDS_PER_SERVER;
  const statements: InStatement[] = [
    {
      sql: MOVE_SERVER,
      args: [
        server,
        BigInt(after.number),
        orNull(after.at),
        after.contentHash ?? null,
        BigInt(after.fresh),
        BigInt(opened),
        after.openvpn ?? null,
        BigInt(after.clockSteps),
        BigInt(after.atSteps),
        after.dco === undefined ? null : BigInt(after.dco),
        orNull(after.upSince),
        orNull(after.stillSince),
        BigInt(presentConnections(after)),
      ],
    },
  ];
  if (after.number % KEPT_OBSERVATIONS === 0)
    statements.push({ sql: DROP_OBSERVATIONS, args: [server, BigInt(after.number - KEPT_OBSERVATIONS)] });
  return statements;
}

/** The id under which an observation number was committed; undefined where it was not. */
export async function observationId(database: Database, server: number, number: number): Promise<string | undefined> {
  const args = [BigInt(server), BigInt(number)];
  const { rows } = await patiently(database.patience, () =>
    database.client.execute({ sql: SELECT_OBSERVATION_ID, args }),
  );
  const id = rows[0]?.[0];
  return typeof id === "string" ? id : undefined;
}

function orNull(value: number | undefined): bigint | null {
  return value === undefined ? null : BigInt(value);
}
