import { COUNTRIES } from "./countries.ts";

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
