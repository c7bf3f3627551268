import type { Peak } from "../account/books.ts";
import type { Counters, NameBytes, UnixSeconds } from "../model.ts";
import type { MachineLine } from "./overview.ts";

/** Starts of the periods that a report adds up. */
export interface Spans {
  /** Starts of the 30 local days, oldest first, and the end of today: 31 instants. */
  readonly days: readonly UnixSeconds[];
  readonly month: UnixSeconds;
  readonly monthEnd: UnixSeconds;
}

/** What ranks a user, over all servers: so little that there may be very many. */
export interface Standing {
  readonly id: number;
  readonly seenAt: UnixSeconds;
  readonly today: Counters;
  readonly last7Days: Counters;
  readonly last30Days: Counters;
  /** Where it was asked for. */
  readonly month: Counters | undefined;
}

/** What else the books say of a user who is shown. */
export interface UserSums {
  readonly id: number;
  readonly name: NameBytes;
  /** Id of the server of the last sight. */
  readonly server: number;
  readonly month: Counters;
  readonly allTime: Counters;
}

/** A user's open connections to one server. */
export interface OpenConnections {
  /** Undefined: not authenticated. */
  readonly user: number | undefined;
  readonly server: number;
  readonly count: number;
  readonly since: UnixSeconds;
  readonly seenAt: UnixSeconds;
}

export interface ServerSums {
  readonly id: number;
  readonly name: string;
  readonly source: string;
  readonly problem: string | undefined;
  readonly firstAt: UnixSeconds | undefined;
  readonly at: UnixSeconds | undefined;
  readonly openvpn: string | undefined;
  /** Data channel offload, where OpenVPN tells. */
  readonly dco: boolean | undefined;
  /** Since when OpenVPN is up, where it is asked. */
  readonly upSince: UnixSeconds | undefined;
  /** Since when no counter moved, with offload. */
  readonly stillSince: UnixSeconds | undefined;
  /** Seconds between two writes of its status, as configured. */
  readonly statusInterval: number | undefined;
  /** The last intervals between its snapshots. */
  readonly intervals: readonly number[];
  readonly unauthenticated: Counters;
}

/** A day of a server: what of it was watched, and the most connections at once over all servers that it saw. */
export interface WatchedDay {
  readonly bucket: UnixSeconds;
  readonly server: number;
  readonly seconds: number;
  readonly peakOfAll?: Peak | undefined;
}

/** What a report is made of, as it stands in the books. */
export interface Summary {
  /** All users, in the order of their names. */
  readonly users: readonly Standing[];
  /** The names of all users, where they were asked for. */
  readonly names: ReadonlyMap<number, NameBytes>;
  /** All users' bytes of the running month, and of all time. */
  readonly month: Counters;
  readonly allTime: Counters;
  readonly open: readonly OpenConnections[];
  readonly servers: readonly ServerSums[];
  /** All users' traffic by day of the last 30. */
  readonly days: readonly (Counters & { readonly bucket: UnixSeconds })[];
  /** Watched seconds by day and server of the last 30. */
  readonly watched: readonly WatchedDay[];
  readonly places: readonly {
    readonly city: string | undefined;
    readonly region: string | undefined;
    readonly country: string | undefined;
    readonly provider: string | undefined;
    readonly users: number;
    readonly bytesReceived: bigint;
    readonly bytesSent: bigint;
  }[];
  readonly distinctAddresses: number;
  readonly machine: MachineLine | undefined;
  readonly unplacedHours: Counters;
}

/** The books of the users who are shown. */
export interface ShownUsers {
  readonly sums: ReadonlyMap<number, UserSums>;
  /** What the first of them moved on each of the days before today. */
  readonly finishedDays: ReadonlyMap<number, readonly Counters[]>;
}
