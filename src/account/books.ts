import type { Counters, NameBytes, UnixSeconds } from "../model.ts";
import type { Moment } from "./clock.ts";
import type { Postings } from "./post.ts";
import type { Interval } from "./spread.ts";

/** What identifies and describes a connection; seldom changes between two observations. */
export interface ConnectionFacts {
  readonly commonName: NameBytes;
  readonly realAddress: string;
  readonly virtualAddress: string | undefined;
  readonly virtualIpv6Address: string | undefined;
  readonly connectedSince: UnixSeconds;
  /** `ServerBooks.clockSteps` when that instant was told. */
  readonly sinceSteps: number;
  readonly connectedSinceText: string;
  readonly clientId: number | undefined;
  readonly username: NameBytes | undefined;
  readonly cipher: string | undefined;
  /** Whose bytes these are, fixed when first known; undefined: held, not (yet) authenticated. */
  readonly account: NameBytes | undefined;
  /** Undefined: open. */
  readonly end: End | undefined;
  /** A counter of it was seen falling, and that was said. */
  readonly fell: boolean;
  /** What is left of name or address (parse/trace.ts), where the books no longer hold them: then these are `NOT_KEPT`. */
  readonly trace: number | undefined;
}

/** How a connection ended: `exact` by a hook, `inferred` from its absence. */
export interface End {
  readonly at: UnixSeconds;
  readonly kind: "inferred" | "exact";
  /** The same by OpenVPN's own clock, where a hook told it, and no less than had been seen. */
  readonly toldAt?: UnixSeconds | undefined;
}

/** A connection as the books know it; its bytes are the high-water mark of each direction. */
export interface Connection extends Counters {
  readonly id: number;
  readonly facts: ConnectionFacts;
  /** Instant of the last observation that showed it, by the clock of then. */
  readonly seenAt: UnixSeconds;
  /** `ServerBooks.clockSteps` at that observation. */
  readonly seenSteps: number;
  /** `ServerBooks.fresh` at that observation. */
  readonly seenFresh: number;
  /** Deleted from the connections; only its key and marks are kept. */
  readonly tombstone: boolean;
}

/** One server's books as of its observation `number`: what the next observation is compared with. */
export interface ServerBooks {
  readonly server: number;
  readonly name: string;
  /** Number of the last observation; 0: none yet. */
  readonly number: number;
  /** The instant of the last snapshot, by the clock of then; undefined before the first. */
  readonly at: UnixSeconds | undefined;
  /** `clockSteps` at that snapshot. */
  readonly atSteps: number;
  /** The reader's clocks at the last observation. */
  readonly moment: Moment | undefined;
  /** Seconds by which the clock was set, forwards or back, since the books began: what moves instants of before. */
  readonly clockSteps: number;
  /** Hash of the last snapshot's content. */
  readonly contentHash: string | undefined;
  /** Fresh snapshots so far: a connection last seen two of them ago has ended. */
  readonly fresh: number;
  /** The last positive intervals between snapshots, newest last. */
  readonly intervals: readonly number[];
  /** Id of the next connection to be opened; ids of a server are its own, so no writer can meet another's. */
  readonly nextConnection: number;
  readonly openvpn: string | undefined;
  /** Data channel offload, as last told. */
  readonly dco: boolean | undefined;
  /** Since when OpenVPN is up, as last told: its last start. */
  readonly upSince: UnixSeconds | undefined;
  /** As `stillSince()` tells. */
  readonly stillSince: UnixSeconds | undefined;
  readonly open: readonly Connection[];
}

/** Something an operator should know, said once: the words of a log line. */
export interface Notice {
  readonly level: "info" | "warn";
  readonly event: string;
  readonly fields: Readonly<Record<string, string | number | bigint>>;
}

/** A start of OpenVPN, of which the snapshot before knew nothing. */
export interface Restart {
  readonly at: UnixSeconds;
  /** `exact`: OpenVPN told; `inferred`: it was not later than that, nor before the snapshot before. */
  readonly kind: "exact" | "inferred";
}

/** How many connections of users were open at once, and when. */
export interface Peak {
  readonly connections: number;
  readonly at: UnixSeconds;
}

/** All that one observation changes; committed as a whole or not at all. */
export interface Change {
  readonly after: ServerBooks;
  /** Connections of which only marks and sight moved, all to `after.at` and `after.fresh`. */
  readonly seen: readonly Connection[];
  /** Connections that are new or of which more changed. */
  readonly written: readonly Connection[];
  /** Tombstones that became connections again. */
  readonly revived: readonly Connection[];
  readonly postings: Postings;
  /** Accounts seen now, or ended, whose last sight must be remembered beyond their connections. */
  readonly sights: ReadonlyMap<NameBytes, UnixSeconds>;
  /** What the clock says since it was set back: nobody was seen later than that. Undefined: it was not. */
  readonly setBackTo: UnixSeconds | undefined;
  /** Seconds since the snapshot before, where that is a positive number. */
  readonly gap: number | undefined;
  /** Time that this observation makes watched. */
  readonly watched: Interval | undefined;
  /** Undefined: none is known of since the snapshot before. */
  readonly restart: Restart | undefined;
  /** Connections that were open at once; none where the source has no news. */
  readonly peaks: readonly Peak[];
  readonly notices: readonly Notice[];
}
