import { isStale, statusInterval } from "../account/clock.ts";
import { NOTHING, sum } from "../account/credit.ts";
import type { Counters, UnixSeconds } from "../model.ts";
import { nameText } from "../parse/name-text.ts";
import type { Overview, Periods, ServerLine, UserLine, UserStatus } from "./overview.ts";
import type { DaySums, OpenConnections, ServerSums, Spans, Summary, UserSums } from "./summary.ts";

/** How a report is to be made. */
export interface OverviewOptions {
  readonly now: UnixSeconds;
  readonly version: string;
  readonly timeZone: string;
  readonly spans: Spans;
  readonly fullNames: boolean;
  readonly showPlaces: boolean;
  readonly showProviders: boolean;
  readonly placesDays: number;
  readonly databaseBytes: number | undefined;
}

/** A user with what the report says of presence. */
export interface Ranked {
  readonly user: UserSums;
  readonly status: UserStatus;
  readonly seenAt: UnixSeconds;
  readonly open: readonly OpenConnections[];
}

/** All users: online first, then by traffic of 30 days, then by name. */
export function rankUsers(summary: Summary, now: UnixSeconds): Ranked[] {
  const fresh = new Set(summary.servers.filter((server) => !isOld(server, now)).map(({ id }) => id));
  const openOf = new Map<number, OpenConnections[]>();
  for (const open of summary.open) {
    if (open.user === undefined) continue;
    const others = openOf.get(open.user);
    if (others) others.push(open);
    else openOf.set(open.user, [open]);
  }
  return summary.users
    .map((user): Ranked => {
      const open = openOf.get(user.id) ?? [];
      const seenAt = Math.max(user.seenAt, ...open.map((connections) => connections.seenAt));
      const online = open.filter(({ server }) => fresh.has(server));
      return { user, open: online, seenAt, status: online.length > 0 ? "online" : statusAfter(now - seenAt) };
    })
    .sort(compareUsers);
}

/** The overview; `userDays` is the daily traffic of those users whose days are to be shown. */
export function buildOverview(
  summary: Summary,
  ranked: readonly Ranked[],
  userDays: readonly DaySums[],
  options: OverviewOptions,
): Overview {
  const { now, spans } = options;
  const starts = spans.days.slice(0, -1);
  const countingSince = earliest(summary.servers.map(({ firstAt }) => firstAt));
  const servers = summary.servers
    .map((server) => serverLine(server, summary, options))
    .sort((a, b) => a.name.localeCompare(b.name, "en"));
  return {
    version: options.version,
    writtenAt: now,
    timeZone: options.timeZone,
    countingSince,
    monthStart: spans.month,
    monthEnd: spans.monthEnd,
    watched: watchedShare(summary, undefined, [starts[0] ?? now, now], now),
    servers,
    users: userLines(ranked, userDays, starts, summary.servers, options.fullNames),
    statusCounts: countStatuses(ranked),
    totals: totalsOf(ranked),
    days: starts.map((start, index) => {
      const end = spans.days[index + 1] ?? now;
      const { bytesReceived, bytesSent } = summary.days
        .filter(({ bucket }) => bucket >= start && bucket < end)
        .reduce(sum, NOTHING);
      return {
        start,
        end,
        bytesReceived,
        bytesSent,
        watched: watchedShare(summary, undefined, [start, Math.min(end, now)], now),
      };
    }),
    places: options.showPlaces
      ? summary.places.map((place) => (options.showProviders ? place : { ...place, provider: undefined }))
      : undefined,
    placesDays: options.placesDays,
    distinctAddresses: summary.distinctAddresses,
    machine: summary.machine,
    databaseBytes: options.databaseBytes,
    privateNames: !options.fullNames,
    unplacedHours: summary.unplacedHours,
  };
}

function serverLine(server: ServerSums, summary: Summary, { now, spans }: OverviewOptions): ServerLine {
  const open = summary.open.filter((connections) => connections.server === server.id);
  const users = open.filter(({ user }) => user !== undefined);
  const old = isOld(server, now);
  return {
    name: server.name,
    state: server.problem !== undefined ? "failing" : server.at === undefined ? "waiting" : old ? "stale" : "up",
    lastNewsAt: server.at,
    ageSeconds: server.at === undefined ? undefined : Math.max(0, now - server.at),
    source: server.source,
    problem: server.problem,
    connections: users.reduce((total, { count }) => total + count, 0),
    usersOnline: old ? 0 : users.length,
    signingIn: old ? 0 : open.filter(({ user }) => user === undefined).reduce((total, { count }) => total + count, 0),
    unauthenticated: server.unauthenticated,
    openvpnVersion: /^OpenVPN (\S+)/.exec(server.openvpn ?? "")?.[1],
    watched: watchedShare(summary, server, [spans.days[0] ?? now, now], now),
  };
}

/** Nothing was heard of it for so long that nobody counts as online through it. */
function isOld({ at, statusInterval: configured, intervals }: ServerSums, now: UnixSeconds): boolean {
  return at === undefined || isStale(at, now, statusInterval(configured, intervals));
}

function statusAfter(seconds: number): UserStatus {
  if (seconds < 3600) return "away";
  return seconds < 86_400 ? "offline" : "long-time-off";
}

function compareUsers(a: Ranked, b: Ranked): number {
  const online = Number(b.status === "online") - Number(a.status === "online");
  const traffic = total(b.user.last30Days) - total(a.user.last30Days);
  return online || (traffic > 0n ? 1 : traffic < 0n ? -1 : a.user.name < b.user.name ? -1 : 1);
}

function userLines(
  ranked: readonly Ranked[],
  userDays: readonly DaySums[],
  starts: readonly UnixSeconds[],
  servers: readonly ServerSums[],
  fullNames: boolean,
): UserLine[] {
  const columns = columnsOf(userDays, starts);
  const names = fullNames ? undefined : initials(ranked.map(({ user }) => user));
  return ranked.map(({ user, status, seenAt, open }) => {
    const lastServer = open[0]?.server ?? user.server;
    return {
      name: names?.get(user.id) ?? nameText(user.name),
      status,
      lastSeenAt: seenAt,
      onlineSince: earliest(open.map(({ since }) => since)),
      openConnections: open.reduce((count, connections) => count + connections.count, 0),
      server: servers.find(({ id }) => id === lastServer)?.name ?? "",
      days: columns.get(user.id) ?? [],
      today: user.today,
      last7Days: user.last7Days,
      last30Days: user.last30Days,
      month: user.month,
      allTime: user.allTime,
    };
  });
}

/** Each user's traffic of each day; a bucket cut under another zone counts where it starts. */
function columnsOf(userDays: readonly DaySums[], starts: readonly UnixSeconds[]): Map<number, Counters[]> {
  const columns = new Map<number, Counters[]>();
  for (const { user, bucket, bytesReceived, bytesSent } of userDays) {
    const days = columns.get(user) ?? starts.map(() => NOTHING);
    columns.set(user, days);
    const index = starts.findLastIndex((start) => start <= bucket);
    days[index] = sum(days[index] ?? NOTHING, { bytesReceived, bytesSent });
  }
  return columns;
}

/** "J 1", "J 2": the first letter, and a number that stays the user's own because it follows their ids. */
function initials(users: readonly UserSums[]): Map<number, string> {
  const counts = new Map<string, number>();
  const names = new Map<number, string>();
  for (const { id, name } of [...users].sort((a, b) => a.id - b.id)) {
    const [letter = "?"] = nameText(name).toUpperCase();
    const count = (counts.get(letter) ?? 0) + 1;
    counts.set(letter, count);
    names.set(id, `${letter} ${count}`);
  }
  return names;
}

function countStatuses(ranked: readonly Ranked[]): Overview["statusCounts"] {
  const counts = { online: 0, away: 0, offline: 0, "long-time-off": 0 };
  for (const { status } of ranked) counts[status] += 1;
  return counts;
}

function totalsOf(ranked: readonly Ranked[]): Periods {
  const over = (period: keyof Periods) => ranked.reduce((total, { user }) => sum(total, user[period]), NOTHING);
  return {
    today: over("today"),
    last7Days: over("last7Days"),
    last30Days: over("last30Days"),
    month: over("month"),
    allTime: over("allTime"),
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

function total({ bytesReceived, bytesSent }: Counters): bigint {
  return bytesReceived + bytesSent;
}
