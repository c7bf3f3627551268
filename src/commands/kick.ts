import { Buffer } from "node:buffer";
import { hint } from "../config/nearest.ts";
import type { Config } from "../config.ts";
import { AppError } from "../errors.ts";
import type { ConnectedClient, Kickable } from "../jobs/kick.ts";
import { nameText } from "../parse/name-text.ts";
import { visible, visibleName } from "../report/visible.ts";
import { SourceError } from "../source/source-error.ts";
import type { ExitStatus, World } from "./command.ts";
import { CONFIG_HELP, configure } from "./configure.ts";

export const help = `Usage: ovpnstats kick NAME | ID [--server NAME] [--all] [FLAGS]

Disconnects a user, through the management interface of OpenVPN (the key
management). A client may connect again at once, and most do by themselves: to
keep it out, revoke its certificate.

NAME is a user's whole name, as the report has it; ID is a client id as OpenVPN
counts them (Client ID in its status), taken for one where no user has that
name. It comes first, before all flags. Where several clients are meant they
are listed, and nothing is done.

  --server NAME     only at this server
  --all             disconnect all clients that are meant
  --id              what is given is a client id, whatever users' names are
${CONFIG_HELP}
Exit status: 0 disconnected; 1 nobody is, or nothing was done; 2 wrong usage or
configuration.
`;

const OWN_FLAGS = { "--server": "with value", "--all": "alone", "--id": "alone" } as const;

export async function run([who = "", ...rest]: readonly string[], world: World): Promise<ExitStatus> {
  if (who === "" || who.startsWith("--"))
    throw new AppError("usage", 'Cannot disconnect anybody: say whom first, as in "ovpnstats kick NAME"');
  const { config, own } = await configure(rest, OWN_FLAGS, world);
  const clientId = /^\d{1,15}$/.test(who) ? Number(who) : undefined;
  if (own.has("--id") && clientId === undefined)
    throw new AppError("usage", `Cannot disconnect ${JSON.stringify(who)}: --id needs a client id, a whole number`);
  const servers = kickableServers(config, own.get("--server"));
  const { choose, clientsOf, disconnect } = await import("../jobs/kick.ts");
  const name = own.has("--id") ? undefined : Buffer.from(who).toString("latin1");
  const clients: ConnectedClient[] = [];
  const elsewhere = servers.length > 1 ? "; --server NAME looks at one server alone" : "";
  for (const server of servers) clients.push(...(await asked(() => clientsOf(server, world.now), elsewhere)));
  const chosen = choose(clients, { name, clientId });
  refuseUnlessClear(who, chosen, own.has("--all"));
  let gone = 0;
  const failures: string[] = [];
  for (const client of chosen) {
    try {
      const isDone = await asked(() => disconnect(client, world.now));
      world.print(`${isDone ? "Disconnected" : "Already gone:"} ${described(client)}\n`);
      if (!isDone) gone++;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      failures.push(`Cannot disconnect ${described(client)}: ${error.message}`);
    }
  }
  if (failures.length > 0) throw new AppError("source", failures.join("\n"));
  return gone === chosen.length ? 1 : 0;
}

/** The servers to look at: those with a management interface, or the named one. */
function kickableServers({ servers }: Config, wanted: string | undefined): readonly Kickable[] {
  const named = wanted === undefined ? servers : servers.filter(({ name }) => name === wanted);
  if (named.length === 0) {
    const meant = hint(
      wanted ?? "",
      servers.map(({ name }) => name),
    );
    throw new AppError("usage", `Cannot find a server ${JSON.stringify(wanted)}${meant}`);
  }
  const kickable = named.flatMap(({ name, identity, management: place, managementPassword: password }) => {
    return place === undefined ? [] : [{ name, identity, place, password }];
  });
  if (kickable.length > 0) return kickable;
  const whose = wanted === undefined ? "no server has" : `${wanted} does not have`;
  throw new AppError("config", `Cannot disconnect anybody: ${whose} a management interface configured (management)`);
}

function refuseUnlessClear(who: string, chosen: readonly ConnectedClient[], all: boolean): void {
  const head = `Cannot disconnect ${JSON.stringify(who)}`;
  if (chosen.length === 0) throw new AppError("source", `${head}: nobody of that name or client id is connected`);
  if (chosen.length === 1 || all) return;
  const list = chosen.map(described).join("\n");
  throw new AppError("source", `${head}: ${chosen.length} clients are meant; say --all, or --id and one's id\n${list}`);
}

function described({ server, clientId, name, row }: ConnectedClient): string {
  const address = visible(row.realAddress);
  return `${visibleName(nameText(name))} (client ${clientId} of ${visible(server.name)}, from ${address})`;
}

/** What a management interface fails in is told as any other failure. */
async function asked<T>(action: () => Promise<T>, advice = ""): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof SourceError) throw new AppError("source", `${error.message}${advice}`, { cause: error });
    throw error;
  }
}
