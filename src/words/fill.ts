/** What may stand in a text's braces. */
export type Parts = Readonly<Record<string, string>>;

/** Texts of languages, of which there are so many and no more. */
const known = new Map<string, readonly string[]>();

/** A text cut at its braces: every other piece is a name that stood in them. */
export function piecesOf(text: string): readonly string[] {
  let pieces = known.get(text);
  if (pieces === undefined) {
    pieces = text.split(/\{(\w+)\}/);
    known.set(text, pieces);
  }
  return pieces;
}

/** Puts parts in the place of their names in braces: fill("{n} of {all}", { n: "1", all: "2" }) is "1 of 2". */
export function fill(text: string, parts: Parts): string {
  const pieces = piecesOf(text);
  let filled = pieces[0] ?? "";
  for (let index = 1; index < pieces.length; index += 2) {
    const name = pieces[index] ?? "";
    filled += (parts[name] ?? `{${name}}`) + pieces[index + 1];
  }
  return filled;
}
