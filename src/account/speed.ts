import type { NameBytes } from "../model.ts";
import type { Connection, ServerBooks } from "./books.ts";

/** What flows at the moment, in bytes a second. */
export interface Speed {
  readonly receivedPerSecond: number;
  readonly sentPerSecond: number;
}

/** What flows through a server: by account. */
export type Speeds = ReadonlyMap<NameBytes, Speed>;

export const STANDSTILL: Speed = { receivedPerSecond: 0, sentPerSecond: 0 };

/** Of all of these together; undefined of none. */
export function speedOf(speeds: Iterable<Speed> = []): Speed | undefined {
  const known = [...speeds];
  return known.length === 0 ? undefined : known.reduce(sumOfSpeeds, STANDSTILL);
}

export function sumOfSpeeds(a: Speed, b: Speed): Speed {
  return {
    receivedPerSecond: a.receivedPerSecond + b.receivedPerSecond,
    sentPerSecond: a.sentPerSecond + b.sentPerSecond,
  };
}

/**
 * The speeds of a server's users: what each open connection's marks grew between two states of the books, over the
 * time between its sights; one that is new, since it connected. `told` knows better by client id, where OpenVPN itself
 * tells them at once.
 */
export function speedsOf(
  before: ServerBooks,
  after: ServerBooks,
  told: ReadonlyMap<number, Speed> = new Map(),
): Speeds {
  const earlier = new Map(before.open.map((connection) => [connection.id, connection]));
  const speeds = new Map<NameBytes, Speed>();
  for (const connection of after.open) {
    const { account, clientId } = connection.facts;
    if (account === undefined) continue;
    const known = clientId === undefined ? undefined : told.get(clientId);
    const speed = known ?? speedBetween(earlier.get(connection.id), connection);
    if (speed) speeds.set(account, sumOfSpeeds(speeds.get(account) ?? STANDSTILL, speed));
  }
  return speeds;
}

/** Undefined where no time has passed in which it could be measured. */
function speedBetween(before: Connection | undefined, after: Connection): Speed | undefined {
  const seconds = after.seenAt - (before?.seenAt ?? after.facts.connectedSince);
  if (seconds <= 0) return undefined;
  return {
    receivedPerSecond: Number(after.bytesReceived - (before?.bytesReceived ?? 0n)) / seconds,
    sentPerSecond: Number(after.bytesSent - (before?.bytesSent ?? 0n)) / seconds,
  };
}
