import { visible } from "../report/visible.ts";
import { GROUPS } from "./keys.ts";
import { KEYS_OF_ONE } from "./servers.ts";
import { type Chosen, type Keys, written } from "./setting.ts";
import { serverOptions } from "./source.ts";
import type { PersonBlock } from "./toml.ts";

/** What is in effect, to be written as TOML. */
export interface Effective {
  readonly chosen: Chosen;
  /** Of keys whose default depends on the machine, what it came to. */
  readonly computed: Readonly<Record<string, unknown>>;
  /** What the `[[server]]` blocks say; none where the top level describes the one server. */
  readonly blocks: readonly Chosen[];
  /** What the `[users.NAME]` blocks say. */
  readonly people: readonly PersonBlock[];
}

/** The configuration as it is in effect, as TOML that would have the same effect, with where each value is from. */
export function effectiveToml({ chosen, computed, blocks, people }: Effective): string {
  // Beside blocks it may not stand.
  const hidden = blocks.length > 0 ? KEYS_OF_ONE : [];
  const groups = GROUPS.map(
    ({ title, options }) => `# ${title}\n${section(options.entries, chosen, computed, hidden)}`,
  );
  const servers = blocks.map((block) => `[[server]]\n${section(serverOptions.entries, block, {})}`);
  return `${[...groups, ...servers, ...people.map(personSection)].join("\n\n")}\n`;
}

function personSection({ name, settings }: PersonBlock): string {
  const rows = settings.map(({ key, readings, place }) => `${key} = ${written(readings[0])}  # ${visible(place)}`);
  return [`[users.${written(name)}]`, ...rows].join("\n");
}

function section(keys: Keys, chosen: Chosen, computed: Effective["computed"], hidden: readonly string[] = []): string {
  const shown = Object.entries(keys).filter(([name]) => !hidden.includes(name));
  const rows = shown.map(([name, { facts }]) => {
    const place = chosen.places.get(name);
    const value = chosen.values[name] ?? facts.fallback ?? computed[name];
    if (value === undefined) return [`# ${name} is not set`, facts.unset?.otherwise ?? ""] as const;
    return [`${name} = ${written(value)}`, place ?? "default"] as const;
  });
  const width = Math.min(60, Math.max(...rows.map(([setting]) => setting.length)));
  return rows.map(([setting, place]) => `${setting.padEnd(width)}  # ${visible(place)}`).join("\n");
}
