import * as v from "valibot";
import type { People, Person } from "../report/people.ts";
import { key } from "./key.ts";
import { serverName, size } from "./kinds.ts";
import { choose } from "./setting.ts";
import type { PersonBlock } from "./toml.ts";

export const personOptions = v.strictObject({
  alias: key(serverName, undefined, "The name under which reports show the user", {
    otherwise: "the account's own name",
    sample: "Ann from sales",
  }),
  group: key(serverName, undefined, "The group that reports show with the user, and that users can be chosen by", {
    otherwise: "no group",
    sample: "Sales",
  }),
  limit: key(
    size,
    undefined,
    "What the user may move in a month (see month_starts_on), both directions together; reports say when it is passed, or will be",
    { otherwise: "no limit", sample: "60 GB" },
  ),
});

/** Of whom the `[users.NAME]` blocks say what, and what is wrong with them. */
export function choosePeople(blocks: readonly PersonBlock[]): {
  readonly people: People;
  readonly problems: readonly string[];
} {
  const people = new Map<string, Person>();
  const problems: string[] = [];
  const aliases = new Map<string, string>();
  for (const { name, place, settings } of blocks) {
    const chosen = choose(personOptions.entries, settings, problems.length);
    problems.push(...chosen.problems);
    const person = v.parse(personOptions, chosen.values);
    people.set(name, person);
    const other = person.alias === undefined ? undefined : aliases.get(person.alias);
    if (other !== undefined) {
      problems.push(`${place}: alias = ${JSON.stringify(person.alias)} is already that of ${JSON.stringify(other)}`);
    }
    if (person.alias !== undefined) aliases.set(person.alias, name);
  }
  return { people, problems };
}
