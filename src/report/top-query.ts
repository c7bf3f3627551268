import type { Calendar } from "../account/calendar.ts";
import type { Counters, UnixSeconds } from "../model.ts";
import { type AskedTime, parseAskedTime } from "./asked-time.ts";
import { queryValues } from "./query-values.ts";

/** Spans that have a name: the last 7 and 30 days with today, the running (billing) month and year, all time. */
export const TOP_SPANS = ["7-days", "30-days", "month", "year", "all"] as const;
export type TopSpan = (typeof TOP_SPANS)[number];

/** By what users and days are ranked. */
export const TOP_SORTS = ["sum", "sent", "received"] as const;
export type TopSort = (typeof TOP_SORTS)[number];

/** Which days somebody wants ranked, and by what. */
export interface TopQuery {
  /** Undefined: what `from` and `to` say. */
  readonly span: TopSpan | undefined;
  readonly from: AskedTime | undefined;
  readonly to: AskedTime | undefined;
  readonly sort: TopSort;
}

/** A span of whole days. */
export interface DaySpan {
  /** Undefined: from the beginning on. */
  readonly start: UnixSeconds | undefined;
  readonly end: UnixSeconds;
}

export const DEFAULT_TOP: TopQuery = { span: "30-days", from: undefined, to: undefined, sort: "sum" };

/** What a query string asks for; throws AppError "usage" for a value that cannot be. */
export function parseTopQuery(params: URLSearchParams, timeZone: string): TopQuery {
  const values = queryValues(params, "rank users");
  const zones = { days: timeZone, instants: timeZone };
  const day = (key: string) =>
    values.read(key, (text) => dayIn(parseAskedTime(text, zones)), "must be a day, such as 2026-11-20");
  const [from, to] = [day("from"), day("to")];
  const span = values.oneOf("span", TOP_SPANS);
  if (span !== undefined && (from ?? to)) throw values.refusal("span", "must be left out where from or to is given");
  if (from && to && from.start >= to.end) throw values.refusal("to", `must not be before from=${from.text}`);
  const isAsked = span !== undefined || (from ?? to) !== undefined;
  return {
    span: isAsked ? span : DEFAULT_TOP.span,
    from,
    to,
    sort: values.oneOf("sort", TOP_SORTS) ?? DEFAULT_TOP.sort,
  };
}

function dayIn(time: AskedTime | undefined): AskedTime | undefined {
  return time && time.start < time.end ? time : undefined;
}

/** The query string that asks for it, defaults left out. */
export function topParams({ span, from, to, sort }: TopQuery): URLSearchParams {
  const params = new URLSearchParams();
  if (span !== undefined && span !== DEFAULT_TOP.span) params.set("span", span);
  if (from) params.set("from", from.text);
  if (to) params.set("to", to.text);
  if (sort !== DEFAULT_TOP.sort) params.set("sort", sort);
  return params;
}

/** The days that are asked for; the running one counts whole. */
export function daySpan({ span, from, to }: TopQuery, now: UnixSeconds, calendar: Calendar): DaySpan {
  switch (span) {
    case "7-days":
      return lastDays(7, now, calendar);
    case "30-days":
      return lastDays(30, now, calendar);
    case "month":
    case "year":
      return calendar.bucket(span, now);
    case "all":
    case undefined:
      return { start: from?.start, end: to?.end ?? calendar.bucket("day", now).end };
  }
}

function lastDays(count: number, now: UnixSeconds, calendar: Calendar): DaySpan {
  const days = calendar.days(now, count);
  return { start: days[0], end: days.at(-1) ?? now };
}

/** The bytes by which something is ranked. */
export function measured({ bytesReceived, bytesSent }: Counters, sort: TopSort): bigint {
  switch (sort) {
    case "sum":
      return bytesReceived + bytesSent;
    case "sent":
      return bytesSent;
    case "received":
      return bytesReceived;
  }
}
