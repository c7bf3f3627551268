import type { Calendar } from "../account/calendar.ts";
import type { Interval } from "../account/spread.ts";
import type { UnixSeconds } from "../model.ts";
import {
  type DatabaseGrowth,
  MACHINE_FIGURES,
  type MachineFigure,
  type MachineHistory,
  type MachineStretch,
  type ServerHistory,
  type Spread,
} from "./machine-history.ts";
import type { MachineSpan } from "./machine-query.ts";
import { BINS, machineColumns, parts } from "./machine-spans.ts";
import { outagesOf, type ServerEvent } from "./outages.ts";
import type { MachineLine } from "./overview.ts";
import { openvpnVersion, serverState } from "./server-state.ts";
import type { ServerSums } from "./summary.ts";
import { type ObservedBucket, unwatchedOf } from "./unwatched.ts";

/** Samples of a short time, put together. */
export interface SampleCell {
  readonly start: UnixSeconds;
  readonly samples: number;
  readonly figures: Readonly<Partial<Record<MachineFigure, Spread>>>;
}

/** What is told of a server here: all but its traffic, and where it is read. */
export type ServerFacts = Omit<ServerSums, "source" | "stillSince" | "unauthenticated">;

/** What the books say of the machine and its servers. */
export interface MachineFacts {
  readonly cells: readonly SampleCell[];
  readonly latest: MachineLine | undefined;
  readonly servers: readonly ServerFacts[];
  /** In their order. */
  readonly events: readonly ServerEvent[];
  /** In their order. */
  readonly observed: readonly ObservedBucket[];
}

export interface MachineOptions {
  readonly span: MachineSpan;
  readonly now: UnixSeconds;
  readonly calendar: Calendar;
}

const DAY_SECONDS = 86_400;

/** A day's growth told by less than this would be a guess. */
const LEAST_GROWTH_SECONDS = DAY_SECONDS / 4;

/** The machine and its servers over a span. */
export function buildMachine(facts: MachineFacts, { span, now, calendar }: MachineOptions): MachineHistory {
  const columns = machineColumns(span, now, calendar);
  const bins = columns.flatMap((column) => parts(column, BINS));
  const [from, to] = [columns[0]?.start ?? now, columns.at(-1)?.end ?? now];
  return {
    span,
    from,
    to,
    latest: facts.latest,
    database: growthOf(facts.cells),
    bins: gathered(facts.cells, bins),
    columns: gathered(facts.cells, columns),
    servers: facts.servers
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .map((server) => serverHistory(server, facts, { start: from, end: now })),
  };
}

/** The cells that begin in each stretch, put together. */
function gathered(cells: readonly SampleCell[], stretches: readonly Interval[]): MachineStretch[] {
  let index = 0;
  return stretches.map(({ start, end }) => {
    while ((cells[index]?.start ?? end) < start) index++;
    const first = index;
    while ((cells[index]?.start ?? end) < end) index++;
    const within = cells.slice(first, index);
    return { start, end, samples: within.reduce((sum, { samples }) => sum + samples, 0), figures: spreads(within) };
  });
}

function spreads(cells: readonly SampleCell[]): MachineStretch["figures"] {
  const found: Partial<Record<MachineFigure, Spread>> = {};
  for (const figure of MACHINE_FIGURES) {
    const known = cells.flatMap(({ samples, figures }) => {
      const spread = figures[figure];
      return spread ? [{ samples, ...spread }] : [];
    });
    const samples = known.reduce((sum, cell) => sum + cell.samples, 0);
    if (samples === 0) continue;
    found[figure] = {
      min: Math.min(...known.map(({ min }) => min)),
      mean: known.reduce((sum, { mean, samples: count }) => sum + mean * count, 0) / samples,
      max: Math.max(...known.map(({ max }) => max)),
    };
  }
  return found;
}

function growthOf(cells: readonly SampleCell[]): DatabaseGrowth | undefined {
  const known = cells.flatMap(({ start, figures: { database } }) => (database ? [{ at: start, ...database }] : []));
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const seconds = last.at - first.at;
  const perDay = ((last.max - first.min) / seconds) * DAY_SECONDS;
  return { bytes: last.max, perDay: seconds < LEAST_GROWTH_SECONDS ? undefined : perDay };
}

function serverHistory(server: ServerFacts, { events, observed }: MachineFacts, span: Interval): ServerHistory {
  const { id, name, firstAt, at, openvpn, upSince, dco } = server;
  const own = events.filter((event) => event.server === id);
  const state = serverState(server, span.end);
  const counted = { start: Math.max(span.start, firstAt ?? span.end), end: span.end };
  // While its source is fresh, the time since its last news is watched.
  const known = { ...counted, end: state === "up" ? (at ?? span.end) : span.end };
  const unwatched = unwatchedOf(
    observed.filter((bucket) => bucket.server === id),
    known,
  );
  const missing = unwatched.reduce((sum, { seconds }) => sum + seconds, 0);
  const length = counted.end - counted.start;
  return {
    name,
    state,
    lastNewsAt: at,
    version: openvpnVersion(openvpn),
    upSince,
    dco,
    restarts: own
      .flatMap(({ kind, at: instant, detail }) =>
        kind === "restart" && instant >= span.start
          ? [{ at: instant, kind: detail === "exact" ? detail : "inferred" } as const]
          : [],
      )
      .toReversed(),
    outages: outagesOf(own, span),
    unwatched: unwatched.toReversed(),
    watched: length > 0 ? Math.max(0, 1 - missing / length) : undefined,
  };
}
