import { AppError } from "../errors.ts";
import { USER_STATUSES, type UserStatus } from "./user-status.ts";

/** By what users can be sorted; traffic is the sum of both directions. */
export const USER_SORTS = ["state", "name", "seen", "today", "7-days", "30-days", "month"] as const;
/** `state`: online first, then by traffic of 30 days. */
export type UserSort = (typeof USER_SORTS)[number];

const ORDERS = ["asc", "desc"] as const;
export type Order = (typeof ORDERS)[number];

/** Which users a reader asked for, and in which order. */
export interface UserList {
  readonly sort: UserSort;
  readonly order: Order;
  /** Undefined: all of them. */
  readonly state: UserStatus | undefined;
  /** Undefined: whatever their group. */
  readonly group: string | undefined;
  /** Part of the name as it is shown, whatever its case; "": any name. */
  readonly query: string;
  /** 1 is the first. */
  readonly page: number;
}

/** What the list comes to. */
export interface UserListing extends UserList {
  /** Users that match, on all pages. */
  readonly matching: number;
  readonly pages: number;
}

/** A list of up to this many is one page. */
const WHOLE = 200;
/** A longer one comes in pages of this many. */
const PAGE = 50;

/** OpenVPN's names have 64 characters at most; one that is shown with every character escaped is longer. */
const LONGEST_QUERY = 200;
/** No name is shown with one, and no field can hold it. */
const CONTROL = /\p{Cc}/u;
const PAGE_NUMBER = /^[1-9]\d{0,5}$/;

/** The keys of a query string that ask for a list. */
const KEYS = ["q", "state", "group", "sort", "order", "page"] as const;

/** The order in which people expect a column: names from A, everything else from the top. */
export function naturalOrder(sort: UserSort): Order {
  return sort === "name" ? "asc" : "desc";
}

/** The list as a page shows it unless it is asked for something else. */
export const DEFAULT_LIST: UserList = {
  sort: "state",
  order: naturalOrder("state"),
  state: undefined,
  group: undefined,
  query: "",
  page: 1,
};

/**
 * The list that a query string asks for. Other keys are ignored, of a key given twice the first counts; throws
 * AppError "usage" for a value that no link of ours has.
 */
export function parseUserList(params: URLSearchParams): UserList {
  const sort = oneOf("sort", USER_SORTS, params) ?? DEFAULT_LIST.sort;
  return {
    sort,
    order: oneOf("order", ORDERS, params) ?? naturalOrder(sort),
    state: oneOf("state", USER_STATUSES, params),
    group: params.get("group")?.slice(0, LONGEST_QUERY) || undefined,
    query: queryIn(params),
    page: pageIn(params),
  };
}

/** As parseUserList(), undefined where nothing of a list is asked for. */
export function parseAskedUserList(params: URLSearchParams): UserList | undefined {
  return KEYS.some((key) => params.has(key)) ? parseUserList(params) : undefined;
}

/** The query string that asks for the list, defaults left out: the same list always has the same link. */
export function userListQuery({ sort, order, state, group, query, page }: UserList): string {
  const params = new URLSearchParams();
  if (query !== "") params.set("q", query);
  if (state !== undefined) params.set("state", state);
  if (group !== undefined) params.set("group", group);
  if (sort !== DEFAULT_LIST.sort) params.set("sort", sort);
  if (order !== naturalOrder(sort)) params.set("order", order);
  if (page > 1) params.set("page", String(page));
  return params.size === 0 ? "" : `?${params}`;
}

/** The pages that so many users fill: one, unless there are very many. */
export function pageCount(matching: number): number {
  return matching > WHOLE ? Math.ceil(matching / PAGE) : 1;
}

/** Those of a page. */
export function pageOf<User>(users: readonly User[], page: number): readonly User[] {
  return pageCount(users.length) === 1 ? users : users.slice((page - 1) * PAGE, page * PAGE);
}

function oneOf<Word extends string>(key: string, words: readonly Word[], params: URLSearchParams): Word | undefined {
  const given = params.get(key);
  if (given === null || given === "") return undefined;
  const word = words.find((one) => one === given);
  if (word !== undefined) return word;
  throw refusal(key, given, `must be one of ${words.join(", ")}`);
}

function queryIn(params: URLSearchParams): string {
  const query = (params.get("q") ?? "").trim();
  if (query.length > LONGEST_QUERY) throw refusal("q", query, `must have at most ${LONGEST_QUERY} characters`);
  if (CONTROL.test(query)) throw refusal("q", query, "must have no control characters");
  return query;
}

function pageIn(params: URLSearchParams): number {
  const given = params.get("page");
  if (given === null) return 1;
  if (!PAGE_NUMBER.test(given)) throw refusal("page", given, "must be a whole number from 1 to 999999");
  return Number(given);
}

function refusal(key: string, value: string, rule: string): AppError {
  const shown = value.length > 40 ? `${value.slice(0, 40)}…` : value;
  return new AppError("usage", `Cannot list users with ${key}=${JSON.stringify(shown)}: ${key} ${rule}`);
}
