import { hint } from "../config/nearest.ts";
import { AppError } from "../errors.ts";
import { visible } from "../report/visible.ts";
import type { ExitStatus, World } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import { EXIT_STATUS } from "./exit-status.ts";

const HELP = `Who is connected to an OpenVPN server, who used how much, when and from where.

Usage: ovpnstats COMMAND [FLAGS]

Commands:
${COMMANDS.map(({ name, summary }) => `  ${name.padEnd(10)}${summary}`).join("\n")}
  help      print this, or the help of a command

  --version print the version
  --help    print this; after a command, its help

Exit status: 0 done (also with warnings), 1 something failed, 2 wrong usage or
configuration (nothing was started), 3 the database cannot be used.
`;

/** Runs the command that the arguments name. Errors are told on standard error; nothing throws. */
export async function dispatch(argv: readonly string[], world: World): Promise<ExitStatus> {
  try {
    return await run(argv, world);
  } catch (error) {
    if (error instanceof AppError) {
      complain(world, error.message);
      return EXIT_STATUS[error.code];
    }
    // A fault of ours, not of the operator's: whoever mends it needs the trace.
    const trace = error instanceof Error ? (error.stack ?? `${error}`) : `${error}`;
    complain(world, `internal error, please report it: ${trace}`);
    return 1;
  }
}

function complain(world: World, message: string): void {
  world.complain(
    `ovpnstats: ${message
      .split("\n")
      .map((line) => visible(line.trim()))
      .join("\n  ")}\n`,
  );
}

async function run([name, ...rest]: readonly string[], world: World): Promise<ExitStatus> {
  if (name === undefined) {
    world.complain(HELP);
    return 2;
  }
  if (name === "--version" || name === "-V") return say(world, `ovpnstats ${world.version}\n`);
  if (name === "--help" || name === "-h") return say(world, HELP);
  const asked = name === "help" ? rest[0] : name;
  if (asked === undefined) return say(world, HELP);
  const entry = COMMANDS.find((command) => command.name === asked);
  if (entry === undefined) {
    const meant = hint(asked, ["help", ...COMMANDS.map((command) => command.name)]);
    throw new AppError(
      "usage",
      `Cannot do ${JSON.stringify(asked)}: there is no such command${meant}\n${commandNames()}`,
    );
  }
  const command = await entry.load();
  const wantsHelp = name === "help" || rest.some((word) => word === "--help" || word === "-h");
  return wantsHelp ? say(world, command.help) : command.run(rest, world);
}

function say(world: World, text: string): ExitStatus {
  world.print(text);
  return 0;
}

function commandNames(): string {
  return `commands: ${COMMANDS.map(({ name }) => name).join(", ")}; "ovpnstats --help" tells more`;
}
