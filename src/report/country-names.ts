import { COUNTRIES } from "./countries.ts";
import type { Locale } from "./locale.ts";

const codes = new Map(COUNTRIES.map(([code, name]) => [name, code] as const));

const languages = new Map<string, Intl.DisplayNames>();

/** A country, which the books name in English, as a language names it. */
export function countryIn(language: string, name: string): string {
  const code = codes.get(name);
  if (language === "en" || code === undefined) return name;
  const names = languages.get(language) ?? new Intl.DisplayNames(language, { type: "region", fallback: "none" });
  languages.set(language, names);
  return names.of(code) ?? name;
}

/** The same of a place, where its country is known. */
export function countryOf(
  { country }: { readonly country?: string | undefined },
  { words }: Pick<Locale, "words">,
): string | undefined {
  return country === undefined ? undefined : countryIn(words.tag, country);
}

/** The countries that a language names so in part, whatever its case, as the books name them. */
export function countriesCalled(language: string, part: string): readonly string[] {
  const wanted = part.toLowerCase();
  return COUNTRIES.map(([, name]) => name).filter((name) => countryIn(language, name).toLowerCase().includes(wanted));
}
