import type { Flag } from "../config/flags.ts";
import { hint } from "../config/nearest.ts";

/** How a flag is written: alone, or with a value, after it or after "=". */
export type FlagForm = "alone" | "with value";

/** The flags that are understood. */
export interface KnownFlags {
  /** The command's own, as in "--out". */
  readonly own: Readonly<Record<string, FlagForm>>;
  /** Those that set configuration keys. */
  readonly settings: readonly string[];
  readonly formOf: (setting: string) => FlagForm | undefined;
}

/** A command line, taken apart. */
export interface Arguments {
  /** What is no flag, nor the value of one. */
  readonly words: readonly string[];
  /** The command's own flags; the last of several alike. */
  readonly own: ReadonlyMap<string, string>;
  readonly settings: readonly Flag[];
  readonly problems: readonly string[];
}

/** Takes a command line apart. Whatever is wrong with it is in `problems`; nothing throws. */
export function parseArguments(argv: readonly string[], known: KnownFlags): Arguments {
  const words: string[] = [];
  const own = new Map<string, string>();
  const settings: Flag[] = [];
  const problems: string[] = [];
  const rest = [...argv];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === "--") {
      words.push(...rest.splice(0));
    } else if (!word.startsWith("-")) {
      words.push(word);
    } else {
      const { flag, isOwn, value, problem } = takeFlag(word, rest, known);
      if (problem !== undefined) problems.push(problem);
      else if (isOwn) own.set(flag, String(value));
      else settings.push({ flag, value });
    }
  }
  return { words, own, settings, problems };
}

interface Taken extends Flag {
  readonly isOwn: boolean;
  readonly problem?: string;
}

/** Takes a flag's value, from the flag itself or from the words that follow, and removes it there. */
function takeFlag(word: string, rest: string[], known: KnownFlags): Taken {
  const [, flag = word, given] = /^([^=]*)=(.*)$/s.exec(word) ?? [];
  const ownForm = Object.hasOwn(known.own, flag) ? known.own[flag] : undefined;
  const isOwn = ownForm !== undefined;
  const form = ownForm ?? known.formOf(flag);
  const next = rest[0]?.startsWith("--") ? undefined : rest[0];
  const wrong = (problem: string): Taken => ({ flag, isOwn, value: false, problem: `flag ${flag} ${problem}` });
  if (form === undefined) {
    if (given === undefined && next !== undefined) rest.shift();
    return wrong(`is not known${hint(flag, [...Object.keys(known.own), ...known.settings])}`);
  }
  if (form === "with value") {
    const value = given ?? (next === undefined ? undefined : rest.shift());
    return value === undefined ? wrong("needs a value") : { flag, isOwn, value };
  }
  if (isOwn || flag.startsWith("--no-")) {
    return given === undefined ? { flag, isOwn, value: isOwn } : wrong("takes no value");
  }
  const said = /^(true|false|yes|no|1|0)$/i.test(next ?? "") ? next : undefined;
  if (given === undefined && said !== undefined) rest.shift();
  return { flag, isOwn, value: given ?? said ?? true };
}
