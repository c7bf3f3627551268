import { zoneName } from "../account/zone-name.ts";
import { AppError } from "../errors.ts";
import { LANGUAGES, type Language } from "../words/languages.ts";
import { UNIT_SYSTEMS, type Units } from "./byte-units.ts";
import type { QueryField } from "./links.ts";

/** How somebody reads a report. */
export interface Reader {
  readonly language: Language;
  readonly units: Units;
  /** IANA name of the zone in which instants are told; days stay those of the books. */
  readonly timeZone: string;
}

/** The keys of a query string by which a reader chooses. */
export const READER_KEYS: readonly string[] = ["lang", "units", "zone"];

/** What a reader chose: the reader that this makes, and the part of the query string that says so. */
export interface Choice {
  readonly reader: Reader;
  readonly chosen: readonly QueryField[];
}

/**
 * What a query string chooses in place of the configured reader: `lang`, `units`, `zone`. Throws AppError "usage" for
 * a value that there is not.
 */
export function chooseReader(query: URLSearchParams, configured: Reader): Choice {
  const language = oneOf("lang", LANGUAGES, query) ?? configured.language;
  const units = oneOf("units", UNIT_SYSTEMS, query) ?? configured.units;
  const timeZone = zoneIn(query) ?? configured.timeZone;
  const chosen: QueryField[] = [];
  if (language !== configured.language) chosen.push(["lang", language]);
  if (units !== configured.units) chosen.push(["units", units]);
  if (timeZone !== configured.timeZone) chosen.push(["zone", timeZone]);
  return { reader: { language, units, timeZone }, chosen };
}

function oneOf<Word extends string>(key: string, words: readonly Word[], query: URLSearchParams): Word | undefined {
  const given = query.get(key);
  if (given === null || given === "") return undefined;
  const word = words.find((one) => one === given);
  if (word !== undefined) return word;
  throw refusal(key, given, `must be one of ${words.join(", ")}`);
}

function zoneIn(query: URLSearchParams): string | undefined {
  const given = query.get("zone")?.trim();
  if (!given) return undefined;
  const name = given.length <= 64 ? zoneName(given) : undefined;
  if (name !== undefined) return name;
  throw refusal("zone", given, 'must be the IANA name of a time zone, such as "Europe/Berlin" or "UTC"');
}

function refusal(key: string, value: string, rule: string): AppError {
  const shown = value.length > 40 ? `${value.slice(0, 40)}…` : value;
  return new AppError("usage", `Cannot show a page with ${key}=${JSON.stringify(shown)}: ${key} ${rule}`);
}
