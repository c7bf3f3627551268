import { AppError } from "../errors.ts";
import { visible } from "../report/visible.ts";
import type { ExitStatus, World } from "./command.ts";
import { CONFIG_HELP, configure } from "./configure.ts";

export const help = `Usage: ovpnstats config check | show | example [FLAGS]

  check             say whether the configuration is right, or all that is wrong
  show              print the configuration in effect, as TOML, with the place
                    that each value comes from; secrets are left out
  example           print a configuration file with every key, its meaning and
                    its default

${CONFIG_HELP}`;

const ACTIONS = ["check", "show", "example"];

export async function run(argv: readonly string[], world: World): Promise<ExitStatus> {
  const [action = "", ...rest] = argv;
  if (!ACTIONS.includes(action)) {
    throw new AppError("usage", `Cannot do "config ${action}": say "config check", "config show" or "config example"`);
  }
  if (action === "example") {
    if (rest.length > 0) throw new AppError("usage", `Cannot use ${rest.join(" ")}: "config example" takes no flags`);
    const { exampleToml } = await import("../config/example.ts");
    world.print(exampleToml());
    return 0;
  }
  const loaded = await configure(rest, {}, world);
  if (action === "show") {
    const { effectiveToml } = await import("../config/show.ts");
    world.print(effectiveToml(loaded.effective));
    return 0;
  }
  for (const warning of loaded.warnings) world.complain(`ovpnstats: warning: ${visible(warning)}\n`);
  world.print(`ok: ${visible(loaded.file ?? "no configuration file, the defaults hold")}\n`);
  return 0;
}
