import type { KeyFacts } from "./key.ts";
import { GROUPS } from "./keys.ts";
import { personOptions } from "./people.ts";
import { type Keys, written } from "./setting.ts";
import { serverOptions } from "./source.ts";

const HEAD = `# Configuration of ovpnstats: /etc/ovpnstats/ovpnstats.toml
#
# Every key may be left out; those here are all commented out, with their defaults
# or, where a default depends on the machine, with a sample. Each can also be given
# as an environment variable, OVPNSTATS_<KEY>, or as a flag, --key-with-dashes VALUE:
# flags win over variables, variables over this file.
`;

const SERVERS = `
# Several servers: one block each, after all other keys. What a block leaves out is
# as at the top level. A block has these keys:

#[[server]]`;

const PEOPLE = `
# What reports say of a user beside the account's name: one block each, at the end.

#[users."ann@example.net"]`;

/** A configuration file with every key in a comment: it changes nothing until somebody edits it. */
export function exampleToml(): string {
  const groups = GROUPS.map(({ title, options }) => `\n# ${title}\n\n${explained(options.entries)}\n`);
  const server = Object.entries<{ readonly facts: KeyFacts }>(serverOptions.entries).map(([name, { facts }]) =>
    line(name, facts),
  );
  const person = Object.entries<{ readonly facts: KeyFacts }>(personOptions.entries).map(([name, { facts }]) =>
    line(name, facts),
  );
  return `${HEAD}${groups.join("")}${SERVERS}\n${server.join("\n")}\n${PEOPLE}\n${person.join("\n")}\n`;
}

function explained(keys: Keys): string {
  return Object.entries(keys)
    .map(([name, { facts }]) => {
      const otherwise = facts.unset && [`Without it: ${facts.unset.otherwise}.`];
      const text = [`${facts.description}.`, ...(otherwise ?? []), `It is ${facts.accepts}.`].join(" ");
      return `${wrapped(text, 80)}\n${line(name, facts)}`;
    })
    .join("\n\n");
}

function line(name: string, { fallback, unset }: KeyFacts): string {
  return `#${name} = ${written(fallback ?? unset?.sample)}`;
}

/** The text as comment lines of at most `width` characters. */
function wrapped(text: string, width: number): string {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length >= width) lines.push(`# ${word}`);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.join("\n");
}
