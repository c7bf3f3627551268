import { spawnSync } from "node:child_process";
import { toolPath } from "./tools.ts";

/** A network namespace on the bridge of a server. */
export interface Place {
  /** Its name, for `ip netns`. */
  readonly namespace: string;
}

/** Where a client is; it may move. */
export interface ClientPlace extends Place {
  /** Takes new addresses, as a telephone does that leaves the house. */
  readonly roam: () => void;
}

/** The server's addresses on the wire. */
export const SERVER_ADDRESS = { 4: "10.99.0.1", 6: "fd99::1" } as const;

/** How far a client's address moves when it roams. */
const ROAMED = 100;

/** A namespace with a bridge, which the namespaces of clients are plugged into. */
export function createServerPlace(name: string): Place {
  const namespace = `${name}-s`;
  ip(
    `netns add ${namespace}`,
    `-n ${namespace} link set lo up`,
    `-n ${namespace} link add br0 type bridge`,
    `-n ${namespace} addr add ${SERVER_ADDRESS[4]}/16 dev br0`,
    `-n ${namespace} addr add ${SERVER_ADDRESS[6]}/64 dev br0 nodad`,
    `-n ${namespace} link set br0 up`,
  );
  return { namespace };
}

/** The namespace of the client `number`, from 1 on, at the bridge of a server. */
export function createClientPlace(server: Place, number: number): ClientPlace {
  const namespace = `${server.namespace}${number}`;
  const addresses = (host: number) => [
    `-n ${namespace} addr add 10.99.0.${host}/16 dev eth0`,
    `-n ${namespace} addr add fd99::${host.toString(16)}/64 dev eth0 nodad`,
  ];
  ip(
    `netns add ${namespace}`,
    `link add c${number} netns ${server.namespace} type veth peer name eth0 netns ${namespace}`,
    `-n ${server.namespace} link set c${number} master br0 up`,
    `-n ${namespace} link set lo up`,
    ...addresses(1 + number),
    `-n ${namespace} link set eth0 up`,
  );
  return { namespace, roam: () => ip(`-n ${namespace} addr flush dev eth0`, ...addresses(1 + number + ROAMED)) };
}

/** Removes a namespace. Its processes must have ended. */
export function removePlace({ namespace }: Place): void {
  ip(`netns del ${namespace}`);
}

/** The command that runs another one in a namespace, as the same process. */
export function inside({ namespace }: Place, command: readonly string[]): readonly string[] {
  return [toolPath("ip"), "netns", "exec", namespace, ...command];
}

function ip(...commands: readonly string[]): void {
  for (const command of commands) {
    const { status, stderr } = spawnSync(toolPath("ip"), command.split(" "), { encoding: "utf8" });
    if (status !== 0) throw new Error(`ip ${command}: ${stderr.trim()}`);
  }
}
