import { queryValues } from "./query-values.ts";

/** By what idle accounts are listed: the longest unseen first, names from A, or the most traffic of all time first. */
export const IDLE_SORTS = ["seen", "name", "total"] as const;
export type IdleSort = (typeof IDLE_SORTS)[number];

/** Which accounts somebody asks for. */
export interface IdleQuery {
  /** Not seen for so many days. */
  readonly days: number;
  readonly sort: IdleSort;
  /** 1 is the first. */
  readonly page: number;
}

export const DEFAULT_IDLE: IdleQuery = { days: 30, sort: "seen", page: 1 };

/** Ten years: no books are older. */
export const MOST_DAYS = 3650;

/** What a query string asks for; throws AppError "usage" for a value that cannot be. */
export function parseIdleQuery(params: URLSearchParams): IdleQuery {
  const values = queryValues(params, "list idle accounts");
  return {
    days: values.whole("days", 1, MOST_DAYS) ?? DEFAULT_IDLE.days,
    sort: values.oneOf("sort", IDLE_SORTS) ?? DEFAULT_IDLE.sort,
    page: values.whole("page", 1, 999_999) ?? DEFAULT_IDLE.page,
  };
}

/** The query string that asks for it, defaults left out. */
export function idleParams({ days, sort, page }: IdleQuery): URLSearchParams {
  const params = new URLSearchParams();
  if (days !== DEFAULT_IDLE.days) params.set("days", String(days));
  if (sort !== DEFAULT_IDLE.sort) params.set("sort", sort);
  if (page !== DEFAULT_IDLE.page) params.set("page", String(page));
  return params;
}
