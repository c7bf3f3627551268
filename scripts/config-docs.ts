import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { KeyFacts } from "../src/config/key.ts";
import { GROUPS } from "../src/config/keys.ts";
import { personOptions } from "../src/config/people.ts";
import { type Keys, written } from "../src/config/setting.ts";
import { serverOptions } from "../src/config/source.ts";

const README = join(import.meta.dir, "..", "README.md");
const [BEGIN, END] = ["<!-- configuration: written by scripts/config-docs.ts -->", "<!-- end of configuration -->"];

/** The tables of every configuration key, as Markdown. */
export function configTables(): string {
  const groups = GROUPS.map(({ title, options }) => `#### ${title}\n\n${table(options.entries)}`);
  const blocks = [
    `#### Each \`[[server]]\`\n\n${table(serverOptions.entries)}`,
    `#### Each \`[users.NAME]\`, NAME being the account's\n\n${table(personOptions.entries)}`,
  ];
  return [...groups, ...blocks].join("\n\n");
}

/** The README with the tables as they must be; throws where it has no place for them. */
export function withTables(readme: string): string {
  const [before, rest] = split(readme, BEGIN);
  const [, after] = split(rest, END);
  return `${before}${BEGIN}\n\n${configTables()}\n\n${END}${after}`;
}

function table(keys: Keys): string {
  const rows = Object.entries(keys).map(([name, { facts }]) => {
    return `| \`${name}\` | ${usual(facts)} | ${cell(facts.accepts)} | ${cell(facts.description)} |`;
  });
  return ["| key | default | takes | meaning |", "|---|---|---|---|", ...rows].join("\n");
}

function usual({ fallback, unset }: KeyFacts): string {
  return unset === undefined ? `\`${written(fallback)}\`` : cell(unset.otherwise);
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
}

function split(text: string, marker: string): readonly [before: string, after: string] {
  const at = text.indexOf(marker);
  if (at < 0) throw new Error(`Cannot find ${JSON.stringify(marker)} in ${README}: put it where the tables belong`);
  return [text.slice(0, at), text.slice(at + marker.length)];
}

if (import.meta.main) {
  const before = existsSync(README) ? readFileSync(README, "utf8") : `# ovpnstats\n\n${BEGIN}\n${END}\n`;
  const after = withTables(before);
  if (!process.argv.includes("--check")) {
    writeFileSync(README, after);
  } else if (before !== after) {
    console.error("The configuration tables in README.md are old: run bun scripts/config-docs.ts");
    process.exitCode = 1;
  }
}
