import { join } from "node:path";
import type { Counters } from "../../src/model.ts";
import { ROOT } from "../support/process.ts";
import { type ClientPlace, inside, SERVER_ADDRESS } from "./network.ts";
import { createPeer, type Peer } from "./peer.ts";
import type { Identity } from "./pki.ts";
import type { Processes } from "./processes.ts";
import type { Scenario } from "./scenario.ts";
import { KEEPALIVE, PORT, TUNNEL } from "./server.ts";

export interface Client extends Peer {
  readonly commonName: string;
  /** Takes a new address. */
  readonly roam: () => void;
  /** Starts it, and waits until it is connected. */
  readonly connect: () => Promise<void>;
  /** Moves payload through the tunnel, as the server sees it: received from the client, then sent to it. */
  readonly move: (payload: Counters) => Promise<void>;
}

export interface ClientOptions {
  readonly scenario: Scenario;
  readonly processes: Processes;
  readonly place: ClientPlace;
  readonly folder: string;
  readonly name: string;
  readonly identity: Identity;
  /** The port it always comes from; else any. */
  readonly port?: number | undefined;
}

/** A client of the server on the same bridge, not started yet. */
export function createClient({ scenario, place, identity, port, ...options }: ClientOptions): Client {
  const { transport } = scenario;
  const udp = transport.startsWith("udp");
  const lines = [
    ...["client", "dev tun0", `proto ${transport.replace(/(?<=tcp.)$/, "-client")}`],
    `remote ${SERVER_ADDRESS[transport.endsWith("6") ? 6 : 4]} ${PORT}`,
    port !== undefined && udp ? `lport ${port}` : "nobind",
    ...["remote-cert-tls server", "persist-key", "connect-retry 1 1", "connect-timeout 5", KEEPALIVE],
    ...(udp ? ["explicit-exit-notify 1"] : []),
    ...identity.lines,
  ];
  const peer = createPeer({ ...options, place, lines });
  return {
    ...peer,
    commonName: identity.commonName,
    roam: place.roam,
    connect: async () => {
      const times = peer.timesUp() + 1;
      peer.start();
      await peer.up(times);
    },
    move: async ({ bytesReceived, bytesSent }) => {
      const program = [process.execPath, join(ROOT, "test/openvpn/traffic.ts"), "move", ...TUNNEL];
      const command = inside(place, [...program, String(bytesReceived), String(bytesSent)]);
      const { status } = await options.processes.start(command).ended;
      if (status !== 0) throw new Error(`${options.name} could not move its bytes: exit status ${status}`);
    },
  };
}
