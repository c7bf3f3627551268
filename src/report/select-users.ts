import type { NameBytes, UnixSeconds } from "../model.ts";
import { nameText } from "../parse/name-text.ts";
import type { People } from "./people.ts";
import { presentUsers, type Ranked, rankUsers } from "./rank-users.ts";
import { initials, wholeNames } from "./shown-names.ts";
import type { Summary } from "./summary.ts";
import { DEFAULT_LIST, pageCount, pageOf, type UserList, type UserListing } from "./user-list.ts";

/** Whom a report lists, and how it may name them. */
export interface SelectOptions {
  readonly now: UnixSeconds;
  readonly fullNames: boolean;
  readonly people: People;
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
export function selectionNeeds({ fullNames, people, list = DEFAULT_LIST }: SelectOptions): Needs {
  const goesByName = list.query !== "" || list.group !== undefined || (list.sort === "name" && people.size > 0);
  return { names: !fullNames || goesByName, months: list.sort === "month" };
}

/** Ranks all users and takes those of the list. Where names are shortened nothing goes by the whole ones. */
export function selectUsers(summary: Summary, { now, fullNames, people, list }: SelectOptions): Selection {
  const shortened = fullNames ? undefined : initials(summary.names);
  const present = presentUsers(summary, now);
  const shown = shortened ?? wholeNames(summary.names, people);
  const isReordered = shortened !== undefined || (people.size > 0 && list?.sort === "name");
  const ordered = isReordered ? inOrderOf(shortened ?? byShownName(shown), present) : present;
  const isMember = memberOf(list?.group, summary.names, people);
  const matching = rankUsers(ordered.filter(isMember), list ?? DEFAULT_LIST, shown);
  if (list === undefined) return { present, users: matching, list, initials: shortened };
  const pages = pageCount(matching.length);
  const page = Math.min(list.page, pages);
  const listing = { ...list, page, matching: matching.length, pages };
  return { present, users: pageOf(matching, page), list: listing, initials: shortened };
}

/** Names in their own order: aliases stand elsewhere than the accounts. */
function byShownName(names: ReadonlyMap<number, string>): ReadonlyMap<number, string> {
  return new Map([...names].sort(([, a], [, b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)));
}

/** Whether a user is of the group; everybody is of none. */
function memberOf(
  group: string | undefined,
  names: ReadonlyMap<number, NameBytes>,
  people: People,
): (one: Ranked) => boolean {
  if (group === undefined) return () => true;
  return ({ user }) => people.get(nameText(names.get(user.id) ?? ""))?.group === group;
}

function inOrderOf(names: ReadonlyMap<number, string>, present: readonly Ranked[]): readonly Ranked[] {
  const byId = new Map(present.map((one) => [one.user.id, one]));
  return [...names.keys()].map((id) => byId.get(id)).filter((one) => one !== undefined);
}
