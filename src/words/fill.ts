/** What may stand in a text's braces. */
export type Parts = Readonly<Record<string, string>>;

/** Puts parts in the place of their names in braces: fill("{n} of {all}", { n: "1", all: "2" }) is "1 of 2". */
export function fill(text: string, parts: Parts): string {
  return text.replace(/\{(\w+)\}/g, (braces, name: string) => parts[name] ?? braces);
}
