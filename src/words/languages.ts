import { de } from "./de.ts";
import { en, type Words } from "./en.ts";

/** The languages of reports; a new one is one file like en.ts, and one line here. */
export const LANGUAGES = ["en", "de"] as const;
export type Language = (typeof LANGUAGES)[number];

const WORDS: Readonly<Record<Language, Words>> = { en, de };

/** The texts of a language. */
export function wordsOf(language: Language): Words {
  return WORDS[language];
}
