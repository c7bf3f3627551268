import type { TopDay, TopReport, TopUser } from "../report/top.ts";
import { frameMembers } from "./json-frame.ts";
import { array, counters, number, object, optionalText, text } from "./json-text.ts";

/** The ranking as JSON. */
export function renderTopJson(report: TopReport): string {
  const { query, start, end, total, userCount, usersAreWhole, dayCount, users, days } = report;
  const members = {
    ...frameMembers(report),
    span: optionalText(query.span),
    sort: text(query.sort),
    start: number(start),
    end: number(end),
    total: counters(total),
    user_count: number(userCount),
    users_are_whole: String(usersAreWhole),
    day_count: number(dayCount),
    users: array("  ", users, user),
    days: array("  ", days, day),
  };
  return `${object("", members)}\n`;
}

function user({ id, name, share, ...bytes }: TopUser, indent: string): string {
  return object(indent, { id: number(id), name: text(name), share: number(share), ...both(bytes) });
}

function day({ name, start, share, ...bytes }: TopDay, indent: string): string {
  return object(indent, { name: text(name), start: number(start), share: number(share), ...both(bytes) });
}

function both({ bytesReceived, bytesSent }: Pick<TopUser, "bytesReceived" | "bytesSent">) {
  return { bytes_received: String(bytesReceived), bytes_sent: String(bytesSent) };
}
