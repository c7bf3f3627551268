import { resolve } from "node:path";
import { AppError } from "../errors.ts";
import { systemdUnit, whyUnfit } from "../output/systemd-unit.ts";
import { visible } from "../report/visible.ts";
import { parseArguments } from "./arguments.ts";
import type { ExitStatus, World } from "./command.ts";

export const help = `Usage: ovpnstats systemd [--config FILE]

Prints the unit that runs "ovpnstats serve" under systemd, with its readiness
and watchdog, as a user of its own who may read OpenVPN's status and change
nothing but the database. Its comments say what to change for other wishes.

  ovpnstats systemd > /etc/systemd/system/ovpnstats.service
  systemctl daemon-reload
  systemctl enable --now ovpnstats

  --config FILE     have serve read this configuration; without it,
                    /etc/ovpnstats/ovpnstats.toml where there is one
  --help            print this

Exit status: 0 done, also with a warning; 2 wrong usage.
`;

/** Where the README has the executable copied to. */
const USUAL_PLACE = "/usr/local/bin/ovpnstats";

type Surroundings = Pick<World, "cwd" | "executable" | "print" | "complain">;

export async function run(argv: readonly string[], world: Surroundings): Promise<ExitStatus> {
  const { words, own, problems } = parseArguments(argv, {
    own: { "--config": "with value" },
    settings: [],
    formOf: () => undefined,
  });
  const surplus = words.map((word) => `${JSON.stringify(word)} is not expected here`);
  const config = own.get("--config");
  const configFile = config === undefined ? undefined : resolve(world.cwd, config);
  const unfit = configFile === undefined ? undefined : whyUnfit(configFile);
  const misplaced = unfit === undefined ? [] : [`flag --config ${configFile}: ${unfit}; put it below /etc/ovpnstats`];
  const wrong = [...problems, ...surplus, ...misplaced];
  if (wrong.length > 0) throw new AppError("usage", `Cannot print the unit: ${wrong.join("; ")}`);
  world.print(systemdUnit({ executable: executableOf(world), configFile }));
  return 0;
}

function executableOf({ executable, complain }: Surroundings): string {
  const unfit = executable === undefined ? "these are its sources" : whyUnfit(executable);
  if (executable !== undefined && unfit === undefined) return executable;
  const from = executable === undefined ? "" : ` instead of ${visible(executable)}`;
  complain(`ovpnstats: warning: the unit names ${USUAL_PLACE}${from}, copy the executable there: ${unfit}\n`);
  return USUAL_PLACE;
}
