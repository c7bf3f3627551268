import type { Interval } from "../account/spread.ts";
import type { MachineFacts, SampleCell, ServerFacts } from "../report/build-machine.ts";
import { MACHINE_FIGURES, type Spread } from "../report/machine-history.ts";
import type { MachineSpan } from "../report/machine-query.ts";
import type { ServerEvent } from "../report/outages.ts";
import type { Database } from "./open.ts";
import { readCells } from "./read-cells.ts";
import { rowsOf } from "./rows.ts";
import { machineIn } from "./summary-cells.ts";

/** Columns of the table in the order of the figures. */
const COLUMNS = [
  ...["disk_percentage", "memory", "load_average_1", "load_average_5", "load_average_15", "proc_no", "database_bytes"],
];
const SPREADS = COLUMNS.map((column) => `min(${column}), avg(${column}), max(${column})`).join(", ");

/** Samples may be taken every second; so many seconds of them are put together. */
const SELECT_CELLS = `
  SELECT json_group_array(json(cell)) FROM (
    SELECT json_array(unixepoch(table_updated) / ?3 * ?3, count(*), ${SPREADS}) AS cell FROM system_resources
    WHERE table_updated >= datetime(?1, 'unixepoch') AND table_updated < datetime(?2, 'unixepoch')
    GROUP BY unixepoch(table_updated) / ?3 ORDER BY unixepoch(table_updated) / ?3)`;

const SELECT_SAMPLE = `
  SELECT json_array(
    unixepoch(table_updated), disk, disk_percentage, memory, load_average_1, load_average_5, load_average_15, proc_no)
  FROM system_resources ORDER BY table_updated DESC LIMIT 1`;

const SELECT_SERVERS = `
  SELECT json_group_array(json_array(
    id, name, problem, first_at, snapshot_at, openvpn, dco, up_since, status_interval, json((
      SELECT json_group_array(gap) FROM (
        SELECT gap FROM observations WHERE server = s.id AND gap IS NOT NULL ORDER BY number DESC LIMIT 10)))))
  FROM servers AS s`;

/** Those of the span, and the last before it of each server: it may say that there is no news. */
const SELECT_EVENTS = `
  SELECT json_group_array(json_array(server, at, kind, detail)) FROM (
    SELECT server, at, kind, detail FROM server_events WHERE at >= ?1 OR id IN (
      SELECT max(id) FROM server_events WHERE at < ?1 AND kind <> 'restart' GROUP BY server)
    ORDER BY id)`;

const SELECT_OBSERVED = `
  SELECT json_group_array(json_array(server, bucket, seconds)) FROM (
    SELECT server, bucket, seconds FROM observed WHERE resolution = ?2 AND bucket >= ?1 ORDER BY bucket)`;

/** What is read of a span: how many seconds of samples are put together, and by what it is told who was watched. */
const READ: Readonly<
  Record<MachineSpan, { readonly seconds: number; readonly observed: string; readonly length: number }>
> = {
  "24-hours": { seconds: 300, observed: "five_minutes", length: 300 },
  "7-days": { seconds: 900, observed: "hour", length: 3600 },
  "31-days": { seconds: 1800, observed: "hour", length: 3600 },
};

/** Reads what the books say of the machine and its servers over a span, which lies between two instants. */
export async function loadMachineHistory(
  database: Database,
  span: MachineSpan,
  { start, end }: Interval,
): Promise<MachineFacts> {
  const { seconds, observed, length } = READ[span];
  const from = BigInt(start);
  const cell = await readCells(database, {
    cells: { sql: SELECT_CELLS, args: [from, BigInt(end), BigInt(seconds)] },
    sample: SELECT_SAMPLE,
    servers: SELECT_SERVERS,
    events: { sql: SELECT_EVENTS, args: [from] },
    observed: { sql: SELECT_OBSERVED, args: [BigInt(start - length), observed] },
  });
  return {
    cells: cellsIn(cell("cells")),
    latest: machineIn(cell("sample")),
    servers: serversIn(cell("servers")),
    events: eventsIn(cell("events")),
    observed: rowsOf<readonly [number, number, number]>(cell("observed")).map(([server, bucket, watched]) => ({
      ...{ server, bucket, length },
      seconds: watched,
    })),
  };
}

function cellsIn(cell: unknown): SampleCell[] {
  return rowsOf<readonly [start: number, samples: number, ...spreads: (number | null)[]]>(cell).map(
    ([start, samples, ...spreads]) => {
      const figures: Record<string, Spread> = {};
      for (const [index, figure] of MACHINE_FIGURES.entries()) {
        const [min, mean, max] = spreads.slice(index * 3, index * 3 + 3);
        if (min != null && mean != null && max != null) figures[figure] = { min, mean, max };
      }
      return { start, samples, figures };
    },
  );
}

type Text = string | null;
type Count = number | null;

function serversIn(cell: unknown): ServerFacts[] {
  type Row = readonly [
    ...[id: number, name: string, problem: Text, firstAt: Count, at: Count, openvpn: Text, dco: Count],
    ...[upSince: Count, statusInterval: Count, intervals: readonly number[]],
  ];
  return rowsOf<Row>(cell).map(
    ([id, name, problem, firstAt, at, openvpn, dco, upSince, statusInterval, intervals]) => ({
      ...{ id, name, intervals },
      problem: problem ?? undefined,
      firstAt: firstAt ?? undefined,
      at: at ?? undefined,
      openvpn: openvpn ?? undefined,
      dco: dco === null ? undefined : dco === 1,
      upSince: upSince ?? undefined,
      statusInterval: statusInterval ?? undefined,
    }),
  );
}

function eventsIn(cell: unknown): ServerEvent[] {
  type Row = readonly [server: number, at: number, kind: ServerEvent["kind"], detail: Text];
  return rowsOf<Row>(cell).map(([server, at, kind, detail]) => ({ server, at, kind, detail: detail ?? undefined }));
}
