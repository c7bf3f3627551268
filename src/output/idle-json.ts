import type { IdleLine, IdleList } from "../report/idle.ts";
import { array, counters, type Member, number, object, optionalText, text } from "./json-text.ts";

/** The members of a list of idle accounts. */
export function idleMembers({
  query,
  accounts,
  matching,
  pages,
  userCount,
  allTime,
}: IdleList): Record<string, Member> {
  return {
    days: number(query.days),
    sort: text(query.sort),
    page: number(query.page),
    pages: number(pages),
    matching: number(matching),
    user_count: number(userCount),
    all_time: counters(allTime),
    accounts: array("  ", accounts, account),
  };
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
