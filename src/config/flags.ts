import * as v from "valibot";
import { topLevel } from "./keys.ts";
import { type Keys, readingsOf, type Setting } from "./setting.ts";

/** A command-line flag that sets a key: `--time-zone UTC`, `--no-location-info` (false). */
export interface Flag {
  /** As it was typed, without its value. */
  readonly flag: string;
  readonly value: string | boolean;
}

/** Variables that are ours but no keys. */
const OTHER_VARIABLES = ["OVPNSTATS_DB_AUTH_TOKEN", "OVPNSTATS_IPINFO_TOKEN", "OVPNSTATS_NATIVE_DIR"];

/** The settings of the variables OVPNSTATS_<KEY>; an empty one counts as not set, as compose files leave them. */
export function environmentSettings(
  env: Readonly<Record<string, string | undefined>>,
  directory: string,
): readonly Setting[] {
  const ours = Object.keys(env).filter((name) => name.startsWith("OVPNSTATS_") && !OTHER_VARIABLES.includes(name));
  return ours.sort().flatMap((name) => {
    const text = env[name];
    if (text === undefined || text === "") return [];
    const key = name.slice("OVPNSTATS_".length).toLowerCase();
    return [{ key, readings: readingsOf(text), place: `environment ${name}`, directory }];
  });
}

export function flagSettings(flags: readonly Flag[], directory: string): readonly Setting[] {
  return flags.map(({ flag, value }) => {
    const readings = typeof value === "string" ? readingsOf(value) : ([value] as const);
    const key = keyOf(value === false ? flag.replace("--no-", "--") : flag);
    return { key, readings, place: `flag ${flag}`, directory };
  });
}

/** How a flag is written: alone (`--x`, `--no-x`), or with its value; undefined when it sets no key. */
export function flagForm(flag: string): "alone" | "with value" | undefined {
  const keys: Keys = topLevel.entries;
  const own = keys[keyOf(flag)];
  if (own !== undefined) return own.facts.isSwitch ? "alone" : "with value";
  const negated = flag.startsWith("--no-") ? keys[keyOf(flag.replace("--no-", "--"))] : undefined;
  return negated !== undefined && v.is(negated, false) ? "alone" : undefined;
}

/** The flag that sets a key. */
export function flagOf(key: string): string {
  return `--${key.replaceAll("_", "-")}`;
}

function keyOf(flag: string): string {
  return flag.slice(2).replaceAll("-", "_");
}
