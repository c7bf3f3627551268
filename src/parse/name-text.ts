import type { NameBytes } from "../model.ts";

const ASCII = /^[\x00-\x7f]*$/;

/** Without ignoreBOM a name's leading U+FEFF would vanish, and an empty name be shown. */
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * A name for people: its bytes read as UTF-8, with U+FFFD for what is not UTF-8. Two names may read
 * alike, so this is never a key; control and direction characters are still in it.
 */
export function nameText(name: NameBytes): string {
  if (ASCII.test(name)) return name;
  return decoder.decode(Uint8Array.from(name, (byte) => byte.charCodeAt(0)));
}
