import type { Resolution } from "../account/calendar.ts";
import type { Counters, NameBytes, UnixSeconds } from "../model.ts";

/* All that the books hold about one user, as it stands there. */

/** Bytes on one server. */
export interface HeldBytes extends Counters {
  readonly server: string;
}

export interface HeldTotal extends HeldBytes {
  readonly seenAt: UnixSeconds;
}

export interface HeldBucket extends HeldBytes {
  readonly resolution: Resolution;
  readonly start: UnixSeconds;
}

/** Bytes that no bucket of a resolution holds. */
export interface HeldAside extends HeldBytes {
  readonly kind: "unplaced" | "retired";
  readonly resolution: string;
}

export interface HeldConnection extends HeldBytes {
  /** Deleted: of a connection that is no longer kept, what late reports are recognised by. */
  readonly state: "open" | "ended" | "deleted";
  /** False: nobody's, as of a login that failed, under the user's name. */
  readonly isUsers: boolean;
  readonly commonName: NameBytes;
  readonly username: NameBytes | undefined;
  readonly start: UnixSeconds;
  readonly seenAt: UnixSeconds;
  readonly end: { readonly at: UnixSeconds; readonly kind: string } | undefined;
  /** Empty where it is no longer kept. */
  readonly realAddress: string;
  readonly city: string | undefined;
  readonly region: string | undefined;
  readonly country: string | undefined;
  readonly provider: string | undefined;
  readonly virtualAddress: string | undefined;
  readonly virtualIpv6Address: string | undefined;
  readonly cipher: string | undefined;
}

/** A country or a network that the user came from, and when first. */
export interface HeldSight {
  readonly kind: string;
  readonly name: string;
  readonly firstAt: UnixSeconds;
}

export interface Holdings {
  readonly id: number;
  readonly name: NameBytes;
  readonly firstSeenAt: UnixSeconds | undefined;
  readonly totals: readonly HeldTotal[];
  readonly buckets: readonly HeldBucket[];
  readonly aside: readonly HeldAside[];
  readonly connections: readonly HeldConnection[];
  /** Of connections of which nothing else is left. */
  readonly dropped: readonly HeldBytes[];
  readonly sights: readonly HeldSight[];
}

/** A user's holdings, with what is not in the books. */
export interface Export extends Holdings {
  readonly version: string;
  readonly writtenAt: UnixSeconds;
  /** By which days, months and years are cut. */
  readonly timeZone: string;
  readonly alias: string | undefined;
  readonly group: string | undefined;
  readonly limit: bigint | undefined;
}
