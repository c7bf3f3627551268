import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Ended, Started } from "../support/process.ts";
import type { Processes } from "./processes.ts";
import type { Scenario } from "./scenario.ts";

/** ovpnstats beside a server. */
export interface Watch {
  readonly database: string;
  /** One undisturbed round; throws where it does not end well. */
  readonly once: () => Promise<void>;
  /** Any other command. */
  readonly run: (...args: readonly string[]) => Promise<Ended>;
  /** Ends what start() began; gives what went wrong meanwhile. */
  readonly stop: () => Promise<readonly string[]>;
  /** How often it was killed. */
  readonly kills: () => number;
}

export interface WatchOptions {
  readonly program: string;
  readonly scenario: Scenario;
  readonly processes: Processes;
  readonly folder: string;
  readonly statusFile: string;
}

/** Milliseconds within which a round is killed: some are over by then. */
const ROUND_MS = 250;

/** Milliseconds that `serve` lives at most where it is killed. */
const LIFE_MS = 5000;

/** Begins to watch a server, as the scenario says: `serve`, or `once` again and again, killed at random or not. */
export function startWatch({ program, scenario, processes, folder, statusFile }: WatchOptions): Watch {
  const home = join(folder, "books");
  mkdirSync(home);
  const config = join(folder, "ovpnstats.toml");
  writeFileSync(config, configuration(scenario, { home, statusFile, folder }));
  const launch = (...args: readonly string[]) => processes.start([program, ...args, "--config", config]);
  const problems: string[] = [];
  let stopped = false;
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
    while (!stopped) {
      const started = launch("once", "--json");
      killed(started, ROUND_MS);
      const ended = await started.ended;
      // 1: a server that begins anew has an empty status for a moment.
      note(ended, ended.status === 0 || (ended.status === 1 && ended.err.includes("empty")));
      if (ended.signal !== "SIGKILL") await sleepUnless(() => stopped, scenario.every * 1000);
    }
  };
  const service = async () => {
    while (!stopped) {
      serving = launch("serve");
      killed(serving, LIFE_MS);
      const ended = await serving.ended;
      note(ended, stopped && ended.status === 0);
    }
  };
  const over = scenario.program === "once" ? rounds() : service();
  return {
    database: join(home, "connection.db"),
    run: (...args) => launch(...args).ended,
    once: async () => {
      const { status, out, err } = await launch("once", "--json").ended;
      if (status !== 0) throw new Error(`once: exit status ${status}\n${out}${err}`);
    },
    stop: async () => {
      stopped = true;
      serving?.child.kill("SIGTERM");
      await over;
      return problems;
    },
    kills: () => kills,
  };
}

interface Places {
  readonly home: string;
  readonly statusFile: string;
  readonly folder: string;
}

function configuration({ every }: Scenario, { home, statusFile, folder }: Places): string {
  return [
    `input_file_name = "${statusFile}"`,
    `input_file_parse_interval = ${every}`,
    `status_interval = ${every}`,
    `db_file_location = "${home}"`,
    `web_listen = "unix:${join(folder, "web.sock")}"`,
    'time_zone = "UTC"',
    "location_info = false",
    "",
  ].join("\n");
}

async function sleepUnless(isOver: () => boolean, milliseconds: number): Promise<void> {
  const end = performance.now() + milliseconds;
  while (!isOver() && performance.now() < end) await Bun.sleep(50);
}
