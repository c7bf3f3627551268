import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../support/process.ts";
import { inside, type Place } from "./network.ts";
import { createPeer, type Peer } from "./peer.ts";
import type { Identity } from "./pki.ts";
import type { Processes } from "./processes.ts";
import type { Scenario } from "./scenario.ts";
import { until } from "./tools.ts";

/** The server's address in the tunnel, and a port there on which known bytes are moved. */
export const TUNNEL = ["10.8.0.1", "9000"] as const;

/** Where clients reach it on the wire. */
export const PORT = 1194;

/** Seconds: a client that fell silent is found out after twice as many by the server. */
export const KEEPALIVE = "keepalive 1 4";

/** A whole status ends so. */
const END = /\nEND\n$/;

export interface Server extends Peer {
  readonly statusFile: string;
  /** The socket of its management interface, where it has one. */
  readonly management: string;
  /** Waits until the whole status has been written anew. */
  readonly statusAfterNow: () => Promise<void>;
  /** Stops it dead, when it is not just writing its status, and gives that: nobody will ever see more. */
  readonly freeze: () => Promise<string>;
}

export interface ServerOptions {
  readonly scenario: Scenario;
  readonly processes: Processes;
  readonly place: Place;
  readonly folder: string;
  readonly identity: Identity;
  /** More of its configuration. */
  readonly lines: readonly string[];
}

/** A server, not started yet, and what moves bytes through its tunnels. */
export function createServer({ scenario, processes, place, folder, identity, ...options }: ServerOptions): Server {
  const statusFile = join(folder, "status.log");
  const management = join(folder, "management.sock");
  const { transport, statusVersion, every, duplicateCn } = scenario;
  const lines = [
    ...[`proto ${transport.replace(/(?<=tcp.)$/, "-server")}`, `port ${PORT}`, "dev tun0", "dh none"],
    ...["topology subnet", "server 10.8.0.0 255.255.255.0", "server-ipv6 fd08::/64"],
    ...[KEEPALIVE, "persist-key", "persist-tun", "script-security 2"],
    ...[`status ${statusFile} ${every}`, `status-version ${statusVersion}`],
    ...(scenario.management === "none" ? [] : [`management ${management} unix`]),
    ...(duplicateCn ? ["duplicate-cn"] : []),
    ...identity.lines,
    ...options.lines,
  ];
  const peer = createPeer({ processes, place, folder, name: "server", lines });
  processes.start(
    inside(place, [process.execPath, join(ROOT, "test/openvpn/traffic.ts"), "listen", "0.0.0.0", TUNNEL[1]]),
  );
  const text = () => (existsSync(statusFile) ? readFileSync(statusFile, "utf8") : "");
  return {
    ...peer,
    statusFile,
    management,
    statusAfterNow: async () => {
      const since = Date.now();
      const isNew = () => existsSync(statusFile) && statSync(statusFile).mtimeMs > since && END.test(text());
      // An idle server writes 10 seconds late.
      await until("a new status", isNew, every + 20);
    },
    freeze: async () => {
      for (;;) {
        peer.signal("SIGSTOP");
        await Bun.sleep(150);
        if (END.test(text())) return text();
        peer.signal("SIGCONT");
        await Bun.sleep(50);
      }
    },
  };
}
