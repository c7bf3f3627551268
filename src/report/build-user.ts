import { increase, NOTHING, sum } from "../account/credit.ts";
import { type Speeds, speedOf } from "../account/speed.ts";
import type { Counters, UnixSeconds } from "../model.ts";
import { nameText } from "../parse/name-text.ts";
import type { BucketSums } from "./bucket-sums.ts";
import type { FirstSight } from "./first-sight.ts";
import type { Frame } from "./frame.ts";
import type { Person } from "./people.ts";
import { clipped, merged, onlineTime } from "./presence.ts";
import { statusAfter } from "./rank-users.ts";
import { isOld } from "./server-state.ts";
import type { TrafficColumn } from "./traffic-column.ts";
import { countedSince, type SeriesFacts, trafficColumns } from "./traffic-series.ts";
import type { UserReport, UserTraffic } from "./user.ts";
import { type PlaceRules, shownPlace, userConnections, userPlaces } from "./user-connections.ts";
import type { UserFacts } from "./user-facts.ts";
import { userFigures } from "./user-figures.ts";
import { RESOLUTION_OF, type UserResolution } from "./user-resolution.ts";
import type { UserSpans } from "./user-spans.ts";
import { weekPattern, weekSums } from "./week-pattern.ts";
import { yearOfDays } from "./year-of-days.ts";

/** How the page of a user is to be made. */
export interface UserOptions extends PlaceRules {
  readonly frame: Frame;
  readonly spans: UserSpans;
  readonly by: UserResolution;
  /** As it may be shown. */
  readonly name: string;
  /** What flows at the moment, by the server's name. */
  readonly speeds: ReadonlyMap<string, Speeds>;
  /** What is new of the user's places. */
  readonly firstSights: readonly FirstSight[];
  /** What the operator says of the user. */
  readonly person: Person | undefined;
  /** Days for which ended connections are kept. */
  readonly connectionsDays: number;
}

const DAY = 86_400;

/** Makes the view model of a user's page. */
export function buildUser(facts: UserFacts, options: UserOptions): UserReport {
  const { frame, spans, person, placesDays } = options;
  const { writtenAt: now, timeZone, privateNames } = frame;
  const known = new Set(facts.totals.map(({ server }) => server));
  const servers = facts.servers.filter(({ id }) => known.has(id));
  const fresh = new Set(servers.filter((server) => !isOld(server, now)).map(({ id }) => id));
  const serverNames = new Map(servers.map(({ id, name }) => [id, name]));
  const series = (resolution: keyof UserFacts["watched"], sums: readonly BucketSums[]): SeriesFacts => ({
    ...{ now, sums, servers },
    watched: facts.watched[resolution],
    keptSince: facts.keptSince[resolution],
  });
  const ofDays = series("day", facts.days);
  const days = trafficColumns(spans.year, ofDays);
  const begun = countedSince(ofDays);
  const firstSeenAt = facts.firstSeenAt ?? facts.oldestConnection;
  const since = begun === undefined ? undefined : Math.max(begun, firstSeenAt ?? begun);
  const figures = userFigures({ facts, spans, now, days, since, limit: person?.limit });
  const connections = userConnections(facts.connections, { ...options, now, fresh, serverNames });
  const presence = facts.presence.map(({ server, start, end, open }) => ({
    ...{ server, start },
    online: open && fresh.has(server),
    end: open && fresh.has(server) ? Math.max(now, start) : end,
  }));
  const open = presence.filter(({ online }) => online);
  const through = servers.filter(({ id }) => open.some(({ server }) => server === id)).map(({ name }) => name);
  const lastSeenAt = Math.max(
    ...facts.totals.map(({ seenAt }) => seenAt),
    ...facts.presence.filter((one) => one.open).map(({ end }) => end),
  );
  const current = facts.connections.find(({ server, end }) => end === undefined && fresh.has(server));
  const ofToday = ({ bucket }: { readonly bucket: UnixSeconds }) => bucket >= (spans.days.at(-2) ?? now);
  const today = { hours: facts.hours.filter(ofToday), watched: facts.watched.hour.filter(ofToday) };
  return {
    ...frame,
    id: facts.id,
    name: options.name,
    account: privateNames ? undefined : nameText(facts.name),
    group: person?.group,
    status: open.length > 0 ? "online" : statusAfter(now - lastSeenAt),
    firstSeenAt,
    lastSeenAt,
    onlineSince: open.length > 0 ? Math.min(...open.map(({ start }) => start)) : undefined,
    openConnections: open.length,
    speed: speedOf(through.flatMap((name) => options.speeds.get(name)?.get(facts.name) ?? [])),
    servers: through.length > 0 ? through : [serverNames.get(lastServer(facts)) ?? ""],
    place: current && shownPlace(current.place, options),
    ...figures,
    allTime: facts.totals.reduce<Counters>(sum, NOTHING),
    onlineTime: onlineTime(presence, Math.max(spans.days[0] ?? now, now - options.connectionsDays * DAY), now),
    traffic: trafficOf({ facts, options, series, presence, month: figures.month.estimate }),
    year: yearOfDays(days, since),
    pattern: weekPattern(facts.weekBefore, weekSums({ now, timeZone, since: firstSeenAt ?? 0, ...today })),
    places: placesDays > 0 ? userPlaces(facts, options.firstSights) : undefined,
    placesDays,
    connections,
    connectionCount: facts.connectionCount,
    connectionsDays: options.connectionsDays,
  };
}

/** That of the last sight. */
function lastServer({ totals }: UserFacts): number {
  return totals.reduce((newest, total) => (total.seenAt > newest.seenAt ? total : newest)).server;
}

interface TrafficFacts {
  readonly facts: UserFacts;
  readonly options: UserOptions;
  readonly series: (resolution: keyof UserFacts["watched"], sums: readonly BucketSums[]) => SeriesFacts;
  readonly presence: readonly { readonly start: UnixSeconds; readonly end: UnixSeconds }[];
  /** What the running month will come to. */
  readonly month: Counters | undefined;
}

function trafficOf({ facts, options, series, presence, month }: TrafficFacts): UserTraffic {
  const { by, frame, spans } = options;
  const now = frame.writtenAt;
  const resolution = RESOLUTION_OF[by];
  const sums = {
    ...{ five_minutes: facts.fiveMinutes, hour: facts.hours, day: facts.days },
    ...{ month: facts.months, year: facts.years },
  }[resolution];
  const shown = series(resolution, sums);
  const columns = trafficColumns(spans.traffic, shown);
  const [start = now] = spans.traffic;
  const isShort = by === "5-minutes" || by === "hours";
  return {
    by,
    columns: by === "months" && month ? withEstimate(columns, month) : columns,
    countingSince: countedSince(shown),
    connected: isShort ? clipped(merged(presence), { start, end: now }) : undefined,
    unplaced: facts.unplaced.get(resolution) ?? NOTHING,
  };
}

/** The running column, with what is expected of its rest. */
function withEstimate(columns: readonly TrafficColumn[], total: Counters): TrafficColumn[] {
  return columns.map((column, index) =>
    index === columns.length - 1 ? { ...column, estimate: increase(column, total) } : column,
  );
}
