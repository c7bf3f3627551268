import { AppError } from "../errors.ts";
import type { NameBytes } from "../model.ts";
import { nameText } from "../parse/name-text.ts";
import { ENGLISH } from "../report/locale.ts";
import { visible, visibleName } from "../report/visible.ts";
import type { AccountSummary } from "../store/account.ts";
import type { ExitStatus, World } from "./command.ts";
import { CONFIG_HELP, configure, startLog } from "./configure.ts";
import type { Configured } from "./read-configuration.ts";

export const help = `Usage: ovpnstats forget USER [--yes] [FLAGS]

Makes a user nobody: all bytes go to an account without name, "(forgotten
users)", so that the sums of servers, days and months stay as they are. Name,
username and addresses go out of the user's connections, also of those that are
open; what a late report needs to find its connection again stays, which tells
neither. The database file is then written anew, which needs as much free space
again, so that no copy is left in it. It cannot be undone.

USER is the account's whole name, not its alias. It comes first, before all
flags. Without --yes nothing is done but said. serve may go on meanwhile.
Whoever connects again under the name is a new user, who starts at zero.

  --yes             do it
${CONFIG_HELP}
Exit status: 0 forgotten; 1 nobody has that name, or nothing was done; 2 wrong
usage or configuration; 3 the database cannot be used.
`;

export async function run([who = "", ...rest]: readonly string[], world: World): Promise<ExitStatus> {
  if (who === "" || who.startsWith("--"))
    throw new AppError("usage", 'Cannot forget anybody: say whom first, as in "ovpnstats forget USER"');
  const loaded = await configure(rest, { "--yes": "alone" }, world);
  startLog(loaded, world);
  const { forget, lookUpAccount } = await import("../app/accounts.ts");
  const account = await lookUpAccount(loaded.config, who);
  const name = visibleName(nameText(account.name));
  world.print(`${name}: ${told(account)}\n`);
  if (!loaded.own.has("--yes")) {
    world.print("With --yes the bytes go to (forgotten users), and the name and all addresses go for good.\n");
    world.print(await remains(loaded, account.name));
    world.print("Nothing was done.\n");
    return 1;
  }
  if (!(await forget(loaded.config, account)))
    throw new AppError("source", `Cannot forget ${name}: somebody else just did`);
  world.print(`${name} is forgotten.\n`);
  world.print(await remains(loaded, account.name));
  return 0;
}

/** "3.20 GB received and 10.1 GB sent, 214 connections, 1 of them open". */
function told({ moved, connections, open }: AccountSummary): string {
  const { bytes, count, plural } = ENGLISH;
  const bytesMoved = `${bytes(moved.bytesReceived)} received and ${bytes(moved.bytesSent)} sent`;
  const kept = plural(connections, ["connection", "connections"]);
  return `${bytesMoved}, ${kept} kept${open > 0 ? `, ${count(open)} of them open` : ""}`.replaceAll("\u00a0", " ");
}

/** What else holds the name. */
async function remains({ config, file }: Configured, name: NameBytes): Promise<string> {
  const { stillNamed } = await import("../app/still-named.ts");
  const { reports, waiting } = stillNamed(config, name);
  const person = config.people.has(nameText(name));
  const lines = [
    ...reports.map((path) => `${visible(path)}: the next report that is written no longer does`),
    ...waiting.map(
      (path) => `${visible(path)}: waits to be read, and would begin a new user; "ovpnstats once" reads it`,
    ),
    ...(person
      ? [`${visible(file ?? "the configuration")}: [users.${JSON.stringify(nameText(name))}] is yours to remove`]
      : []),
    ...(config.database.kind === "remote"
      ? ["the database server: its log, its free pages and its backups are its operator's"]
      : []),
  ];
  const always = "OpenVPN's own status and log, the system's journal and backups are not touched.\n";
  return lines.length === 0 ? always : `Elsewhere the name is still found:\n  ${lines.join("\n  ")}\n${always}`;
}
