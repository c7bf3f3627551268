import type { Words } from "../words/en.ts";
import { wordsOf } from "../words/languages.ts";
import { createNumbers, type LocaleNumbers } from "./locale-numbers.ts";
import { createTimes, type LocaleTimes } from "./locale-times.ts";
import type { Reader } from "./reader.ts";

/** How a report speaks to its reader: words, numbers, units, instants. */
export interface Locale extends LocaleNumbers, LocaleTimes {
  readonly words: Words;
  readonly reader: Reader;
}

const known = new Map<string, Locale>();

/** The readers of one installation are few, but what they write into an address is theirs. */
const KEPT = 64;

/** How commands speak to whoever runs them. */
export const ENGLISH: Locale = createLocale({ language: "en", units: "si", timeZone: "UTC" }, "UTC");

/** The locale of a reader of books whose days are cut in `dayZone`. */
export function localeOf(reader: Reader, dayZone: string): Locale {
  const key = [reader.language, reader.units, reader.timeZone, dayZone].join();
  const locale = known.get(key) ?? createLocale(reader, dayZone);
  if (known.size >= KEPT) known.clear();
  known.set(key, locale);
  return locale;
}

function createLocale(reader: Reader, dayZone: string): Locale {
  const words = wordsOf(reader.language);
  const numbers = createNumbers(words, reader.units);
  const times = createTimes(words, numbers, { instants: reader.timeZone, days: dayZone });
  return { words, reader, ...numbers, ...times };
}
