/**
 * Everything that a reader cannot see or tell apart, or that steers what shows it: control characters (ESC, CR, C1),
 * format characters (bidi, zero width, tags), fillers, blanks, lone surrogates, line and paragraph separators,
 * spaces other than U+0020, a space at either end or after another. And `\u{` itself, lest a name pretend.
 */
const HIDDEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}|^ | $|(?<= ) |\\(?=u\{)/gu;

/** Most names are plain, and most reports have thousands. */
const PLAIN = /^[!-[\]-~]+(?: [!-[\]-~]+)*$/;

/**
 * Text from outside, safe to print on a terminal, in a log line or on a page: what cannot be seen
 * becomes `\u{…}`. Different texts stay different.
 */
export function visible(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replace(HIDDEN, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** A user's name for people: as `visible()`; no user has none at all, but those who were forgotten, all together. */
export function visibleName(name: string, none = "(forgotten users)"): string {
  return name === "" ? none : visible(name);
}
