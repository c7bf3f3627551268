import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Config } from "../config.ts";
import { createDemonstration, type Demonstration } from "../demo/demonstration.ts";
import { machineAt } from "../demo/machine.ts";
import { DEMO_PEOPLE } from "../demo/people.ts";
import { createClock } from "./clock.ts";
import { type Clocks, type Daemon, type DaemonTools, type Invented, startDaemon } from "./daemon.ts";
import { calendarOf } from "./settings.ts";

/** How often OpenVPN's status is read: what moves is to be seen moving. */
const POLL_SECONDS = 5;

/** Starts a daemon on an invented company, in a temporary directory that goes when it is stopped. */
export async function demonstrate(config: Config, tools: DaemonTools, speed: number): Promise<Daemon> {
  const directory = mkdtempSync(join(tmpdir(), "ovpnstats-demonstration-"));
  const remove = () => rmSync(directory, { recursive: true, force: true });
  try {
    const clock = createClock(speed);
    const now = () => Math.floor(clock.now() / 1000);
    // An invented time has nothing to do with the machine's uptime.
    const clocks: Clocks = { clock, bootClock: () => ({ uptime: undefined, bootId: undefined }) };
    const demonstration = createDemonstration({ directory, calendar: calendarOf(config), now: now() });
    const invented: Invented = {
      locator: demonstration.locator,
      machine: machineAt,
      job: { name: "inventing traffic", interval: POLL_SECONDS, run: async () => demonstration.tick(now()) },
      fill: (ledger) => ledger.use(({ database }) => demonstration.fill(database, now())),
    };
    const inventedTools = { ...tools, clocks, invented, mustExist: false };
    const daemon = await startDaemon(inventedConfig(config, directory, demonstration), inventedTools);
    const stop = async () => {
      await daemon.stop();
      remove();
    };
    return { ...daemon, stop };
  } catch (error) {
    remove();
    throw error;
  }
}

/** The configuration as given, but for everything that leads to real data. */
export function inventedConfig(config: Config, directory: string, { servers }: Demonstration): Config {
  const mode = 0o600;
  return {
    ...config,
    directory,
    database: { kind: "file", path: join(directory, "connection.db") },
    htmlFile: { path: join(directory, "vpn.html"), mode },
    textFile: { path: join(directory, "vpn.txt"), mode },
    pagesDirectory: undefined,
    location_info: true,
    people: new Map([...DEMO_PEOPLE, ...config.people]),
    input_file_parse_interval: POLL_SECONDS,
    servers: servers.map(({ name, statusFile, statusInterval, identity }) => ({
      ...{ name, identity, input_file_name: statusFile, status_interval: statusInterval, server_time_zone: undefined },
      ...{ management: undefined, management_password_file: undefined, management_hold: false },
      ...{ managementPassword: undefined, hook_spool_dir: undefined },
    })),
  };
}
