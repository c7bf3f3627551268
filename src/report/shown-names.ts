import type { NameBytes } from "../model.ts";
import { nameText } from "../parse/name-text.ts";
import type { People } from "./people.ts";

/** Names as they are shown where whole ones may be: the operator's alias, else the account's own. */
export function wholeNames(names: ReadonlyMap<number, NameBytes>, people: People): Map<number, string> {
  return new Map([...names].map(([id, name]) => [id, wholeName(nameText(name), people)]));
}

/** The alias of an account, else its name. */
export function wholeName(account: string, people: People): string {
  return people.get(account)?.alias ?? account;
}

/**
 * "J 1", "J 2": the first letter, and a number that stays the user's own because it follows their ids. In the order
 * of letters and numbers, which tells nothing of the names.
 */
export function initials(names: ReadonlyMap<number, NameBytes>): Map<number, string> {
  const byLetter = new Map<string, number[]>();
  for (const id of [...names.keys()].sort((a, b) => a - b)) {
    // The forgotten users have none here, either.
    const [letter = ""] = nameText(names.get(id) ?? "").toUpperCase();
    const ids = byLetter.get(letter);
    if (ids) ids.push(id);
    else byLetter.set(letter, [id]);
  }
  const letters = [...byLetter].sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(
    letters.flatMap(([letter, ids]) =>
      ids.map((id, index): [number, string] => [id, letter && `${letter} ${index + 1}`]),
    ),
  );
}
