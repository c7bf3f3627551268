import { AppError } from "../errors.ts";
import type { UnixSeconds } from "../model.ts";
import type { ConnectionQuery } from "../report/connection-query.ts";
import { buildConnections, CONNECTIONS_A_PAGE, type ConnectionList, MOST_IN_CSV } from "../report/connections.ts";
import type { FirstSight } from "../report/first-sight.ts";
import type { LoggedConnection } from "../report/logged-connection.ts";
import { visibleName } from "../report/visible.ts";
import type { ConnectionFilter } from "../store/connection-filter.ts";
import { loadConnectionLog, type Part } from "../store/connection-log.ts";
import { loadFirstSights } from "../store/first-sights.ts";
import type { Database } from "../store/open.ts";
import { loadShownNames } from "./load-names.ts";
import type { ReportSettings } from "./report-settings.ts";

/** What of the configuration a list of connections obeys. */
export type ConnectionSettings = Pick<
  ReportSettings,
  "fullNames" | "people" | "ipInWeb" | "showProviders" | "placesDays"
>;

/** What is asked for, and when. */
export interface AskedConnections {
  readonly query: ConnectionQuery;
  readonly now: UnixSeconds;
  /** In which countries are named to whoever asks. */
  readonly language: string;
}

/** A page of the connections that somebody asks for. */
export async function loadConnections(
  database: Database,
  settings: ConnectionSettings,
  asked: AskedConnections,
): Promise<ConnectionList> {
  const { query } = asked;
  const list = await load(database, settings, asked, CONNECTIONS_A_PAGE);
  // Turning back, one comes to the newest: they fill a page, as they did at first.
  const isFirst = query.after !== undefined && list.newer === undefined;
  if (!isFirst) return list;
  return load(database, settings, { ...asked, query: { ...query, after: undefined } }, CONNECTIONS_A_PAGE);
}

/** All of them on one page, wherever the query stands. Throws AppError "usage" where they are too many. */
export async function loadAllConnections(
  database: Database,
  settings: ConnectionSettings,
  { query, ...asked }: AskedConnections,
  most = MOST_IN_CSV,
): Promise<ConnectionList> {
  const all = { ...query, before: undefined, after: undefined };
  const list = await load(database, settings, { ...asked, query: all }, most);
  if (list.older === undefined) return list;
  throw new AppError(
    "usage",
    `Cannot write ${list.sums.count} connections into one file: ${most} at most; narrow the span by from and to`,
  );
}

async function load(
  database: Database,
  settings: ConnectionSettings,
  { query, now, language }: AskedConnections,
  limit: Part["limit"],
): Promise<ConnectionList> {
  const all = query.name === undefined ? undefined : await loadShownNames(database, settings);
  const filter = { ...filterOf(query, settings, all), language };
  const log = await loadConnectionLog(database, filter, { ...query, limit });
  const shown = new Set(log.lines.map(({ user }) => user));
  const ids = query.user === undefined ? [...shown] : [query.user];
  const names = all ?? (await loadShownNames(database, settings, ids));
  const sights = settings.placesDays === 0 ? [] : await sightsOf(database, log.lines);
  return buildConnections(
    { ...log, query, names, sights },
    {
      addressDetail: settings.ipInWeb,
      showPlaces: settings.placesDays > 0,
      showProviders: settings.showProviders,
    },
    now,
  );
}

/** What was new of the users of connections since the first of these began. */
async function sightsOf(database: Database, lines: readonly LoggedConnection[]): Promise<FirstSight[]> {
  const since = lines.reduce((first, line) => Math.min(first, line.since), Number.MAX_SAFE_INTEGER);
  return lines.length === 0 ? [] : loadFirstSights(database, since, [...new Set(lines.map(({ user }) => user))]);
}

function filterOf(
  { name, user, server, address, virtual, place, from, to, at, state }: ConnectionQuery,
  { showProviders }: ConnectionSettings,
  names: ReadonlyMap<number, string> | undefined,
): Omit<ConnectionFilter, "language"> {
  const before = to && to.end - 1;
  return {
    ...{ server, address, virtual, place, state },
    users: usersOf(name, user, names),
    begunBy: at && before !== undefined ? Math.min(at.start, before) : (at?.start ?? before),
    lastingTo: from || at ? Math.max(from?.start ?? 0, at?.start ?? 0) : undefined,
    providers: showProviders,
  };
}

function usersOf(
  name: string | undefined,
  user: number | undefined,
  names: ReadonlyMap<number, string> | undefined,
): readonly number[] | undefined {
  if (name === undefined || names === undefined) return user === undefined ? undefined : [user];
  const part = name.toLowerCase();
  const isCalledSo = ([, shown]: readonly [number, string]) => visibleName(shown).toLowerCase().includes(part);
  const ids = [...names].filter(isCalledSo).map(([id]) => id);
  return user === undefined ? ids : ids.filter((id) => id === user);
}
