import type { Loaded } from "../config.ts";
import { createLog, type Log } from "../log.ts";
import type { FlagForm } from "./arguments.ts";
import type { World } from "./command.ts";
import type { Configured } from "./read-configuration.ts";

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
  const { readConfiguration } = await import("./read-configuration.ts");
  return await readConfiguration(argv, own, world);
}

/** The log as configured, unless less is asked for; what the configuration warns of is its first lines. */
export function startLog({ config, warnings }: Loaded, world: World, level = config.log_level): Log {
  const { log_format: format } = config;
  const log = createLog({ level, format, write: world.complain, now: world.now, toJournal: world.toJournal });
  for (const warning of warnings) log.warn(warning);
  return log;
}
