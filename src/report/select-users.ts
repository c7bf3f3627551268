import type { UnixSeconds } from "../model.ts";
import { presentUsers, type Ranked, rankUsers } from "./rank-users.ts";
import { initials, wholeNames } from "./shown-names.ts";
import type { Summary } from "./summary.ts";
import { DEFAULT_LIST, pageCount, pageOf, type UserList, type UserListing } from "./user-list.ts";

/** Whom a report lists, and how it may name them. */
export interface SelectOptions {
  readonly now: UnixSeconds;
  readonly fullNames: boolean;
  /** Undefined: all users in the default order. */
  readonly list: UserList | undefined;
}

/** The users of a report: all of them, and those to be shown, in order. */
export interface Selection {
  readonly present: readonly Ranked[];
  readonly users: readonly Ranked[];
  readonly list: UserListing | undefined;
  /** Names as they are shown, where the whole ones may not be. */
  readonly initials: ReadonlyMap<number, string> | undefined;
}

/** What selecting takes of all users, not only of those who are shown. */
export interface Needs {
  readonly names: boolean;
  /** What each moved in the running month. */
  readonly months: boolean;
}

/** What `selectUsers()` needs to know. */
export function selectionNeeds({ fullNames, list = DEFAULT_LIST }: SelectOptions): Needs {
  return { names: !fullNames || list.query !== "", months: list.sort === "month" };
}

/** Ranks all users and takes those of the list. Where names are shortened nothing goes by the whole ones. */
export function selectUsers(summary: Summary, { now, fullNames, list }: SelectOptions): Selection {
  const shortened = fullNames ? undefined : initials(summary.names);
  const present = presentUsers(summary, now);
  const ordered = shortened ? inOrderOf(shortened, present) : present;
  const matching = rankUsers(ordered, list ?? DEFAULT_LIST, shortened ?? wholeNames(summary.names));
  if (list === undefined) return { present, users: matching, list, initials: shortened };
  const pages = pageCount(matching.length);
  const page = Math.min(list.page, pages);
  const listing = { ...list, page, matching: matching.length, pages };
  return { present, users: pageOf(matching, page), list: listing, initials: shortened };
}

function inOrderOf(names: ReadonlyMap<number, string>, present: readonly Ranked[]): readonly Ranked[] {
  const byId = new Map(present.map((one) => [one.user.id, one]));
  return [...names.keys()].map((id) => byId.get(id)).filter((one) => one !== undefined);
}
