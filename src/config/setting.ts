import { resolve } from "node:path";
import * as v from "valibot";
import type { Key } from "./key.ts";
import { hint } from "./nearest.ts";

/** What somebody gave for a key, and where. */
export interface Setting {
  readonly key: string;
  /** What the value can be read as: one of a file; several of text, "1" being a number, a yes and a word. */
  readonly readings: readonly [unknown, ...unknown[]];
  /** "/etc/ovpnstats/ovpnstats.toml:3", "environment OVPNSTATS_TIME_ZONE" or "flag --time-zone". */
  readonly place: string;
  /** From where relative paths lead. */
  readonly directory: string;
}

export interface Chosen {
  /** The last accepted value of each key, as its schema takes it. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Where each of these values was given. */
  readonly places: ReadonlyMap<string, string>;
  readonly problems: readonly string[];
}

export type Keys = Readonly<Record<string, Key<unknown, unknown>>>;

/** A file with more problems is another program's: what its keys may mean would take long to find. */
const MOST_HINTS = 20;

/**
 * Chooses the last setting of each key, where so many problems are told already. Every setting is checked, also one
 * that a later one overrides.
 */
export function choose(keys: Keys, settings: readonly Setting[], told = 0): Chosen {
  const values: Record<string, unknown> = {};
  const places = new Map<string, string>();
  const problems: string[] = [];
  for (const { key, readings, place, directory } of settings) {
    const schema = Object.hasOwn(keys, key) ? keys[key] : undefined;
    if (schema === undefined) {
      const meant = told + problems.length < MOST_HINTS ? hint(key, Object.keys(keys)) : "";
      problems.push(`${place}: ${key} is not a key${meant}`);
      continue;
    }
    const { accepts, isPath, isList, isDelicate, fallback } = schema.facts;
    const accepted = [...readings, ...(isList ? listsIn(readings) : [])].find((reading) => v.is(schema, reading));
    if (accepted === undefined) {
      const given = isDelicate ? "" : ` = ${written(readings[0])}`;
      problems.push(`${place}: ${key}${given} must be ${accepts}`);
      continue;
    }
    values[key] = isPath && accepted !== fallback ? resolved(accepted, directory) : accepted;
    places.set(key, place);
  }
  return { values, places, problems };
}

/** A path, or a list of them, from where relative ones lead. */
function resolved(value: unknown, directory: string): unknown {
  if (Array.isArray(value)) return value.map((item) => resolved(item, directory));
  return typeof value === "string" ? resolve(directory, value) : value;
}

function listsIn(readings: readonly unknown[]): readonly unknown[] {
  return readings.filter((reading) => typeof reading === "string").map((text) => text.split(":"));
}

/** Everything that the text of a variable or flag can mean, the text itself last; its first is what was written. */
export function readingsOf(text: string): readonly [unknown, ...unknown[]] {
  const number = /^-?\d{1,15}$/.test(text.trim()) ? [Number(text)] : [];
  const word = text.trim().toLowerCase();
  const yesOrNo = ["true", "yes", "1"].includes(word) ? [true] : ["false", "no", "0"].includes(word) ? [false] : [];
  const [first = text, ...rest] = [...number, ...yesOrNo, text];
  return [first, ...rest];
}

const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** A value as TOML writes it. */
export function written(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return `[${value.map(written).join(", ")}]`;
  if (typeof value !== "object" || value === null) return typeof value === "string" ? quoted(value) : String(value);
  return `{ ${Object.entries(value)
    .map(([key, item]) => `${key} = ${written(item)}`)
    .join(", ")} }`;
}

/** As TOML and JSON both quote it, and nothing in it that a terminal would obey or hide. */
function quoted(text: string): string {
  return JSON.stringify(text.toWellFormed()).replace(HIDDEN, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\U${code.padStart(8, "0")}` : `\\u${code.padStart(4, "0")}`;
  });
}
