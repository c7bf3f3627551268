import type { Counters, UnixSeconds } from "../../src/model.ts";
import type { Trouble } from "../../src/report/frame.ts";
import type { Overview, Periods, PlaceLine, ServerLine, UserLine } from "../../src/report/overview.ts";
import type { TrafficColumn } from "../../src/report/traffic-column.ts";
import { DEFAULT_LIST, pageCount, pageOf, type UserList } from "../../src/report/user-list.ts";
import type { UserStatus } from "../../src/report/user-status.ts";

import { asServed, sampleFrame, WRITTEN_AT } from "./sample-frame.ts";

const DAY = 86_400;

const MIDNIGHT: UnixSeconds = 1_760_479_200;
const MONTH_START: UnixSeconds = 1_759_269_600;
const NOT_WATCHED = 8;
const NONE: Counters = { bytesReceived: 0n, bytesSent: 0n };

const NAMES = [
  "jonas.weber",
  "ci-runner-03",
  "m.kowalska",
  "anna.berger",
  '<b>tim</b> & "co"',
  "priya.raman",
  "s.okafor",
  "lukas.hofer",
  "field-office-antwerp-warehouse-scanner-gateway-terminal-0017b",
  "d.lindqvist",
  "old-router-graz",
  "e.moreau",
] as const;

const CITIES = [
  ["Falkenstein", "Saxony", "Germany", "Sachsen Rack & Power"],
  ["Vienna", "Vienna", "Austria", "Donaunetz Cable"],
  ["Linz", "Upper Austria", "Austria", "Donaunetz Cable"],
  ["Kraków", "Lesser Poland", "Poland", "Wisła Fiber"],
  ["Rotterdam", "South Holland", "Netherlands", "Maas Glasvezel"],
  ["London", "England", "United Kingdom", "Tower Broadband"],
  ["Antwerp", "Flanders", "Belgium", "Schelde Net"],
  ["Malmö", "Skåne", "Sweden", "Öresund Bredband"],
] as const;

/** What a sample is made of. */
export interface SampleOptions {
  readonly users: number;
  /** In place of the invented ones. */
  readonly names?: readonly string[];
  readonly servers?: readonly ServerLine[];
  /** As somebody asked the web server for it; default: as in a file. */
  readonly list?: Partial<UserList>;
}

/** Whole numbers that look like chance and are the same on every run (mulberry32). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The sum, direction by direction. */
export function sum(parts: readonly Counters[]): Counters {
  return {
    bytesReceived: parts.reduce((total, part) => total + part.bytesReceived, 0n),
    bytesSent: parts.reduce((total, part) => total + part.bytesSent, 0n),
  };
}

/** A server in its plainest state, changed as told. */
export function sampleServer(changes: Partial<ServerLine> = {}): ServerLine {
  return {
    name: "fra-1",
    state: "up",
    lastNewsAt: WRITTEN_AT - 6,
    ageSeconds: 6,
    source: "/var/log/openvpn/status.log",
    problem: undefined,
    connections: 6,
    usersOnline: 5,
    speed: { receivedPerSecond: 1_100_000, sentPerSecond: 6_000_000 },
    signingIn: 1,
    unauthenticated: { bytesReceived: 18_204n, bytesSent: 52_118n },
    openvpnVersion: "2.6.14",
    upSince: undefined,
    dco: false,
    stillSince: undefined,
    watched: 0.953,
    ...changes,
  };
}

/** Told nothing for 47 minutes. */
export const STALE_SERVER = sampleServer({
  name: "ams-2",
  state: "stale",
  lastNewsAt: WRITTEN_AT - 2820,
  ageSeconds: 2820,
  source: "/run/openvpn-server/status-ams-2.log",
  connections: 2,
  usersOnline: 0,
  speed: undefined,
  signingIn: 0,
  unauthenticated: NONE,
  watched: 0.952,
});

/** Cannot be read. */
export const FAILING_SERVER = sampleServer({
  name: "waw-1",
  state: "failing",
  lastNewsAt: WRITTEN_AT - 10_440,
  ageSeconds: 10_440,
  source: "/srv/openvpn/waw-1/status.log",
  problem:
    "Cannot read /srv/openvpn/waw-1/status.log: permission denied (file of root, mode 0600; we run as ovpnstats)",
  connections: 0,
  usersOnline: 0,
  speed: undefined,
  signingIn: 0,
  unauthenticated: NONE,
  watched: 0.81,
});

/** Jobs that fail. */
export const TROUBLES: readonly Trouble[] = [
  {
    what: "Writing the books",
    since: WRITTEN_AT - 540,
    message:
      "Cannot write /var/lib/ovpnstats/connection.db: no space left on device; free some, nothing is lost until then",
  },
];

/** Places of a database that knows countries only. */
export const COUNTRIES: readonly PlaceLine[] = (
  [
    ["Germany", 41, 812],
    ["Austria", 12, 377],
    ["United Kingdom of Great Britain and Northern Ireland", 4, 60],
    ["Poland", 3, 41],
    ["Côte d’Ivoire", 1, 2],
  ] as const
).map(([country, users, gigabytes]) => ({
  ...{ city: undefined, region: undefined, country, provider: undefined, users },
  bytesReceived: BigInt(gigabytes) * 10n ** 8n,
  bytesSent: BigInt(gigabytes) * 10n ** 9n,
}));

function statusOf(index: number, users: number, someServerUp: boolean): UserStatus {
  if (index < users * 0.42) return someServerUp ? "online" : "away";
  if (index < users * 0.58) return "away";
  return index < users * 0.75 ? "offline" : "long-time-off";
}

const SEEN_AGO = { online: 6, away: 2820, offline: 18_720, "long-time-off": 2_000_000 } as const;

function sampleUser(name: string, index: number, users: number, someServerUp: boolean): UserLine {
  const next = chance(index + 1);
  const status = statusOf(index, users, someServerUp);
  const uploads = index % 12 === 8;
  const size = uploads ? 2e8 : 3.5e9 * next() ** 3 + 2e8;
  const upload = uploads ? 4 : 0.08 + 0.4 * next();
  const days = Array.from({ length: 30 }, (_, day): Counters => {
    const weekday = (day + 2) % 7;
    const weekend = weekday === 6 || weekday === 0;
    const today = day === 29;
    const activity = next() * (weekend ? 0.15 : 1) * (today ? 0.5 : 1) + 0.02;
    const absent = (next() < (weekend ? 0.4 : 0.08) && !(today && status === "online")) || day === NOT_WATCHED;
    const off =
      (status === "long-time-off" && day > 7 - (index % 5) * 2) || (status === "offline" && today && index % 2);
    if (absent || off) return NONE;
    const sent = Math.round(size * activity);
    return { bytesReceived: BigInt(Math.round(sent * upload * (0.8 + 0.4 * next()))), bytesSent: BigInt(sent) };
  });
  const last30Days = sum(days);
  const before: Counters = {
    bytesReceived: last30Days.bytesReceived * 11n + 13_007n,
    bytesSent: last30Days.bytesSent * 11n + 1_213_004n,
  };
  return {
    id: index + 1,
    name,
    status,
    lastSeenAt: WRITTEN_AT - SEEN_AGO[status] * (status === "online" ? 1 : 1 + Math.floor(next() * 0.2 * 100) / 100),
    onlineSince:
      status === "online"
        ? WRITTEN_AT - Math.round(400 + next() ** 3 * (index % 6 === 1 ? 900_000 : 23_000))
        : undefined,
    openConnections: status === "online" ? (index === 1 ? 2 : 1) : 0,
    speed: status === "online" ? { receivedPerSecond: 225_000, sentPerSecond: 2_675_000 } : undefined,
    server: index % 5 === 3 ? "ams-2" : "fra-1",
    days,
    today: sum(days.slice(-1)),
    last7Days: sum(days.slice(-7)),
    last30Days,
    month: sum(days.slice(-15)),
    account: name,
    group: undefined,
    allTime: sum([last30Days, before]),
  };
}

function places(users: readonly UserLine[]): readonly PlaceLine[] {
  return CITIES.map(([city, region, country, provider], index): PlaceLine => {
    const here = users.filter((_, user) => user % CITIES.length === index);
    const line: PlaceLine = {
      city,
      region,
      country,
      provider,
      users: here.length,
      ...sum(here.map((user) => user.last7Days)),
    };
    return index === 6 ? { ...line, city: undefined, region: undefined, provider: undefined } : line;
  })
    .filter((place) => place.users > 0)
    .sort((one, other) => Number(other.bytesSent + other.bytesReceived - one.bytesSent - one.bytesReceived));
}

function byTraffic(one: UserLine, other: UserLine): number {
  const rank = Number(other.status === "online") - Number(one.status === "online");
  const bytes = ({ last30Days }: UserLine) => Number(last30Days.bytesSent + last30Days.bytesReceived);
  return rank || bytes(other) - bytes(one) || (one.name < other.name ? -1 : 1);
}

/** The users whom a reader asked for; sorted as a file has them, for there are tests of sorting. */
function listed(users: readonly UserLine[], asked: Partial<UserList> | undefined): Pick<Overview, "users" | "list"> {
  if (asked === undefined) return { users, list: undefined };
  const list = { ...DEFAULT_LIST, ...asked };
  const matching = users.filter(
    ({ name, status }) => name.includes(list.query) && (list.state === undefined || status === list.state),
  );
  return {
    users: pageOf(matching, list.page),
    list: { ...list, matching: matching.length, pages: pageCount(matching.length) },
  };
}

function largestOf(amounts: readonly bigint[]): bigint {
  return amounts.reduce((most, amount) => (amount > most ? amount : most), 0n);
}

/** A believable overview: the users' bytes add up to the totals and to the days. */
export function sampleOverview({ users: count, names, list, servers = [sampleServer()] }: SampleOptions): Overview {
  const named =
    names ?? Array.from({ length: count }, (_, index) => NAMES[index] ?? `user-${String(index).padStart(4, "0")}`);
  const someServerUp = servers.some((server) => server.state === "up");
  const users = named.map((name, index) => sampleUser(name, index, named.length, someServerUp)).sort(byTraffic);
  const total = (period: keyof Periods) => sum(users.map((user) => user[period]));
  const movedToday = users.map(({ today }) => today.bytesSent + today.bytesReceived);
  const counting = users.length > 0;
  const of = (status: UserStatus) => users.filter((user) => user.status === status).length;
  return {
    ...sampleFrame(list ? asServed() : {}),
    countingSince: counting ? 1_709_550_000 : undefined,
    monthStart: MONTH_START,
    monthEnd: MONTH_START + 31 * DAY + 3600,
    monthEstimate: undefined,
    watched: counting ? 0.953 : 0,
    servers: servers.map((server, index) =>
      index === 0 && server.state === "up"
        ? { ...server, usersOnline: of("online"), connections: of("online") + server.signingIn }
        : server,
    ),
    ...listed(users, list),
    userCount: users.length,
    statusCounts: {
      online: of("online"),
      away: of("away"),
      offline: of("offline"),
      "long-time-off": of("long-time-off"),
    },
    peaks: {
      today: { connections: 9, at: WRITTEN_AT - 3600 },
      last30Days: { connections: 14, at: WRITTEN_AT - 86_400 * 9 },
    },
    activeToday: { users: movedToday.filter((bytes) => bytes > 0n).length, most: largestOf(movedToday) },
    totals: {
      today: total("today"),
      last7Days: total("last7Days"),
      last30Days: total("last30Days"),
      month: total("month"),
      allTime: total("allTime"),
    },
    days: Array.from({ length: 30 }, (_, day): TrafficColumn => {
      const start = MIDNIGHT - (29 - day) * DAY;
      const watched = day === NOT_WATCHED ? 0 : day === NOT_WATCHED - 1 ? 0.91 : day === NOT_WATCHED + 1 ? 0.7 : 1;
      return {
        start,
        end: start + DAY,
        watched: counting ? watched : 0,
        ...sum(users.map((user) => user.days[day] ?? NONE)),
      };
    }),
    places: places(users),
    placesDays: 7,
    archive: undefined,
    distinctAddresses: Math.ceil(count * 1.9),
    machine: {
      sampledAt: WRITTEN_AT - 128,
      disk: "/",
      diskPercent: 63.1,
      memoryPercent: 35.4,
      load1: 0.19,
      load5: 0.26,
      load15: 0.26,
      processes: 122,
    },
    databaseBytes: counting ? 18_403_328 : 86_016,
    unplacedHours: counting ? { bytesReceived: 3_204_118n, bytesSent: 18_220_104n } : NONE,
    groups: [],
  };
}
