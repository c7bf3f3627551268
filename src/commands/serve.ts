import type { Daemon, DaemonTools } from "../app/daemon.ts";
import type { Config } from "../config.ts";
import { AppError } from "../errors.ts";
import type { DatabaseLocation } from "../store/open.ts";
import type { ExitStatus, World } from "./command.ts";
import { CONFIG_HELP, configure, startLog } from "./configure.ts";
import type { Configured } from "./read-configuration.ts";
import { connectServiceManager } from "./service-manager.ts";

export const help = `Usage: ovpnstats serve [--listen HOST:PORT] [--demo] [FLAGS]

Runs until it is told to stop: reads the status of every server every
input_file_parse_interval, accounts it, samples the machine, looks up where
addresses are, writes the reports, cleans the database, and serves the report
as a web page, at http://127.0.0.1:8777 unless told otherwise.

  --listen PLACE    as --web-listen: HOST:PORT, [IPV6]:PORT or unix:/PATH;
                    beyond this machine only with a password or a token
  --demo            an invented company instead of this machine's OpenVPN, in
                    a temporary database: to look at before configuring
  --demo-speed N    lets N seconds of the demonstration pass in each second
${CONFIG_HELP}
Signals: SIGTERM and SIGINT end it within 5 seconds, SIGHUP makes it read the
configuration again; a configuration that is wrong is refused, and the old one
stays.

Exit status: 0 told to stop; 1 the address cannot be listened on; 2 wrong usage
or configuration; 3 the database cannot be used.
`;

const OWN_FLAGS = { "--demo": "alone", "--demo-speed": "with value" } as const;

const FASTEST = 3600;

export async function run(argv: readonly string[], world: World): Promise<ExitStatus> {
  const words = argv.map((word) => word.replace(/^--listen(?=$|=)/, "--web-listen"));
  const signals = hear(world);
  let loaded = await configure(words, OWN_FLAGS, world);
  const speed = speedOf(loaded.own);
  const manager = await connectServiceManager(world, startLog(loaded, world, "error"));
  const start = async (next: Configured, mustExist: boolean): Promise<Daemon> => {
    const log = startLog(next, world);
    const tools = { version: world.version, uid: world.uid, log, alive: manager.watchdog, mustExist };
    const daemon = await startOne(next.config, tools, speed);
    log.info("serving", { address: daemon.address, version: world.version });
    manager.status(`serving ${daemon.address}`);
    world.print(`The report is at ${daemon.address}\n`);
    return daemon;
  };
  let daemon = await start(loaded, false);
  manager.ready();
  for (;;) {
    if ((await signals.next()) === "stop") {
      manager.stopping();
      await daemon.stop();
      return 0;
    }
    manager.reloading();
    const log = startLog(loaded, world, "info");
    const kept = (error: unknown) => {
      if (!(error instanceof AppError)) throw error;
      log.error(`the old configuration stays: ${error.message}`);
      return undefined;
    };
    const before = loaded.config.database;
    const next = await configure(words, OWN_FLAGS, world)
      .then((next) => checked(next, before))
      .catch(kept);
    if (next !== undefined) {
      await daemon.stop();
      const started = await start(next, isSame(next.config.database, before)).catch(kept);
      daemon = started ?? (await start(loaded, true));
      if (started) loaded = next;
    }
    manager.ready();
  }
}

async function startOne(config: Config, tools: DaemonTools, speed: number | undefined): Promise<Daemon> {
  if (speed === undefined) {
    const { startDaemon } = await import("../app/daemon.ts");
    return await startDaemon(config, tools);
  }
  const { demonstrate } = await import("../app/demonstrate.ts");
  return await demonstrate(config, tools, speed);
}

/**
 * A configuration whose database can be used. While it cannot, what was read waits in the memory of whoever runs; and
 * books that are gone for a while must not be begun anew.
 */
async function checked(next: Configured, before: DatabaseLocation): Promise<Configured> {
  const { checkBooks } = await import("../app/daemon.ts");
  const { config, own } = next;
  if (!own.has("--demo")) await checkBooks(config, { mustExist: isSame(config.database, before) });
  return next;
}

function isSame(a: DatabaseLocation, b: DatabaseLocation): boolean {
  return a.kind === "file" ? b.kind === "file" && a.path === b.path : b.kind === "remote" && a.url === b.url;
}

/** How fast a demonstration runs; undefined where none is asked for. */
function speedOf(own: Configured["own"]): number | undefined {
  const text = own.get("--demo-speed");
  if (text !== undefined && !own.has("--demo")) {
    throw new AppError("usage", "Cannot use --demo-speed: it is of no use without --demo");
  }
  if (!own.has("--demo")) return undefined;
  const speed = text === undefined ? 1 : Number(text);
  if (speed >= 1 && speed <= FASTEST) return speed;
  throw new AppError("usage", `Cannot use --demo-speed ${JSON.stringify(text)}: it must be from 1 to ${FASTEST}`);
}

/** The signals that have come, one after the other: none is lost while another is dealt with. */
function hear({ onSignal }: World): { next(): Promise<"stop" | "reload"> } {
  const heard: ("stop" | "reload")[] = [];
  let wake = () => {};
  const hears = (what: "stop" | "reload") => () => {
    heard.push(what);
    wake();
  };
  onSignal("SIGTERM", hears("stop"));
  onSignal("SIGINT", hears("stop"));
  onSignal("SIGHUP", hears("reload"));
  return {
    async next() {
      while (heard.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return heard.includes("stop") ? "stop" : (heard.shift() ?? "stop");
    },
  };
}
