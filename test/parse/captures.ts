import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = join(import.meta.dir, "../fixtures/captures");
const STATUS = /\.v[123](\.mgmt)?$|^torn-/;

/** A status text that a real OpenVPN wrote, one character a byte. */
export interface Capture {
  /** E.g. `openvpn-2.6.14/odd-cn.v2`. */
  readonly name: string;
  readonly text: string;
}

/** This one was cut off by the tool that recorded it: its last three tables are missing. */
const CUT_OFF = "openvpn-2.6.14/tz-new-york.v1.mgmt";

/** Reads of a file in the middle of a rewrite whose content alone gives that away. */
const TELL_THEMSELVES = /torn-v3-(fragment-line|fragment-line_dup-row|no-END-at-end)$/;

const all: readonly Capture[] = readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
  .filter((path) => STATUS.test(path.split("/").at(-1) ?? ""))
  .sort()
  .map((name) => ({ name, text: capture(name) }));

/** One captured text. */
export function capture(name: string): string {
  return readFileSync(join(FOLDER, name), "latin1");
}

/** Texts that are whole, as far as their content tells: two torn ones of each version look so. */
export const WHOLE: readonly Capture[] = all.filter(({ name }) => name !== CUT_OFF && !TELL_THEMSELVES.test(name));

/** Texts that must be refused. */
export const REFUSED: readonly Capture[] = all.filter(({ name }) => name === CUT_OFF || TELL_THEMSELVES.test(name));

/** Captures of more than this many bytes hold 200 clients and more, and are sampled where others are tried in full. */
export const LARGE = 10_000;
