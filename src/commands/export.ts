import { AppError } from "../errors.ts";
import type { ExitStatus, World } from "./command.ts";
import { CONFIG_HELP, configure, startLog } from "./configure.ts";
import { outFile } from "./out-file.ts";

export const help = `Usage: ovpnstats export USER [--format json | csv] [--out FILE] [FLAGS]

Prints everything that the books hold about one user: traffic at every
resolution, connections with addresses and places, those that are deleted as
far as anything is left of them, totals, when the user was first and last seen.
Also what pages do not show (enable_full_user_name_in_web, ip_in_web).

USER is the account's whole name, not its alias. It comes first, before all
flags.

  --format FORMAT   json (default; instants are seconds since 1970, UTC), or
                    csv: one table, whose first column says what a line is
  --out FILE        write to the file, in one step, instead of printing; only
                    its owner may read it
${CONFIG_HELP}
Exit status: 0 done; 1 nobody has that name, or the file cannot be written; 2
wrong usage or configuration; 3 the database cannot be used.
`;

const FLAGS = { "--format": "with value", "--out": "with value" } as const;

export async function run([who = "", ...rest]: readonly string[], world: World): Promise<ExitStatus> {
  if (who === "" || who.startsWith("--"))
    throw new AppError("usage", 'Cannot export: say whose data first, as in "ovpnstats export USER"');
  const loaded = await configure(rest, FLAGS, world);
  const format = loaded.own.get("--format") ?? "json";
  if (format !== "json" && format !== "csv")
    throw new AppError("usage", `Cannot export as ${JSON.stringify(format)}: --format must be json or csv`);
  const out = outFile(loaded, world);
  startLog(loaded, world);
  const { exportAccount, saveExport } = await import("../app/accounts.ts");
  const text = await exportAccount(loaded.config, who, { ...world, format });
  if (out === undefined) world.print(text);
  else await saveExport(out, text, world.uid);
  return 0;
}
