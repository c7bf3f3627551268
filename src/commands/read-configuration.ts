import { readFileSync, realpathSync, statSync } from "node:fs";
import { flagForm, flagOf } from "../config/flags.ts";
import { topLevel } from "../config/keys.ts";
import { type Loaded, loadConfig } from "../config.ts";
import { type Arguments, type FlagForm, parseArguments } from "./arguments.ts";
import type { World } from "./command.ts";

/** A command line with its configuration. */
export interface Configured extends Loaded {
  readonly own: Arguments["own"];
}

/**
 * Takes the command line apart and loads the configuration. Apart from `configure()`, so that the help of a command
 * loads none of this, and a command that runs loads it in one piece.
 */
export async function readConfiguration(
  argv: readonly string[],
  own: Readonly<Record<string, FlagForm>>,
  world: World,
): Promise<Configured> {
  const known = {
    own: { "--config": "with value", ...own },
    settings: Object.keys(topLevel.entries).map(flagOf),
  } as const;
  const parsed = parseArguments(argv, { ...known, formOf: flagForm });
  const surplus = parsed.words.map((word) => `${JSON.stringify(word)} is not expected here`);
  const loaded = await loadConfig({
    file: parsed.own.get("--config"),
    flags: parsed.settings,
    problems: [...parsed.problems, ...surplus],
    surroundings: { env: world.env, uid: world.uid, systemZone: world.systemZone },
    cwd: world.cwd,
    readFile: async (path) => {
      const { mode, uid } = statSync(path);
      return { text: new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path)), mode, uid };
    },
    realPath: (path) => {
      try {
        return realpathSync(path);
      } catch {
        return path;
      }
    },
  });
  return { ...loaded, own: parsed.own };
}
