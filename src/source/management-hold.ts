import { type Speed, STANDSTILL } from "../account/speed.ts";
import type { ManagementEvent } from "../parse/management-event.ts";
import { tell } from "./management.ts";
import { type ManagementOptions, ManagementSocket } from "./management-socket.ts";

/** What flows at the moment, told from the counters that OpenVPN reports. */
export interface LiveRates {
  hear(event: ManagementEvent): void;
  /** Forgets all clients but these. */
  keepOnly(clientIds: readonly number[]): void;
  /** By client id. A client of whom nothing is heard for a while is idle. */
  rates(): ReadonlyMap<number, Speed>;
}

/** A connection to a management interface that stays, and what it tells meanwhile. */
export interface HeldManagement {
  readonly socket: ManagementSocket;
  readonly rates: LiveRates;
}

/** How often OpenVPN reports counters. Until 2.6 it does so when packets pass, and nothing of idle clients. */
const REPORT_SECONDS = 5;

/** Several reports within a second are no measure. */
const LEAST_MILLISECONDS = 900;
const IDLE_MILLISECONDS = 3 * REPORT_SECONDS * 1000;

/** Connects, and has OpenVPN tell its restarts and its clients' counters. Throws a SourceError. */
export async function holdManagement(options: ManagementOptions, monotonic: () => number): Promise<HeldManagement> {
  const rates = createLiveRates(monotonic);
  const socket = new ManagementSocket({ ...options, hear: rates.hear });
  try {
    await socket.converse(async () => {
      await tell(socket, { say: "state on" });
      await tell(socket, { say: "bytecount", seconds: REPORT_SECONDS });
    });
  } catch (error) {
    // OpenVPN serves one client at a time: nobody else could ask it.
    await socket.close();
    throw error;
  }
  return { socket, rates };
}

interface Flow {
  readonly at: number;
  readonly bytesReceived: bigint;
  readonly bytesSent: bigint;
  readonly rate: Speed | undefined;
}

/** Rates of a connection's events; `monotonic` is in milliseconds. */
export function createLiveRates(monotonic: () => number): LiveRates {
  const flows = new Map<number, Flow>();
  return {
    hear(event) {
      switch (event.kind) {
        case "bytes": {
          const flow = flowAfter(flows.get(event.clientId), event, monotonic());
          if (flow) flows.set(event.clientId, flow);
          return;
        }
        case "established":
          flows.delete(event.clientId);
          return;
        case "state":
          // Client ids begin anew after a restart.
          flows.clear();
          return;
        case "login":
          return;
      }
    },
    keepOnly(clientIds) {
      const kept = new Set(clientIds);
      for (const clientId of flows.keys()) if (!kept.has(clientId)) flows.delete(clientId);
    },
    rates() {
      const now = monotonic();
      const known = new Map<number, Speed>();
      for (const [clientId, { at, rate }] of flows)
        if (rate) known.set(clientId, now - at > IDLE_MILLISECONDS ? STANDSTILL : rate);
      return known;
    },
  };
}

/** A client's flow after a report; undefined where the one before is too near to be measured from. */
function flowAfter(
  before: Flow | undefined,
  { bytesReceived, bytesSent }: { readonly bytesReceived: bigint; readonly bytesSent: bigint },
  now: number,
): Flow | undefined {
  if (!before || bytesReceived < before.bytesReceived || bytesSent < before.bytesSent)
    return { at: now, bytesReceived, bytesSent, rate: undefined };
  const milliseconds = now - before.at;
  if (milliseconds < LEAST_MILLISECONDS) return undefined;
  const perSecond = (after: bigint, earlier: bigint) => (Number(after - earlier) * 1000) / milliseconds;
  const receivedPerSecond = perSecond(bytesReceived, before.bytesReceived);
  const sentPerSecond = perSecond(bytesSent, before.bytesSent);
  return { at: now, bytesReceived, bytesSent, rate: { receivedPerSecond, sentPerSecond } };
}
