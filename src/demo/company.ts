import { Buffer } from "node:buffer";
import type { Calendar } from "../account/calendar.ts";
import type { Counters, NameBytes, UnixSeconds } from "../model.ts";
import { chance } from "./chance.ts";
import { createDays, type Day } from "./days.ts";
import { DEVICES, type Device, type ServerName } from "./devices.ts";
import { countersOf, type Flow, type Wave } from "./flow.ts";
import { createHistory, type History } from "./history.ts";
import { ipv4At, ipv6At } from "./places.ts";
import { type Fate, type Presence, presencesOf, reachDays } from "./presence.ts";

/** One connection of the demonstration. */
export interface DemoConnection extends Presence {
  readonly device: Device;
  /** The user's name as OpenVPN writes it. */
  readonly user: NameBytes;
  readonly sinceText: string;
  readonly realAddress: string;
  readonly clientId: number;
  readonly flow: Flow;
}

/** The company: at any instant, in any order, the same answers. */
export interface Company {
  /** Who is connected to a server at an instant. */
  connectionsAt(server: ServerName, at: UnixSeconds): DemoConnection[];
  /** An instant in OpenVPN's words. */
  text(at: UnixSeconds): string;
  /** When it was looked at before the beginning. */
  readonly history: History;
}

export interface CompanyOptions {
  readonly calendar: Calendar;
  /** When the demonstration begins: before that is history. */
  readonly beginning: UnixSeconds;
  readonly seed: number;
}

const MEGABYTES_AN_HOUR = 1e6 / 3600;
const YEAR_DAYS = 365;
/** Client ids count from the servers' start, some weeks before the first reading. */
const SERVERS_UP_DAYS = 420;
/** How much of today's traffic there was a year ago, from as many users. */
const AT_FIRST = 0.72;

/** Lines that were up by day only had as much to move in fewer hours. */
const BY_DAY_ONLY = 2.2;

const LUCK = { place: 21, address: 22, volume: 23, port: 24, handshake: 25, crest: 26 } as const;

/** The company as `seed` makes it. */
export function createCompany({ calendar, beginning, seed }: CompanyOptions): Company {
  const days = createDays(calendar);
  const history = createHistory(days, beginning);
  const fate: Fate = { seed, days, history, beginning: days.of(beginning) };
  const lookups = DEVICES.map((device) => ({ device, find: lookup(device, fate) }));
  return {
    connectionsAt(server, at) {
      const day = days.of(at);
      return lookups.flatMap(({ device, find }) => (device.server === server ? (find(at, day) ?? []) : []));
    },
    text: days.text,
    history,
  };
}

/** Finds a device's connection at an instant; remembers the last days asked about, and the last connection. */
function lookup(device: Device, fate: Fate): (at: UnixSeconds, day: Day) => DemoConnection | undefined {
  const reach = reachDays(device);
  const known = new Map<number, readonly Presence[]>();
  let last: DemoConnection | undefined;
  const presencesFrom = (number: number): readonly Presence[] => {
    const found = known.get(number) ?? presencesOf(device, fate.days.numbered(number), fate);
    if (!known.has(number) && known.size > 2 * reach + 2) known.clear();
    known.set(number, found);
    return found;
  };
  return (at, day) => {
    const covers = ({ since, until }: Presence) => since <= at && at < until;
    for (let number = day.number; number >= day.number - reach; number--) {
      const found = presencesFrom(number).find(covers);
      if (found === undefined) continue;
      if (last?.since !== found.since) last = connectionOf(device, found, fate);
      return last;
    }
    return undefined;
  };
}

function connectionOf(device: Device, presence: Presence, fate: Fate): DemoConnection {
  const { since } = presence;
  const day = fate.days.of(since);
  return {
    ...presence,
    device,
    user: Buffer.from(device.user, "utf8").toString("latin1"),
    sinceText: fate.days.text(since),
    realAddress: realAddress(device, since, day, fate),
    clientId: clientId(device, since, fate),
    flow: flowOf(device, since, day, fate),
  };
}

/** Grows with time, and differs among the connections of one instant. */
function clientId({ number }: Device, since: UnixSeconds, { days, beginning }: Fate): number {
  const { start } = days.numbered(beginning.number - SERVERS_UP_DAYS);
  return Math.floor((since - start) / 86_400) * DEVICES.length + number;
}

/** A line keeps its address for a month. IPv6 real addresses are written without port (OpenVPN before 2.7). */
function realAddress({ number, places, ipv6 }: Device, since: UnixSeconds, day: Day, { seed }: Fate): string {
  const elsewhere = chance(seed, number, day.number, LUCK.place) < 0.2 ? places.length : 1;
  const place = places[Math.floor(chance(seed, number, since, LUCK.place) * elsewhere)] ?? places[0];
  if (place === undefined) throw new RangeError(`The device ${number} is nowhere`);
  const host = Math.floor(chance(seed, number, day.month, LUCK.address) * 30);
  if (ipv6) return ipv6At(place, host);
  return `${ipv4At(place, host)}:${20_000 + Math.floor(chance(seed, number, since, LUCK.port) * 40_000)}`;
}

function flowOf(device: Device, since: UnixSeconds, day: Day, fate: Fate): Flow {
  const luck = (use: number) => chance(fate.seed, device.number, since, use);
  const volume = MEGABYTES_AN_HOUR * volumeOf(device, day, fate);
  const handshake = 3_000 + Math.floor(luck(LUCK.handshake) * 2_500);
  return {
    since,
    received: { handshake, perSecond: device.megabytesReceived * volume * (0.8 + luck(LUCK.volume) * 0.4) },
    sent: { handshake: handshake + 800, perSecond: device.megabytesSent * volume },
    waves: wavesOf(device, day, luck),
  };
}

/** Some days are busier than others, weekends less so where nobody is in the office, and the company grows. */
function volumeOf({ number, habit }: Device, day: Day, { seed, beginning, history }: Fate): number {
  const luck = chance(seed, number, day.number, LUCK.volume);
  const busy = 0.6 + luck * 0.75 + (luck > 0.95 ? 1.3 : 0);
  const office = habit.kind === "stays" ? (day.weekday > 5 ? 0.55 : 0.4 + 0.6 * day.liveliness) : 1;
  const dayOnly = habit.kind === "stays" && history.isSparse(day.start) ? BY_DAY_ONLY : 1;
  const age = Math.min(1, Math.max(0, (beginning.number - day.number) / YEAR_DAYS));
  return busy * office * dayOnly * (1 - (1 - AT_FIRST) * age);
}

function wavesOf({ habit }: Device, day: Day, luck: (use: number) => number): Wave[] {
  const crest = day.start + Math.floor(luck(LUCK.crest) * 7200);
  if (habit.kind !== "stays")
    return [
      { period: 5_000 + luck(LUCK.crest) * 1_500, swing: 0.4, crest },
      { period: 620 + luck(LUCK.handshake) * 300, swing: 0.35, crest },
      { period: 83, swing: 0.15, crest },
    ];
  return [
    { period: 86_400, swing: habit.swing, crest: day.start + habit.busiestHour * 3600 },
    { period: 2_500 + luck(LUCK.crest) * 900, swing: 0.2, crest },
    { period: 410 + luck(LUCK.handshake) * 100, swing: 0.15, crest },
  ];
}

/** A connection as its row in a status shows it at an instant. */
export interface Showing extends Counters {
  readonly connection: DemoConnection;
}

/** What a server's status shows at an instant. */
export function showingsAt(company: Company, server: ServerName, at: UnixSeconds): Showing[] {
  return company.connectionsAt(server, at).map((connection) => ({ connection, ...countersOf(connection.flow, at) }));
}
