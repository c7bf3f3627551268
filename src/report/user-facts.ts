import type { Resolution } from "../account/calendar.ts";
import type { Counters, NameBytes, UnixSeconds } from "../model.ts";
import type { BucketSums, WatchedSums } from "./bucket-sums.ts";
import type { ServerSums } from "./summary.ts";
import type { WeekSums } from "./week-pattern.ts";

/** What tells whether there is news of a server. */
export type NewsOfServer = Pick<ServerSums, "id" | "name" | "firstAt" | "at" | "statusInterval" | "intervals">;

/** Where an address is, as far as it is known. */
export interface PlaceFacts {
  readonly city: string | undefined;
  readonly region: string | undefined;
  readonly country: string | undefined;
  readonly provider: string | undefined;
}

/** A connection of a user as the books have it. */
export interface UserConnectionFacts extends Counters {
  readonly id: number;
  readonly server: number;
  /** By the clock of its last sight. */
  readonly start: UnixSeconds;
  readonly seenAt: UnixSeconds;
  /** Undefined: open. */
  readonly end: { readonly at: UnixSeconds; readonly kind: "exact" | "inferred" } | undefined;
  readonly realAddress: string;
  readonly virtualAddress: string | undefined;
  readonly virtualIpv6Address: string | undefined;
  readonly cipher: string | undefined;
  readonly place: PlaceFacts;
}

/** When a user was connected: from its beginning to the end, or to the last sight of what is open. */
export interface PresenceFacts {
  readonly server: number;
  readonly start: UnixSeconds;
  readonly end: UnixSeconds;
  readonly open: boolean;
}

/** A place that a user connected from. */
export interface UserPlaceFacts extends PlaceFacts, Counters {
  readonly connections: number;
  readonly lastSeenAt: UnixSeconds;
}

/** A user as the books have it. */
export interface UserFacts {
  readonly id: number;
  readonly name: NameBytes;
  readonly firstSeenAt: UnixSeconds | undefined;
  /** By server. */
  readonly totals: readonly (Counters & { readonly server: number; readonly seenAt: UnixSeconds })[];
  /** There is no other user. */
  readonly isAlone: boolean;
  readonly servers: readonly NewsOfServer[];
  /** From the day on from which they are asked for. */
  readonly days: readonly BucketSums[];
  /** Those of today, and as many before as are asked for. */
  readonly hours: readonly BucketSums[];
  /** What was moved in the hours of the days before, by the hours of the week. */
  readonly weekBefore: WeekSums;
  readonly months: readonly BucketSums[];
  readonly years: readonly BucketSums[];
  /** Those of the last day; empty unless asked for. */
  readonly fiveMinutes: readonly BucketSums[];
  /** All users' traffic of the last 30 days, and of the last 12 months. */
  readonly everybody: { readonly days: readonly BucketSums[]; readonly months: readonly BucketSums[] };
  /** As far as it is kept, and of five minutes only where they are asked for. */
  readonly watched: Readonly<Record<Resolution, readonly WatchedSums[]>>;
  /** The oldest bucket of which anybody was watched and that is kept; undefined: none. */
  readonly keptSince: Readonly<Record<Resolution, UnixSeconds | undefined>>;
  /** Bytes of no bucket, by resolution. */
  readonly unplaced: ReadonlyMap<string, Counters>;
  /** Open ones first, then the last that began. */
  readonly connections: readonly UserConnectionFacts[];
  /** All that are kept. */
  readonly connectionCount: number;
  /** Of the last 30 days. */
  readonly presence: readonly PresenceFacts[];
  /** Of the days that are asked for, most traffic first. */
  readonly places: readonly UserPlaceFacts[];
  /** When the oldest connection that is kept began. */
  readonly oldestConnection: UnixSeconds | undefined;
}
