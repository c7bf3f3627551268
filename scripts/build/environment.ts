import { closeSync, openSync, readFileSync, writeSync } from "node:fs";

/**
 * Variables that would make a program built with Bun run other code than its own: as the Bun command line, with files
 * to load first, or with a debugger's socket open. A VPN server's cron or sudo rule means this program, not any.
 */
const DEAF_TO = ["BUN_BE_BUN", "BUN_OPTIONS", "BUN_INSPECT"];

/**
 * Makes `executable` deaf to those variables: Bun has no switch for that, so the first byte of each name becomes NUL,
 * which no variable's name can hold. Throws where a name is not found: then the new Bun must be looked at.
 */
export function deafen(executable: string): void {
  const bytes = readFileSync(executable);
  const descriptor = openSync(executable, "r+");
  for (const name of DEAF_TO) {
    const places = occurrences(bytes, name);
    if (places.length === 0) throw new Error(`Cannot make ${executable} deaf to ${name}: the name is not found in it`);
    for (const place of places) writeSync(descriptor, "\0", place);
  }
  closeSync(descriptor);
}

function occurrences(bytes: Buffer, name: string): number[] {
  const places: number[] = [];
  for (let at = bytes.indexOf(name); at !== -1; at = bytes.indexOf(name, at + 1)) places.push(at);
  return places;
}
