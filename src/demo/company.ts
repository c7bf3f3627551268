import { Buffer } from "node:buffer";
import type { Calendar } from "../account/calendar.ts";
import type { Counters, NameBytes, UnixSeconds } from "../model.ts";
import { chance } from "./chance.ts";
import { createDays, type Day } from "./days.ts";
import { DEVICES, type Device, type ServerName } from "./devices.ts";
import { countersOf, type Flow } from "./flow.ts";
import { createHistory, type History } from "./history.ts";
import { ipv4At, ipv6At } from "./places.ts";
import { type Fate, type Presence, presencesOf, reachDays } from "./presence.ts";
import { flowOf } from "./volume.ts";

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

/** Client ids count from the servers' start, some weeks before the first reading. */
const SERVERS_UP_DAYS = 420;
const LUCK = { place: 21, address: 22, port: 23 } as const;

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
function realAddress(device: Device, since: UnixSeconds, day: Day, { seed, beginning }: Fate): string {
  const { number, ipv6, trip } = device;
  const daysAgo = beginning.number - day.number;
  const isAway = trip !== undefined && daysAgo <= trip.from && daysAgo >= trip.to;
  const places = isAway ? [trip.place] : device.places;
  const elsewhere = chance(seed, number, day.number, LUCK.place) < 0.2 ? places.length : 1;
  const place = places[Math.floor(chance(seed, number, since, LUCK.place) * elsewhere)] ?? places[0];
  if (place === undefined) throw new RangeError(`The device ${number} is nowhere`);
  const host = Math.floor(chance(seed, number, day.month, LUCK.address) * 30);
  if (ipv6) return ipv6At(place, host);
  return `${ipv4At(place, host)}:${20_000 + Math.floor(chance(seed, number, since, LUCK.port) * 40_000)}`;
}

/** A connection as its row in a status shows it at an instant. */
export interface Showing extends Counters {
  readonly connection: DemoConnection;
}

/** What a server's status shows at an instant. */
export function showingsAt(company: Company, server: ServerName, at: UnixSeconds): Showing[] {
  return company.connectionsAt(server, at).map((connection) => ({ connection, ...countersOf(connection.flow, at) }));
}
