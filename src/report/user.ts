import type { Speed } from "../account/speed.ts";
import type { Interval } from "../account/spread.ts";
import type { Counters, UnixSeconds } from "../model.ts";
import type { Frame } from "./frame.ts";
import type { LimitLine } from "./limit.ts";
import type { TrafficColumn } from "./traffic-column.ts";
import type { UserResolution } from "./user-resolution.ts";
import type { UserStatus } from "./user-status.ts";
import type { WeekPattern } from "./week-pattern.ts";
import type { YearOfDays } from "./year-of-days.ts";

/** What a user moved in a period. */
export interface UserFigure extends Counters {
  /** Of what all users moved, both directions together, 0 to 1; undefined where that is nothing, or nobody else's. */
  readonly share: number | undefined;
}

/** The running calendar or billing month. */
export interface UserMonth extends UserFigure {
  readonly start: UnixSeconds;
  readonly end: UnixSeconds;
  /** What it will come to; undefined where that cannot be told. */
  readonly estimate: Counters | undefined;
  readonly limit: LimitLine | undefined;
}

/** This month and the eleven before it. */
export interface UserTwelveMonths extends UserFigure {
  /** The day on which most moved, of those that are kept; undefined: nothing did. */
  readonly most: (Counters & { readonly start: UnixSeconds }) | undefined;
}

/** How long a user was connected in the last 30 days, as far as connections are kept. */
export interface OnlineTime {
  readonly since: UnixSeconds;
  /** Time of several connections at once counts once. */
  readonly seconds: number;
  readonly connections: number;
  /** Of each connection from its beginning to its end, or to now; undefined without any. */
  readonly meanSeconds: number | undefined;
}

/** A place, as much of it as may be shown. */
export interface ShownPlace {
  readonly city: string | undefined;
  readonly region: string | undefined;
  readonly country: string | undefined;
  /** Absent where `enable_provider_in_web` is off. */
  readonly provider: string | undefined;
}

export interface UserPlace extends ShownPlace, Counters {
  readonly connections: number;
  readonly lastSeenAt: UnixSeconds;
  /** Of the bytes of all these places, 0 to 1. */
  readonly share: number;
  /** When the user first came from there, where that is news. */
  readonly newSince: UnixSeconds | undefined;
}

/** `silent`: open, but there is no news of its server. */
export type UserConnectionState = "online" | "silent" | "exact" | "inferred";

export interface UserConnection extends Counters {
  readonly id: number;
  readonly start: UnixSeconds;
  /** Of an open connection its last sight. */
  readonly end: UnixSeconds;
  readonly state: UserConnectionState;
  readonly seconds: number;
  /** As much of the real address as may be shown. */
  readonly address: string | undefined;
  /** Undefined: not known, or not to be shown. */
  readonly place: ShownPlace | undefined;
  readonly virtualAddress: string | undefined;
  readonly virtualIpv6Address: string | undefined;
  readonly server: string;
  readonly cipher: string | undefined;
}

/** A user's traffic over time. */
export interface UserTraffic {
  readonly by: UserResolution;
  /** Oldest first, the running one last. */
  readonly columns: readonly TrafficColumn[];
  /** Since when such columns are counted and kept; undefined: they are not yet. */
  readonly countingSince: UnixSeconds | undefined;
  /** When the user was connected; undefined where columns are days and longer. */
  readonly connected: readonly Interval[] | undefined;
  /** Bytes of all time of which no such column can be told. */
  readonly unplaced: Counters;
}

/** The page of a user: every number and every decision; only formatting is left to do. */
export interface UserReport extends Frame {
  readonly id: number;
  /** As it may be shown here: alias or whole name, or "J 2" in private mode. */
  readonly name: string;
  /** The account's own name; absent in private mode. */
  readonly account: string | undefined;
  readonly group: string | undefined;
  readonly status: UserStatus;
  readonly firstSeenAt: UnixSeconds | undefined;
  readonly lastSeenAt: UnixSeconds;
  /** When the oldest of the open connections began; absent unless online. */
  readonly onlineSince: UnixSeconds | undefined;
  readonly openConnections: number;
  /** What flows at the moment; undefined where that is not known. */
  readonly speed: Speed | undefined;
  /** Through which the user is online, else that of the last sight. */
  readonly servers: readonly string[];
  /** From where the user is online, as far as it is known and may be shown. */
  readonly place: ShownPlace | undefined;
  readonly today: UserFigure;
  readonly last7Days: UserFigure;
  readonly last30Days: UserFigure;
  readonly month: UserMonth;
  readonly last12Months: UserTwelveMonths;
  readonly allTime: Counters;
  readonly onlineTime: OnlineTime;
  readonly traffic: UserTraffic;
  readonly year: YearOfDays;
  /** Undefined: no finished hour was watched yet. */
  readonly pattern: WeekPattern | undefined;
  /** Most traffic first; undefined: not to be shown. */
  readonly places: readonly UserPlace[] | undefined;
  readonly placesDays: number;
  /** Open ones first, then the last that began. */
  readonly connections: readonly UserConnection[];
  /** All that are kept. */
  readonly connectionCount: number;
  readonly connectionsDays: number;
}
