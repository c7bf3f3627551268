import { NOBODY, type People } from "../report/people.ts";
import { initials, wholeNames } from "../report/shown-names.ts";
import type { Database } from "../store/open.ts";
import { userNames } from "../store/user-names.ts";

/** How users may be named. */
export interface Naming {
  readonly fullNames: boolean;
  /** What the operator says of users; default: nothing. */
  readonly people?: People;
}

/**
 * These users, or all, as they may be shown here: alias or whole name, or "J 2" in private mode, whose numbers need
 * all users. An id that nobody has is left out.
 */
export async function loadShownNames(
  database: Database,
  { fullNames, people = NOBODY }: Naming,
  ids?: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  return fullNames ? wholeNames(await userNames(database, ids), people) : initials(await userNames(database));
}
