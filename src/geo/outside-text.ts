/** Names of places and companies are shorter; whoever sends more wants something else. */
const MOST_CHARACTERS = 100;

/** What no name has: control and format characters, lone surrogates, line and paragraph ends. */
const NOT_OF_NAMES = /[\p{C}\p{Zl}\p{Zp}]+/gu;

/** A name from outside without what cannot be seen, of 100 characters at most; undefined where nothing is left of it. */
export function outsideText(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  // Cut twice: the first time so that text of any length costs the same.
  const text = value
    .slice(0, MOST_CHARACTERS * 4)
    .replace(NOT_OF_NAMES, " ")
    .replace(/\s+/g, " ")
    .trim();
  return [...text].slice(0, MOST_CHARACTERS).join("").trim() || undefined;
}
