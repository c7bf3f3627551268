import { NOTHING, sum } from "../account/credit.ts";
import { STILL_SECONDS } from "../account/offload.ts";
import { type Speeds, speedOf } from "../account/speed.ts";
import type { UnixSeconds } from "../model.ts";
import { nameText } from "../parse/name-text.ts";
import type { Archive } from "./archive.ts";
import { estimate } from "./estimate.ts";
import type { Frame } from "./frame.ts";
import { highest } from "./highest.ts";
import type { Overview, Periods, ServerLine, UserLine } from "./overview.ts";
import { groupsOf, type People } from "./people.ts";
import type { Ranked } from "./rank-users.ts";
import type { Selection } from "./select-users.ts";
import { isOld, openvpnVersion, serverState } from "./server-state.ts";
import { wholeName } from "./shown-names.ts";
import type { ServerSums, ShownUsers, Spans, Summary } from "./summary.ts";

/** How a report is to be made. */
export interface OverviewOptions {
  readonly frame: Frame;
  readonly spans: Spans;
  readonly people: People;
  /** What flows at the moment, by the server's name. */
  readonly speeds: ReadonlyMap<string, Speeds>;
  readonly showPlaces: boolean;
  readonly placesDays: number;
  readonly archive: Archive | undefined;
  readonly databaseBytes: number | undefined;
}

/** What the books say, and who of it is shown. */
export interface ReportFacts {
  readonly summary: Summary;
  readonly selection: Selection;
  readonly shown: ShownUsers;
}

/** Makes the one view model of all outputs. */
export function buildOverview({ summary, selection, shown }: ReportFacts, options: OverviewOptions): Overview {
  const { frame, spans } = options;
  const now = frame.writtenAt;
  const starts = spans.days.slice(0, -1);
  const countingSince = earliest(summary.servers.map(({ firstAt }) => firstAt));
  const servers = summary.servers
    .map((server) => serverLine(server, summary, options))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const days = starts.map((start, index) => {
    const end = spans.days[index + 1] ?? now;
    const { bytesReceived, bytesSent } = summary.days
      .filter(({ bucket }) => bucket >= start && bucket < end)
      .reduce(sum, NOTHING);
    const watched = watchedShare(summary, undefined, [start, Math.min(end, now)], now);
    return { start, end, bytesReceived, bytesSent, watched };
  });
  const month = { start: spans.month, end: spans.monthEnd, moved: summary.month };
  return {
    ...frame,
    countingSince,
    monthStart: spans.month,
    monthEnd: spans.monthEnd,
    monthEstimate: estimate({ ...month, now, since: countingSince, days })?.total,
    watched: watchedShare(summary, undefined, [starts[0] ?? now, now], now),
    servers,
    users: userLines(selection, shown, { ...options, servers: summary.servers }),
    list: selection.list,
    userCount: selection.present.length,
    statusCounts: countStatuses(selection.present),
    peaks: peaksOf(summary, spans),
    activeToday: activeToday(summary),
    totals: totalsOf(summary, spans),
    days,
    places: options.showPlaces ? summary.places : undefined,
    placesDays: options.placesDays,
    distinctAddresses: summary.distinctAddresses,
    machine: summary.machine,
    archive: options.archive,
    databaseBytes: options.databaseBytes,
    unplacedHours: summary.unplacedHours,
    groups: groupsOf(options.people),
  };
}

function serverLine(
  server: ServerSums,
  summary: Summary,
  { frame: { writtenAt: now }, spans, speeds }: OverviewOptions,
): ServerLine {
  const open = summary.open.filter((connections) => connections.server === server.id);
  const users = open.filter(({ user }) => user !== undefined);
  const old = isOld(server, now);
  return {
    name: server.name,
    state: serverState(server, now),
    lastNewsAt: server.at,
    ageSeconds: server.at === undefined ? undefined : Math.max(0, now - server.at),
    source: server.source,
    problem: server.problem,
    connections: users.reduce((total, { count }) => total + count, 0),
    usersOnline: old ? 0 : users.length,
    speed: speedOf(old ? undefined : speeds.get(server.name)?.values()),
    signingIn: old ? 0 : open.filter(({ user }) => user === undefined).reduce((total, { count }) => total + count, 0),
    unauthenticated: server.unauthenticated,
    upSince: server.upSince,
    dco: server.dco,
    stillSince: standsStill(server) ? server.stillSince : undefined,
    openvpnVersion: openvpnVersion(server.openvpn),
    watched: watchedShare(summary, server, [spans.days[0] ?? now, now], now),
  };
}

function standsStill({ at = 0, stillSince = at }: ServerSums): boolean {
  return at - stillSince >= STILL_SECONDS;
}

interface UserFrame {
  readonly servers: readonly ServerSums[];
  readonly people: People;
  readonly speeds: OverviewOptions["speeds"];
}

function userLines({ users, initials }: Selection, shown: ShownUsers, frame: UserFrame): UserLine[] {
  const { servers, people, speeds } = frame;
  return users.map(({ user, status, seenAt, open }) => {
    const sums = shown.sums.get(user.id);
    const account = nameText(sums?.name ?? "");
    const finished = shown.finishedDays.get(user.id);
    const lastServer = open[0]?.server ?? sums?.server;
    return {
      id: user.id,
      name: initials?.get(user.id) ?? wholeName(account, people),
      account: initials ? undefined : account,
      group: people.get(account)?.group,
      status,
      lastSeenAt: seenAt,
      onlineSince: earliest(open.map(({ since }) => since)),
      openConnections: open.reduce((count, connections) => count + connections.count, 0),
      speed: speedOf(
        open.flatMap(({ server }) => {
          const through = servers.find(({ id }) => id === server);
          return (sums && through && speeds.get(through.name)?.get(sums.name)) ?? [];
        }),
      ),
      server: servers.find(({ id }) => id === lastServer)?.name ?? "",
      days: finished ? [...finished, user.today] : [],
      today: user.today,
      last7Days: user.last7Days,
      last30Days: user.last30Days,
      month: sums?.month ?? NOTHING,
      allTime: sums?.allTime ?? NOTHING,
    };
  });
}

function countStatuses(ranked: readonly Ranked[]): Overview["statusCounts"] {
  const counts = { online: 0, away: 0, offline: 0, "long-time-off": 0 };
  for (const { status } of ranked) counts[status] += 1;
  return counts;
}

function peaksOf({ watched }: Summary, spans: Spans): Overview["peaks"] {
  const since = (start = 0) =>
    highest(watched.filter(({ bucket }) => bucket >= start).map(({ peakOfAll }) => peakOfAll));
  return { today: since(spans.days.at(-2)), last30Days: since(spans.days[0]) };
}

function activeToday({ users }: Summary): Overview["activeToday"] {
  let count = 0;
  let most = 0n;
  for (const { today } of users) {
    const bytes = today.bytesReceived + today.bytesSent;
    if (bytes > 0n) count += 1;
    if (bytes > most) most = bytes;
  }
  return { users: count, most };
}

function totalsOf({ days, month, allTime }: Summary, spans: Spans): Periods {
  const since = (start = 0) => days.filter(({ bucket }) => bucket >= start).reduce(sum, NOTHING);
  return {
    today: since(spans.days.at(-2)),
    last7Days: since(spans.days.at(-8)),
    last30Days: since(spans.days[0]),
    month,
    allTime,
  };
}

/**
 * Share of a stretch of time up to now that a server was watched, counted from when its books begin; without a
 * server, the best watched one's. The time since the last news counts, while the source is fresh.
 */
function watchedShare(
  summary: Summary,
  server: ServerSums | undefined,
  [from, to]: readonly [UnixSeconds, UnixSeconds],
  now: UnixSeconds,
): number {
  const shares = (server ? [server] : summary.servers).map((one) => {
    const start = Math.max(from, one.firstAt ?? to);
    if (start >= to) return to === now && one.firstAt !== undefined ? 1 : 0;
    const running = to === now && !isOld(one, now) ? now - Math.max(start, one.at ?? now) : 0;
    const seconds = summary.watched
      .filter((day) => day.server === one.id && day.bucket >= from && day.bucket < to)
      .reduce((total, day) => total + day.seconds, running);
    return Math.min(1, seconds / (to - start));
  });
  return Math.max(0, ...shares);
}

function earliest(instants: readonly (UnixSeconds | undefined)[]): UnixSeconds | undefined {
  const known = instants.filter((instant) => instant !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
