import type {
  ArchiveReport,
  ArchiveServer,
  ArchiveUser,
  ArchiveYear,
  PeriodLine,
  PeriodReport,
} from "../report/archive.ts";
import { frameMembers } from "./json-frame.ts";
import { array, counters, type Member, number, object, optionalText, peak, text } from "./json-text.ts";

/** The index as JSON. */
export function renderArchiveJson(report: ArchiveReport): string {
  const members = {
    ...frameMembers(report),
    counting_since: number(report.countingSince),
    billing_months: String(report.billing),
    years: array("  ", report.years, year),
  };
  return `${object("", members)}\n`;
}

/** A period as JSON: of one that is over nothing changes any more but `written_at`. */
export function renderPeriodJson(report: PeriodReport): string {
  const { period: kind, partKind, parts, topUsers, topDays } = report;
  const members = {
    ...frameMembers(report),
    counting_since: number(report.countingSince),
    billing_months: String(report.billing),
    period: text(kind),
    ...periodMembers(report),
    peak_since: number(report.peakSince),
    [`${partKind}s`]: parts && array("  ", parts, line),
    elsewhere: counters(report.elsewhere),
    top_users: topUsers && array("  ", topUsers, user),
    ...(kind === "day" ? {} : { top_days: array("  ", topDays, line) }),
    servers: array("  ", report.servers, server),
    gaps: array("  ", report.gaps, ({ name }) => text(name)),
    previous: optionalText(report.previous?.name),
    next: optionalText(report.next?.name),
  };
  return `${object("", members)}\n`;
}

function periodMembers(of: PeriodLine): Record<string, Member> {
  return {
    name: text(of.name),
    start: number(of.start),
    end: number(of.end),
    running: String(of.running),
    bytes_received: String(of.bytesReceived),
    bytes_sent: String(of.bytesSent),
    users: number(of.users),
    peak: peak(of.peak),
    watched: number(of.watched),
  };
}

function line(of: PeriodLine, indent: string): string {
  return object(indent, periodMembers(of));
}

function year({ months, ...of }: ArchiveYear, indent: string): string {
  return object(indent, { ...periodMembers(of), months: array(`${indent}  `, months, line) });
}

function user({ id, name, share, ...bytes }: ArchiveUser, indent: string): string {
  return object(indent, { id: number(id), name: text(name), ...both(bytes), share: number(share) });
}

function server({ name, watched, ...of }: ArchiveServer, indent: string): string {
  return object(indent, { name: text(name), ...both(of), peak: peak(of.peak), watched: number(watched) });
}

function both({ bytesReceived, bytesSent }: Pick<PeriodLine, "bytesReceived" | "bytesSent">) {
  return { bytes_received: String(bytesReceived), bytes_sent: String(bytesSent) };
}
