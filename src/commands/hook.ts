import { readFileSync } from "node:fs";
import { AppError } from "../errors.ts";
import { writeHookEvent } from "../output/hook-event.ts";
import { hookScript } from "../output/hook-script.ts";
import { visible } from "../report/visible.ts";
import { parseArguments } from "./arguments.ts";
import type { ExitStatus, World } from "./command.ts";
import { CONFIG_HELP } from "./configure.ts";

export const help = `Usage: ovpnstats hook install [--server NAME] [--openvpn-user USER] [FLAGS]
       ovpnstats hook print --spool DIR

With OpenVPN's client-disconnect hook, totals are exact to the byte: at the end
of each connection it leaves the final figures in a spool, which serve and once
take in.

  install           write the script that OpenVPN runs, and make its spool, the
                    server's hook_spool_dir; as root. Prints the lines to add
                    to OpenVPN's configuration
  print             print the script

  --server NAME     which of several [[server]] blocks it is for
  --openvpn-user U  OpenVPN's user, USER or USER:GROUP; without it, as the
                    configurations in /etc/openvpn say
  --script FILE     where to write the script; else
                    /usr/local/lib/ovpnstats/hook-NAME.sh
  --spool DIR       the spool's absolute path, for print and the hook itself;
                    for install it is --hook-spool-dir

Without action it is the hook itself, where sh is not wanted; it is slower, and
OpenVPN serves nobody meanwhile:

  client-disconnect "/usr/local/bin/ovpnstats hook --spool DIR"

${CONFIG_HELP}
Exit status: 0 done, as the hook always; 1 something failed; 2 wrong usage or
configuration.
`;

export async function run(argv: readonly string[], world: World): Promise<ExitStatus> {
  const [action, ...rest] = argv;
  // OpenVPN calls us: whatever is wrong, its client is not to suffer for it.
  if (world.env.script_type !== undefined) return asHook(argv, world);
  if (action === "install") {
    const { install } = await import("./hook-install.ts");
    return await install(rest, world);
  }
  if (action === "print") {
    world.print(hookScript(spoolIn(rest)));
    return 0;
  }
  throw new AppError(
    "usage",
    `Cannot do "hook ${action ?? ""}": say "hook install" or "hook print"; OpenVPN calls the rest`,
  );
}

/** The system's own record of our environment: unlike the runtime's, it has each byte of it. */
const ENVIRONMENT = "/proc/self/environ";

function asHook(argv: readonly string[], world: World): ExitStatus {
  try {
    writeHookEvent(spoolIn(argv), readFileSync(ENVIRONMENT, "latin1"));
  } catch (error) {
    world.complain(`ovpnstats: hook: ${visible(error instanceof Error ? error.message : String(error))}\n`);
  }
  return 0;
}

/** The spool that the command line names; client-connect adds a word of its own to it. */
function spoolIn(argv: readonly string[]): string {
  const { own, problems } = parseArguments(argv, {
    own: { "--spool": "with value" },
    settings: [],
    formOf: () => undefined,
  });
  const spool = own.get("--spool");
  if (problems.length > 0) throw new AppError("usage", `Cannot be a hook: ${problems.join("; ")}`);
  if (!spool?.startsWith("/")) throw new AppError("usage", "Cannot be a hook: say --spool DIR, with an absolute path");
  return spool;
}
