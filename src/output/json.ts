import type { Speed } from "../account/speed.ts";
import type { Trouble } from "../report/frame.ts";
import type { MachineLine, Overview, Periods, PlaceLine, ServerLine, UserLine } from "../report/overview.ts";
import type { TrafficColumn } from "../report/traffic-column.ts";
import type { UserListing } from "../report/user-list.ts";
import { array, counters, type Member, number, object, optionalText, peak, text } from "./json-text.ts";

function periods({ today, last7Days, last30Days, month, allTime }: Periods): Record<string, Member> {
  return {
    today: counters(today),
    last_7_days: counters(last7Days),
    last_30_days: counters(last30Days),
    month: counters(month),
    all_time: counters(allTime),
  };
}

function user(line: UserLine, indent: string): string {
  return object(indent, {
    id: number(line.id),
    name: text(line.name),
    account: optionalText(line.account),
    group: optionalText(line.group),
    status: text(line.status),
    last_seen_at: number(line.lastSeenAt),
    online_since: number(line.onlineSince),
    open_connections: number(line.openConnections),
    speed: speed(line.speed),
    server: text(line.server),
    ...periods(line),
    days: array(`${indent}  `, line.days, counters),
  });
}

/** Whole bytes a second. */
export function speed(line: Speed | undefined): Member {
  if (line === undefined) return undefined;
  const [received, sent] = [Math.round(line.receivedPerSecond), Math.round(line.sentPerSecond)];
  return `{ "received_per_second": ${received}, "sent_per_second": ${sent} }`;
}

export function trouble(line: Trouble, indent: string): string {
  return object(indent, { what: text(line.what), since: number(line.since), message: text(line.message) });
}

/** What was asked for, and what it came to. */
function list(listing: UserListing, indent: string): string {
  return object(indent, {
    sort: text(listing.sort),
    order: text(listing.order),
    state: optionalText(listing.state),
    group: optionalText(listing.group),
    query: text(listing.query),
    page: number(listing.page),
    pages: number(listing.pages),
    matching: number(listing.matching),
  });
}

function server(line: ServerLine, indent: string): string {
  return object(indent, {
    name: text(line.name),
    state: text(line.state),
    last_news_at: number(line.lastNewsAt),
    age_seconds: number(line.ageSeconds),
    source: text(line.source),
    problem: optionalText(line.problem),
    connections: number(line.connections),
    users_online: number(line.usersOnline),
    speed: speed(line.speed),
    signing_in: number(line.signingIn),
    unauthenticated: counters(line.unauthenticated),
    openvpn_version: optionalText(line.openvpnVersion),
    up_since: number(line.upSince),
    dco: line.dco === undefined ? undefined : String(line.dco),
    still_since: number(line.stillSince),
    watched: number(line.watched),
  });
}

function day(column: TrafficColumn, indent: string): string {
  return object(indent, {
    start: number(column.start),
    end: number(column.end),
    watched: number(column.watched),
    bytes_received: String(column.bytesReceived),
    bytes_sent: String(column.bytesSent),
  });
}

function place(line: PlaceLine, indent: string): string {
  return object(indent, {
    city: optionalText(line.city),
    region: optionalText(line.region),
    country: optionalText(line.country),
    provider: optionalText(line.provider),
    users: number(line.users),
    bytes_received: String(line.bytesReceived),
    bytes_sent: String(line.bytesSent),
  });
}

export function machine(line: MachineLine, indent: string): string {
  return object(indent, {
    sampled_at: number(line.sampledAt),
    disk: text(line.disk),
    disk_percent: number(line.diskPercent),
    memory_percent: number(line.memoryPercent),
    load_1: number(line.load1),
    load_5: number(line.load5),
    load_15: number(line.load15),
    processes: number(line.processes),
  });
}

/** The view model as JSON: snake_case, integers to the last byte, null for what is absent, keys in fixed order. */
export function renderJson(overview: Overview): string {
  const { statusCounts } = overview;
  const members = {
    version: text(overview.version),
    demonstration: String(overview.demonstration),
    written_at: number(overview.writtenAt),
    time_zone: text(overview.timeZone),
    counting_since: number(overview.countingSince),
    month_start: number(overview.monthStart),
    month_end: number(overview.monthEnd),
    month_estimate: overview.monthEstimate && counters(overview.monthEstimate),
    watched: number(overview.watched),
    troubles: array("  ", overview.troubles, trouble),
    servers: array("  ", overview.servers, server),
    users: array("  ", overview.users, user),
    list: overview.list && list(overview.list, "  "),
    user_count: number(overview.userCount),
    status_counts: object("  ", {
      online: number(statusCounts.online),
      away: number(statusCounts.away),
      offline: number(statusCounts.offline),
      long_time_off: number(statusCounts["long-time-off"]),
    }),
    peaks: object("  ", { today: peak(overview.peaks.today), last_30_days: peak(overview.peaks.last30Days) }),
    active_today: object("  ", {
      users: number(overview.activeToday.users),
      most: String(overview.activeToday.most),
    }),
    totals: object("  ", periods(overview.totals)),
    days: array("  ", overview.days, day),
    places: overview.places && array("  ", overview.places, place),
    places_days: number(overview.placesDays),
    distinct_addresses: number(overview.distinctAddresses),
    machine: overview.machine && machine(overview.machine, "  "),
    database_bytes: number(overview.databaseBytes),
    private_names: String(overview.privateNames),
    unplaced_hours: counters(overview.unplacedHours),
    groups: array("  ", overview.groups, text),
    credits: array("  ", overview.credits, text),
  };
  return `${object("", members)}\n`;
}
