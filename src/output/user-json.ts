import type { Interval } from "../account/spread.ts";
import type { Counters } from "../model.ts";
import type { TrafficColumn } from "../report/traffic-column.ts";
import type { ShownPlace, UserConnection, UserFigure, UserMonth, UserPlace, UserReport } from "../report/user.ts";
import type { WeekPattern } from "../report/week-pattern.ts";
import type { YearDay, YearOfDays } from "../report/year-of-days.ts";
import { speed, trouble } from "./json.ts";
import { array, counters, type Member, number, object, optionalText, text } from "./json-text.ts";

/** Both directions, each a member of its own. */
function bytes({ bytesReceived, bytesSent }: Counters): Record<string, Member> {
  return { bytes_received: String(bytesReceived), bytes_sent: String(bytesSent) };
}

function figure(line: UserFigure): Record<string, Member> {
  return { ...bytes(line), share: number(line.share) };
}

function month(line: UserMonth, indent: string): string {
  const { limit } = line;
  return object(indent, {
    start: number(line.start),
    end: number(line.end),
    ...figure(line),
    estimate: line.estimate && counters(line.estimate),
    limit:
      limit &&
      object(`${indent}  `, {
        bytes: String(limit.bytes),
        state: text(limit.state),
        passed_at: number(limit.passedAt),
      }),
  });
}

function column(line: TrafficColumn, indent: string): string {
  return object(indent, {
    start: number(line.start),
    end: number(line.end),
    watched: number(line.watched),
    ...bytes(line),
    estimate: line.estimate && counters(line.estimate),
  });
}

function interval({ start, end }: Interval): string {
  return `{ "start": ${start}, "end": ${end} }`;
}

function yearDay(day: YearDay): string {
  const { start, end, level, watched, bytesReceived, bytesSent } = day;
  return `{ "start": ${start}, "end": ${end}, "bytes_received": ${bytesReceived}, "bytes_sent": ${bytesSent}, "level": ${level}, "watched": ${watched} }`;
}

function year({ days, bounds, countingSince }: YearOfDays, indent: string): string {
  return object(indent, {
    counting_since: number(countingSince),
    bounds: bounds && `[${bounds.join(", ")}]`,
    days: array(`${indent}  `, days, yearDay),
  });
}

function pattern({ days, largest, workdays, since }: WeekPattern, indent: string): string {
  return object(indent, {
    since: number(since),
    largest: String(largest),
    workdays: number(workdays),
    days: array(`${indent}  `, days, (hours) => `[${hours.map((mean) => mean ?? "null").join(", ")}]`),
  });
}

function placeMembers({ city, region, country, provider }: ShownPlace): Record<string, Member> {
  return {
    city: optionalText(city),
    region: optionalText(region),
    country: optionalText(country),
    provider: optionalText(provider),
  };
}

function userPlace(line: UserPlace, indent: string): string {
  return object(indent, {
    ...placeMembers(line),
    connections: number(line.connections),
    last_seen_at: number(line.lastSeenAt),
    new_since: number(line.newSince),
    share: number(line.share),
    ...bytes(line),
  });
}

function connection(line: UserConnection, indent: string): string {
  return object(indent, {
    id: number(line.id),
    start: number(line.start),
    end: number(line.end),
    state: text(line.state),
    seconds: number(line.seconds),
    address: optionalText(line.address),
    place: line.place && object(`${indent}  `, placeMembers(line.place)),
    virtual_address: optionalText(line.virtualAddress),
    virtual_ipv6_address: optionalText(line.virtualIpv6Address),
    server: text(line.server),
    cipher: optionalText(line.cipher),
    ...bytes(line),
  });
}

/** The page of a user as JSON: snake_case, integers to the last byte, null for what is absent, keys in fixed order. */
export function renderUserJson(report: UserReport): string {
  const { last12Months, onlineTime, traffic } = report;
  const members = {
    version: text(report.version),
    demonstration: String(report.demonstration),
    written_at: number(report.writtenAt),
    time_zone: text(report.timeZone),
    troubles: array("  ", report.troubles, trouble),
    id: number(report.id),
    name: text(report.name),
    account: optionalText(report.account),
    group: optionalText(report.group),
    status: text(report.status),
    first_seen_at: number(report.firstSeenAt),
    last_seen_at: number(report.lastSeenAt),
    online_since: number(report.onlineSince),
    open_connections: number(report.openConnections),
    speed: speed(report.speed),
    servers: array("  ", report.servers, text),
    place: report.place && object("  ", placeMembers(report.place)),
    today: object("  ", figure(report.today)),
    last_7_days: object("  ", figure(report.last7Days)),
    last_30_days: object("  ", figure(report.last30Days)),
    month: month(report.month, "  "),
    last_12_months: object("  ", {
      ...figure(last12Months),
      most:
        last12Months.most && object("    ", { start: number(last12Months.most.start), ...bytes(last12Months.most) }),
    }),
    all_time: counters(report.allTime),
    online_time: object("  ", {
      since: number(onlineTime.since),
      seconds: number(onlineTime.seconds),
      connections: number(onlineTime.connections),
      mean_seconds: number(onlineTime.meanSeconds),
    }),
    traffic: object("  ", {
      by: text(traffic.by),
      counting_since: number(traffic.countingSince),
      columns: array("    ", traffic.columns, column),
      connected: traffic.connected && array("    ", traffic.connected, interval),
      unplaced: counters(traffic.unplaced),
    }),
    year: year(report.year, "  "),
    pattern: report.pattern && pattern(report.pattern, "  "),
    places: report.places && array("  ", report.places, userPlace),
    places_days: number(report.placesDays),
    connections: array("  ", report.connections, connection),
    connection_count: number(report.connectionCount),
    connections_days: number(report.connectionsDays),
    private_names: String(report.privateNames),
    credits: array("  ", report.credits, text),
  };
  return `${object("", members)}\n`;
}
