import type { IdleLine, IdleReport } from "../report/idle.ts";
import { frameMembers } from "./json-frame.ts";
import { array, counters, number, object, optionalText, text } from "./json-text.ts";

/** The list as JSON. */
export function renderIdleJson(report: IdleReport): string {
  const { query, accounts, matching, pages, userCount, allTime } = report;
  const members = {
    ...frameMembers(report),
    days: number(query.days),
    sort: text(query.sort),
    page: number(query.page),
    pages: number(pages),
    matching: number(matching),
    user_count: number(userCount),
    all_time: counters(allTime),
    accounts: array("  ", accounts, account),
  };
  return `${object("", members)}\n`;
}

function account(line: IdleLine, indent: string): string {
  return object(indent, {
    id: number(line.id),
    name: text(line.name),
    last_seen_at: number(line.seenAt),
    server: text(line.server),
    real_address: optionalText(line.address),
    city: optionalText(line.city),
    region: optionalText(line.region),
    country: optionalText(line.country),
    provider: optionalText(line.provider),
    all_time: counters(line.allTime),
  });
}
