import { statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { written } from "../config/setting.ts";
import type { Server } from "../config/source.ts";
import type { Config } from "../config.ts";
import { AppError } from "../errors.ts";
import { writeFileAtomically } from "../output/atomic-file.ts";
import { hookScript } from "../output/hook-script.ts";
import { makeHookSpool, makeOpenDirectory } from "../output/hook-spool-directory.ts";
import { visible } from "../report/visible.ts";
import { configuredUsers, findUser, type SystemUser } from "../source/openvpn-user.ts";
import type { ExitStatus, World } from "./command.ts";
import { configure } from "./configure.ts";

const OWN_FLAGS = { "--server": "with value", "--openvpn-user": "with value", "--script": "with value" } as const;

/** What OpenVPN's configuration takes as one word, without quotes. */
const PLAIN = /^\/[\w./%@:,+-]+$/;

/** Writes the script and makes the spool, and prints what is to be configured. */
export async function install(argv: readonly string[], world: World): Promise<ExitStatus> {
  const { config, own, file } = await configure(argv, OWN_FLAGS, world);
  const server = chosenServer(config, own.get("--server"));
  const openvpn = openvpnUser(own.get("--openvpn-user"));
  const name = fileNameOf(server.name);
  const spool = plain(server.hook_spool_dir ?? `/var/spool/ovpnstats/${name}`, "the spool");
  const script = plain(
    resolve(world.cwd, own.get("--script") ?? `/usr/local/lib/ovpnstats/hook-${name}.sh`),
    "the script",
  );
  makeHookSpool(spool, { owner: ownerOf(config, world), writer: openvpn.uid, group: openvpn.gid });
  makeOpenDirectory(dirname(script));
  await writeFileAtomically(script, hookScript(spool), { mode: 0o755, uid: world.uid });
  world.print(`Wrote ${script}, and made ${spool}, to which only OpenVPN's user and group (${visible(openvpn.name)}) may add.

Add to OpenVPN's configuration, and restart OpenVPN:

  script-security 2
  client-disconnect ${script}

Where it has a client-disconnect already, have that run ${script}.

Add to ovpnstats's configuration (${visible(file ?? "/etc/ovpnstats/ovpnstats.toml")}), unless it is there, and restart it:

  hook_spool_dir = ${written(spool)}
`);
  return 0;
}

function chosenServer({ servers }: Config, name: string | undefined): Server {
  const names = servers.map((server) => server.name);
  const [only, another] = name === undefined ? servers : servers.filter((server) => server.name === name);
  if (only && !another) return only;
  const asked = name === undefined ? "there are several servers" : `there is no server ${JSON.stringify(name)}`;
  throw new AppError("usage", `Cannot install a hook: ${asked}; say --server NAME, one of ${names.join(", ")}`);
}

function openvpnUser(given: string | undefined): SystemUser {
  const [only, ...others] = given === undefined ? configuredUsers() : [given];
  const told = only === undefined ? "none of a server is in /etc/openvpn" : [only, ...others].join(", ");
  if (only === undefined || others.length > 0)
    throw new AppError(
      "usage",
      `Cannot tell from OpenVPN's configuration which user it runs as (${told}): say --openvpn-user USER or USER:GROUP, as its directives user and group do, root where there are none`,
    );
  const user = findUser(only);
  if (user) return user;
  throw new AppError(
    "usage",
    `Cannot install a hook for OpenVPN's user ${only}: the system knows no such user or group`,
  );
}

/** Who keeps the books empties the spool: the service's user where root installs for it. */
function ownerOf({ directory }: Config, { uid = 0 }: World): number {
  return uid === 0 ? (statSync(directory, { throwIfNoEntry: false })?.uid ?? 0) : uid;
}

function fileNameOf(server: string): string {
  return encodeURIComponent(server).replace(/[!'()*~]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
}

function plain(path: string, what: string): string {
  if (PLAIN.test(path)) return path;
  throw new AppError("usage", `Cannot install a hook: ${what} ${path} must have letters, digits and ./_%@:,+- only`);
}
