import { outsideText } from "./outside-text.ts";

const names = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
const known = new Map<string, string | undefined>();

/**
 * The English name of a country: by its code of ISO 3166 where it has one, else as told. The same country is then the
 * same word, whichever source told it.
 */
export function countryName(code: unknown, told: unknown): string | undefined {
  const byCode = typeof code === "string" && /^[A-Za-z]{2}$/.test(code) ? nameOf(code.toUpperCase()) : undefined;
  return byCode ?? outsideText(told);
}

/** "ZZ" is the code for no country at all, which has a name. */
function nameOf(code: string): string | undefined {
  if (!known.has(code)) known.set(code, code === "ZZ" ? undefined : names.of(code));
  return known.get(code);
}
