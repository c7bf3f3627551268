/** What the operator says of a user. */
export interface Person {
  /** Stands for the account's name wherever names are shown. */
  readonly alias: string | undefined;
  readonly group: string | undefined;
  /** Bytes of a month, both directions together; undefined: as many as there are. */
  readonly limit: bigint | undefined;
}

/** By the account's name, as text. */
export type People = ReadonlyMap<string, Person>;

/** Nothing is said of anybody. */
export const NOBODY: People = new Map();

/** All groups, in their order. */
export function groupsOf(people: People): readonly string[] {
  const groups = new Set([...people.values()].flatMap(({ group }) => group ?? []));
  return [...groups].sort((a, b) => (a < b ? -1 : 1));
}
