import { NOTHING, sum } from "../account/credit.ts";
import type { Counters, UnixSeconds } from "../model.ts";
import type { Frame } from "./frame.ts";
import { periodName } from "./period-name.ts";
import { type DaySpan, measured, type TopQuery, type TopSort } from "./top-query.ts";

/** So many users and days are shown; of users, a CSV has all. */
export const TOP_USERS = 50;
export const TOP_DAYS = 31;

/** Where something stands among all others. */
export interface Rank extends Counters {
  /** Of what all moved, 0 to 1, by what they are ranked by. */
  readonly share: number;
  /** Of what the first moved, 0 to 1, by what they are ranked by; one direction alone where it is that. */
  readonly sentLength: number;
  readonly receivedLength: number;
}

export interface TopUser extends Rank {
  readonly id: number;
  readonly name: string;
}

export interface TopDay extends Rank {
  readonly start: UnixSeconds;
  /** "2026-10-31". */
  readonly name: string;
}

/** Who moved most in a span, and on which days. */
export interface Top {
  readonly query: TopQuery;
  /** Undefined where there is nothing: when the books begin. */
  readonly start: UnixSeconds | undefined;
  readonly end: UnixSeconds;
  /** Of all users, those too of whom it is not known any more. */
  readonly total: Counters;
  /** How many moved anything, and on how many days. */
  readonly userCount: number;
  readonly dayCount: number;
  readonly users: readonly TopUser[];
  /** False where days of users are not kept any more that the span begins or ends with. */
  readonly usersAreWhole: boolean;
  readonly days: readonly TopDay[];
}

/** The page of a ranking. */
export interface TopReport extends Frame, Top {}

/** What the books say of a span. */
export interface TopFacts {
  /** None of the days is deleted that only their own rows could tell of. */
  readonly usersAreWhole: boolean;
  readonly users: ReadonlyMap<number, Counters>;
  readonly days: readonly (Counters & { readonly start: UnixSeconds })[];
}

/** A ranking whose users and days have no names yet. */
export interface Ranking extends Omit<Top, "users" | "days"> {
  readonly users: readonly (Rank & { readonly id: number })[];
  readonly days: readonly (Rank & { readonly start: UnixSeconds })[];
}

/** Ranks users, of whom the first `most` are shown, and days. */
export function rankTop(
  { users, days, usersAreWhole }: TopFacts,
  { query, span, most }: { readonly query: TopQuery; readonly span: DaySpan; readonly most: number },
): Ranking {
  const total = (usersAreWhole ? [...users.values()] : days).reduce(sum, NOTHING);
  const byUser = [...users].map(([id, counters]) => ({ id, ...counters }));
  const [rankedUsers, rankedDays] = [rank(byUser, total, query.sort), rank(days, total, query.sort)];
  return {
    ...{ query, total, end: span.end, usersAreWhole },
    start: span.start ?? days.find(isMoved)?.start,
    userCount: rankedUsers.length,
    dayCount: rankedDays.length,
    users: rankedUsers.slice(0, most),
    days: rankedDays.slice(0, TOP_DAYS),
  };
}

/** The ranking as it is shown, where users may be called so, and days are those of a zone. */
export function nameTop(ranking: Ranking, names: ReadonlyMap<number, string>, timeZone: string): Top {
  return {
    ...ranking,
    users: ranking.users.map((user) => ({ ...user, name: names.get(user.id) ?? "" })),
    days: ranking.days.map((day) => ({ ...day, name: periodName("day", day.start, timeZone) })),
  };
}

function isMoved({ bytesReceived, bytesSent }: Counters): boolean {
  return bytesReceived + bytesSent > 0n;
}

/** Those who moved anything, the most first; equals in the order in which they came. */
function rank<One extends Counters>(ones: readonly One[], total: Counters, sort: TopSort): (One & Rank)[] {
  const all = measured(total, sort);
  const sorted = ones
    .filter(isMoved)
    .map((one) => ({ one, bytes: measured(one, sort) }))
    .sort((a, b) => (a.bytes === b.bytes ? 0 : a.bytes > b.bytes ? -1 : 1));
  const most = sorted[0]?.bytes ?? 0n;
  return sorted.map(({ one, bytes }) => ({
    ...one,
    share: part(bytes, all),
    sentLength: sort === "received" ? 0 : part(one.bytesSent, most),
    receivedLength: sort === "sent" ? 0 : part(one.bytesReceived, most),
  }));
}

function part(bytes: bigint, whole: bigint): number {
  return whole === 0n ? 0 : Number(bytes) / Number(whole);
}
