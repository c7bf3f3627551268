/** One client's connection as OpenVPN knows it, and the bytes it moves. */

import type { NameBytes, UnixSeconds } from "../../src/model.ts";
import { mix } from "./machine.ts";
import type { Release } from "./status-text.ts";

/**
 * How a login goes: at once; with the certificate 20 s after the first packet; with a password 30 s after the certificate;
 * never past the first packets; certificate right, password wrong; without address pool, with MAC route or none.
 */
export type Manner = "plain" | "slow" | "password" | "silent" | "refused" | "tap" | "tap without route";

/** What the disconnect hook will tell: nothing, the truth, or control-channel bytes only (DCO, 2.6.2–2.6.19). */
export type Hook = "none" | "exact" | "dco";

export interface Client {
  readonly trueId: number;
  /** Where its random traffic comes from. */
  readonly stream: number;
  readonly commonName: NameBytes;
  readonly manner: Manner;
  readonly startedAt: UnixSeconds;
  /** True times at which the name is known and the client is let in. */
  readonly namedAt: UnixSeconds;
  readonly authenticatedAt: UnixSeconds;
  /** By OpenVPN's own clock. */
  readonly since: UnixSeconds;
  readonly clientId: number;
  readonly host: number;
  port: number;
  realAddress: string;
  /** Left out of what is written until then: what a torn, yet well-formed reading looks like. */
  hiddenUntil: UnixSeconds;
  goneAt: UnixSeconds;
  hook: Hook;
  movedUntil: UnixSeconds;
  movedReceived: bigint;
  movedSent: bigint;
  /** What the counters show too little, after a DCO fault. */
  fallenReceived: bigint;
  fallenSent: bigint;
}

export interface Counted {
  readonly received: bigint;
  readonly sent: bigint;
}

/** Bytes of a TLS handshake. */
const HANDSHAKE = 1900;
const BURST_SECONDS = 16;
/** Longer stretches are not walked second by second: the mean of their rate is moved at once. */
const WALKED_SECONDS = 600;

/** Seconds after the first packet at which the name is known and the client is let in. */
export const LOGIN_SECONDS: Record<Manner, readonly [number, number]> = {
  plain: [1, 1],
  slow: [20, 20],
  password: [2, 32],
  silent: [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
  refused: [1, Number.POSITIVE_INFINITY],
  tap: [1, 1],
  "tap without route": [1, 1],
};

export function isAuthenticated(client: Client, at: UnixSeconds): boolean {
  return at >= client.authenticatedAt;
}

/** What the counters show. */
export function counters(client: Client): Counted {
  return {
    received: client.movedReceived - client.fallenReceived,
    sent: client.movedSent - client.fallenSent,
  };
}

/** Moves the client's bytes of each second up to `to`. */
export function flow(client: Client, to: UnixSeconds): void {
  let received = 0;
  let sent = 0;
  while (client.movedUntil < to) {
    const second = client.movedUntil;
    const seconds = to - second > WALKED_SECONDS ? to - second : 1;
    const [up, down] = rates(client, second);
    received += up * seconds;
    sent += down * seconds;
    client.movedUntil = second + seconds;
  }
  client.movedReceived += BigInt(received);
  client.movedSent += BigInt(sent);
}

/** Bytes received and sent in one second. */
function rates(client: Client, second: UnixSeconds): [number, number] {
  if (second === client.startedAt) return [HANDSHAKE + (client.trueId % 97), HANDSHAKE + 130];
  const kind = mix(client.stream, 7) % 4;
  const burst = mix(client.stream, Math.floor(second / BURST_SECONDS));
  if (!isAuthenticated(client, second) || kind === 0 || burst % 3 === 0) return [0, 0];
  const noise = mix(client.stream, second);
  const top = kind === 1 ? 300 : 4_000_000;
  return [noise % top, (noise >>> 7) % (kind === 3 ? 50 : top)];
}

export type Transport = "udp4" | "udp6" | "mapped" | "tcp4";

/** The real address as OpenVPN prints it: up to 2.6 an IPv6 address has no port, since 2.7 the protocol stands before it. */
export function spellAddress(transport: Transport, release: Release, host: number, port: number): string {
  const v4 = `10.${99 + (host >> 16)}.${(host >> 8) & 255}.${host & 255}:${port}`;
  const v6 = `fd99::${(0x1000 + host).toString(16)}`;
  switch (transport) {
    case "udp4":
      return release === "2.7" ? `udp4:${v4}` : v4;
    case "tcp4":
      return release === "2.7" ? `tcp4-server:${v4}` : v4;
    case "mapped":
      return release === "2.7" ? `udp6:${v4}` : v4;
    case "udp6":
      return release === "2.7" ? `udp6:[${v6}]:${port}` : v6;
  }
}
