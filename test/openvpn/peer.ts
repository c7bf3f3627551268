import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Started } from "../support/process.ts";
import { inside, type Place } from "./network.ts";
import type { Processes } from "./processes.ts";
import { toolPath, until } from "./tools.ts";

/** An OpenVPN process, server or client, which may be started again and again with one configuration. */
export interface Peer {
  readonly start: () => void;
  /** How often it has come up so far: at its start, and after whatever made it begin anew. */
  readonly timesUp: () => number;
  /** Waits until it has come up `times` times. */
  readonly up: (times: number) => Promise<void>;
  /** Sends it a signal; it goes on, stops or ends. */
  readonly signal: (signal: NodeJS.Signals) => void;
  /** Ends it by a signal, and waits for its end. */
  readonly end: (signal: "SIGTERM" | "SIGKILL") => Promise<void>;
}

export interface PeerOptions {
  readonly processes: Processes;
  readonly place: Place;
  /** Where its configuration and log go. */
  readonly folder: string;
  readonly name: string;
  /** Of its configuration. */
  readonly lines: readonly string[];
}

/** OpenVPN answers who comes back from the same address and port only 30 seconds after it answered last. */
const PATIENCE_SECONDS = 60;

const UP = /Initialization Sequence Completed/g;

export function createPeer({ processes, place, folder, name, lines }: PeerOptions): Peer {
  const config = join(folder, `${name}.conf`);
  const log = join(folder, `${name}.log`);
  writeFileSync(config, `${lines.join("\n")}\nlog-append ${log}\nverb 3\n`);
  let process: Started | undefined;
  const text = () => (existsSync(log) ? readFileSync(log, "utf8") : "");
  const timesUp = () => text().match(UP)?.length ?? 0;
  return {
    start: () => {
      process = processes.start(inside(place, [toolPath("openvpn"), "--config", config]));
    },
    timesUp,
    up: async (times) => {
      const isUp = () => timesUp() >= times;
      await until(`${name} up ${times} times`, isUp, PATIENCE_SECONDS).catch((error: unknown) => {
        throw new Error(`${String(error)}\n${text().split("\n").slice(-15).join("\n")}`);
      });
    },
    signal: (signal) => process?.child.kill(signal),
    end: async (signal) => {
      process?.child.kill(signal);
      await process?.ended;
    },
  };
}
