import { NOTHING, sum } from "../account/credit.ts";
import type { Counters, UnixSeconds } from "../model.ts";
import type { ConnectionDetail } from "./connections.ts";
import type { Frame } from "./frame.ts";
import type { IdleQuery } from "./idle-query.ts";
import { shownAddress } from "./shown-address.ts";
import { pageCount, pageOf } from "./user-list.ts";
import { visibleName } from "./visible.ts";

/** An account that was not seen for long. */
export interface IdleAccount {
  readonly id: number;
  readonly seenAt: UnixSeconds;
  /** Through which it was. */
  readonly server: string;
  readonly allTime: Counters;
}

/** From where an account connected last, as far as its connections are kept. */
export interface LastPlace {
  readonly realAddress: string;
  readonly city: string | undefined;
  readonly region: string | undefined;
  readonly country: string | undefined;
  readonly provider: string | undefined;
}

/** An idle account as it is shown. */
export interface IdleLine extends IdleAccount, Omit<LastPlace, "realAddress"> {
  readonly name: string;
  /** As far as it may be shown and is kept. */
  readonly address: string | undefined;
}

/** The accounts that somebody asked for. */
export interface IdleList {
  readonly query: IdleQuery;
  readonly accounts: readonly IdleLine[];
  /** On all pages. */
  readonly matching: number;
  readonly pages: number;
  /** How many accounts there are, idle or not. */
  readonly userCount: number;
  /** What those that match moved in all time. */
  readonly allTime: Counters;
}

/** The page of a list. */
export interface IdleReport extends Frame, IdleList {}

/** Those that are shown, in order. */
export interface IdleSelection extends Omit<IdleList, "accounts" | "userCount"> {
  readonly accounts: readonly IdleAccount[];
}

/**
 * Takes the accounts of a page, or all of them, out of those that match, which come with the longest unseen first.
 * `names`, as they may be shown, are needed where they are sorted by name.
 */
export function selectIdle(
  idle: readonly IdleAccount[],
  query: IdleQuery,
  { names, isPaged }: { readonly names: ReadonlyMap<number, string>; readonly isPaged: boolean },
): IdleSelection {
  const sorted = sortIdle(idle, query, names);
  const pages = isPaged ? pageCount(sorted.length) : 1;
  const page = Math.min(query.page, pages);
  return {
    query: { ...query, page },
    accounts: isPaged ? pageOf(sorted, page) : sorted,
    matching: idle.length,
    pages,
    allTime: idle.map(({ allTime }) => allTime).reduce(sum, NOTHING),
  };
}

function sortIdle(
  idle: readonly IdleAccount[],
  { sort }: IdleQuery,
  names: ReadonlyMap<number, string>,
): readonly IdleAccount[] {
  switch (sort) {
    case "seen":
      return idle;
    case "name": {
      const keyed = idle.map((account) => ({ account, key: visibleName(names.get(account.id) ?? "").toLowerCase() }));
      return keyed.sort((a, b) => (a.key === b.key ? 0 : a.key < b.key ? -1 : 1)).map(({ account }) => account);
    }
    case "total":
      return [...idle].sort((a, b) => {
        const [one, other] = [total(a), total(b)];
        return one === other ? 0 : one > other ? -1 : 1;
      });
  }
}

function total({ allTime: { bytesReceived, bytesSent } }: IdleAccount): bigint {
  return bytesReceived + bytesSent;
}

/** What else the books say of those that are shown. */
export interface IdleFacts {
  readonly userCount: number;
  /** How accounts may be named. */
  readonly names: ReadonlyMap<number, string>;
  readonly places: ReadonlyMap<number, LastPlace>;
}

/** The list as it is shown. */
export function buildIdle(
  { accounts, ...selection }: IdleSelection,
  { userCount, names, places }: IdleFacts,
  { addressDetail, showPlaces, showProviders }: ConnectionDetail,
): IdleList {
  const lineOf = (account: IdleAccount): IdleLine => {
    const last = places.get(account.id);
    const place = showPlaces ? last : undefined;
    return {
      ...account,
      name: names.get(account.id) ?? "",
      address: last && shownAddress(last.realAddress, addressDetail),
      city: place?.city,
      region: place?.region,
      country: place?.country,
      provider: showProviders ? place?.provider : undefined,
    };
  };
  return { ...selection, userCount, accounts: accounts.map(lineOf) };
}
