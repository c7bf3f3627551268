import type { Peak } from "../account/books.ts";
import type { Speed } from "../account/speed.ts";
import type { Counters, MachineSample, UnixSeconds } from "../model.ts";
import type { Archive } from "./archive.ts";
import type { Frame } from "./frame.ts";
import type { TrafficColumn } from "./traffic-column.ts";
import type { UserListing } from "./user-list.ts";
import type { UserStatus } from "./user-status.ts";

/** The spans every output reports; days are those of the configured zone. */
export interface Periods {
  readonly today: Counters;
  /** Today and the 6 days before it. */
  readonly last7Days: Counters;
  /** Today and the 29 days before it. */
  readonly last30Days: Counters;
  /** The running calendar or billing month. */
  readonly month: Counters;
  readonly allTime: Counters;
}

export interface UserLine extends Periods {
  /** The user's number in the books: what names it in addresses. */
  readonly id: number;
  /** As it may be shown here: alias or whole name, or "J 2" in private mode. */
  readonly name: string;
  /** The account's own name; absent in private mode. */
  readonly account: string | undefined;
  /** As configured. */
  readonly group: string | undefined;
  readonly status: UserStatus;
  readonly lastSeenAt: UnixSeconds;
  /** When the oldest of the open connections began; absent unless online. */
  readonly onlineSince: UnixSeconds | undefined;
  readonly openConnections: number;
  /** What flows at the moment; absent where that is not known. */
  readonly speed: Speed | undefined;
  /** The server of the last sight. */
  readonly server: string;
  /** Bytes of each of `Overview.days`, in that order. */
  readonly days: readonly Counters[];
}

/** `up`: fresh. `stale`: its last news is too old. `failing`: the last reading failed. `waiting`: never read. */
export type ServerState = "up" | "stale" | "failing" | "waiting";

export interface ServerLine {
  readonly name: string;
  readonly state: ServerState;
  /** The instant of the last status that was read; absent while waiting. */
  readonly lastNewsAt: UnixSeconds | undefined;
  /** Seconds from that instant to the writing of the report. */
  readonly ageSeconds: number | undefined;
  /** Where the status is read from. */
  readonly source: string;
  /** Why the last reading failed, in a sentence; absent unless failing. */
  readonly problem: string | undefined;
  /** Open, authenticated connections; while stale, those of its last news. */
  readonly connections: number;
  readonly usersOnline: number;
  /** What flows through it at the moment; absent where that is not known. */
  readonly speed: Speed | undefined;
  /** Open connections that are not authenticated (yet). */
  readonly signingIn: number;
  /** Bytes of connections that ended without ever authenticating: nobody's. */
  readonly unauthenticated: Counters;
  /** "2.6.14", when the status told. */
  readonly openvpnVersion: string | undefined;
  /** Since when OpenVPN is up: its last start. Absent where its management interface is not asked. */
  readonly upSince: UnixSeconds | undefined;
  /** Whether packets go through the kernel (data channel offload), where the status tells. */
  readonly dco: boolean | undefined;
  /** Since when no counter moved although they do: what flows is not counted. Absent unless that lasts. */
  readonly stillSince: UnixSeconds | undefined;
  /** Share of the last 30 days (since counting began) that was watched, 0 to 1. */
  readonly watched: number;
}

export interface PlaceLine extends Counters {
  readonly city: string | undefined;
  readonly region: string | undefined;
  readonly country: string | undefined;
  /** Absent where `enable_provider_in_web` is off. */
  readonly provider: string | undefined;
  readonly users: number;
}

/** The newest sample of the machine. */
export interface MachineLine extends MachineSample {
  readonly sampledAt: UnixSeconds;
  /** The path whose disk was looked at. */
  readonly disk: string;
}

/** The overview: every number and every decision of the report; only formatting is left to do. */
export interface Overview extends Frame {
  /** When the books begin; absent while they are empty. */
  readonly countingSince: UnixSeconds | undefined;
  readonly monthStart: UnixSeconds;
  readonly monthEnd: UnixSeconds;
  /** What the running month will come to; absent where too little of it was watched. */
  readonly monthEstimate: Counters | undefined;
  /** Share of the last 30 days (since counting began) in which some server was watched, 0 to 1. */
  readonly watched: number;
  readonly servers: readonly ServerLine[];
  /** Those of `list`: all of them where that is undefined. */
  readonly users: readonly UserLine[];
  /**
   * What a reader asked for; counts and sums stay those of all users. Undefined: all users, online first, then by
   * traffic of 30 days, then by name.
   */
  readonly list: UserListing | undefined;
  /** How many users there are, listed or not. */
  readonly userCount: number;
  readonly statusCounts: Readonly<Record<UserStatus, number>>;
  /** The most connections of users at once; undefined: none recorded. */
  readonly peaks: { readonly today: Peak | undefined; readonly last30Days: Peak | undefined };
  /** Users who moved anything today, and the bytes of the one who moved most. */
  readonly activeToday: { readonly users: number; readonly most: bigint };
  readonly totals: Periods;
  /** The last 30 days, oldest first, today last. */
  readonly days: readonly TrafficColumn[];
  /** Places of the last `placesDays` days, most traffic first; undefined: not to be shown. */
  readonly places: readonly PlaceLine[] | undefined;
  readonly placesDays: number;
  readonly distinctAddresses: number;
  readonly machine: MachineLine | undefined;
  /** Every month there was; undefined where a page of its own tells of them. */
  readonly archive: Archive | undefined;
  /** undefined where the database is remote. */
  readonly databaseBytes: number | undefined;
  /** Traffic that is kept apart at a resolution: a credit over so long a gap that no hour can be named. */
  readonly unplacedHours: Counters;
  /** All configured groups. */
  readonly groups: readonly string[];
}
