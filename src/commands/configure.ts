import type { Loaded } from "../config.ts";
import { createLog, type Log } from "../log.ts";
import { type Arguments, type FlagForm, parseArguments } from "./arguments.ts";
import type { World } from "./command.ts";

/** A command line with its configuration. */
export interface Configured extends Loaded {
  readonly own: Arguments["own"];
}

/** The help on what every command with a configuration understands. */
export const CONFIG_HELP = `  --config FILE     read this configuration; else ./ovpnstats.toml,
                    else /etc/ovpnstats/ovpnstats.toml, else the defaults
  --KEY VALUE       set a configuration key, as in --time-zone Europe/Berlin,
                    --no-enable-provider-in-web; "ovpnstats config example"
                    lists the keys
  --help            print this
`;

/** Takes the command line apart and loads the configuration; all that is wrong with either is told at once. */
export async function configure(
  argv: readonly string[],
  own: Readonly<Record<string, FlagForm>>,
  world: World,
): Promise<Configured> {
  const [{ loadConfig }, { flagForm, flagOf }, { topLevel }, { readFileSync, statSync }] = await Promise.all([
    import("../config.ts"),
    import("../config/flags.ts"),
    import("../config/keys.ts"),
    import("node:fs"),
  ]);
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
  });
  return { ...loaded, own: parsed.own };
}

/** The log as configured, unless less is asked for; what the configuration warns of is its first lines. */
export function startLog({ config, warnings }: Loaded, world: World, level = config.log_level): Log {
  const { log_format: format } = config;
  const log = createLog({ level, format, write: world.complain, now: world.now, toJournal: world.toJournal });
  for (const warning of warnings) log.warn(warning);
  return log;
}
