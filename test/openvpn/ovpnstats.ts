import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Ended, Started } from "../support/process.ts";
import type { Processes } from "./processes.ts";
import type { Scenario } from "./scenario.ts";
import type { Server } from "./server.ts";

/** ovpnstats beside a server. */
export interface Watch {
  readonly database: string;
  /** Begins to watch as the scenario says: `serve`, or `once` again and again, killed at random or not. */
  readonly begin: () => void;
  /** Ends that; it may begin again. */
  readonly end: () => Promise<void>;
  /** One undisturbed round; throws where it does not end well. */
  readonly once: () => Promise<void>;
  /** Any other command. */
  readonly run: (...args: readonly string[]) => Promise<Ended>;
  /** What went wrong so far. */
  readonly problems: () => readonly string[];
  /** How often it was killed. */
  readonly kills: () => number;
}

export interface WatchOptions {
  readonly program: string;
  readonly scenario: Scenario;
  readonly processes: Processes;
  readonly folder: string;
  readonly server: Server;
  /** Where OpenVPN's hooks leave what they have to tell, if there are any. */
  readonly spool: string | undefined;
}

/** Milliseconds within which a round is killed: some are over by then. */
const ROUND_MS = 250;

/** Milliseconds that `serve` lives at most where it is killed. */
const LIFE_MS = 5000;

/** ovpnstats with a configuration for this server, not begun yet. */
export function createWatch({ program, scenario, processes, folder, server, spool }: WatchOptions): Watch {
  const config = join(folder, "ovpnstats.toml");
  const books = join(folder, "books");
  mkdirSync(books);
  writeFileSync(config, configuration(scenario, { folder, books, server, spool }));
  const launch = (...args: readonly string[]) => processes.start([program, ...args, "--config", config]);
  const problems: string[] = [];
  let watching = false;
  let over: Promise<void> | undefined;
  let kills = 0;
  let serving: Started | undefined;

  const killed = (started: Started, withinMs: number) => {
    if (!scenario.killed) return;
    setTimeout(() => started.child.kill("SIGKILL") && kills++, withinMs * Math.random());
  };
  const note = ({ status, signal, err }: Ended, fine: boolean) => {
    if (!fine && signal !== "SIGKILL") problems.push(`exit status ${status}, signal ${signal}: ${err.trim()}`);
  };
  const rounds = async () => {
    while (watching) {
      const started = launch("once", "--json");
      killed(started, ROUND_MS);
      const ended = await started.ended;
      // 1: a server that begins anew has an empty status for a moment.
      note(ended, ended.status === 0 || (ended.status === 1 && ended.err.includes("empty")));
      if (ended.signal !== "SIGKILL") await sleepWhile(() => watching, scenario.every * 1000);
    }
  };
  const service = async () => {
    while (watching) {
      serving = launch("serve");
      killed(serving, LIFE_MS);
      const ended = await serving.ended;
      // Killed and started anew, it may have to end before it can hear that.
      const unheard = scenario.killed && ended.signal === "SIGTERM";
      note(ended, !watching && (ended.status === 0 || unheard));
    }
  };
  return {
    database: join(books, "connection.db"),
    begin: () => {
      watching = true;
      over = scenario.program === "once" ? rounds() : service();
    },
    end: async () => {
      watching = false;
      serving?.child.kill("SIGTERM");
      await over;
    },
    run: (...args) => launch(...args).ended,
    once: async () => {
      const { status, out, err } = await launch("once", "--json").ended;
      if (status !== 0) throw new Error(`once: exit status ${status}\n${out}${err}`);
    },
    problems: () => problems,
    kills: () => kills,
  };
}

interface Places {
  readonly folder: string;
  readonly books: string;
  readonly server: Server;
  readonly spool: string | undefined;
}

function configuration({ every, management }: Scenario, { folder, books, server, spool }: Places): string {
  return [
    `input_file_name = "${server.statusFile}"`,
    `input_file_parse_interval = ${every}`,
    `status_interval = ${every}`,
    ...(management === "none" ? [] : [`management = "unix:${server.management}"`]),
    ...(management === "held" ? ["management_hold = true"] : []),
    ...(spool === undefined ? [] : [`hook_spool_dir = "${spool}"`]),
    `db_file_location = "${books}"`,
    `web_listen = "unix:${join(folder, "web.sock")}"`,
    'time_zone = "UTC"',
    "location_info = false",
    "",
  ].join("\n");
}

async function sleepWhile(isSo: () => boolean, milliseconds: number): Promise<void> {
  const end = performance.now() + milliseconds;
  while (isSo() && performance.now() < end) await Bun.sleep(50);
}
