/**
 * What the oracle asks of an implementation of the books, and nothing more.
 *
 * Bytes are bigint, instants UnixSeconds, names NameBytes (one character per byte). Lists are in any order;
 * rows of nothing (0 received, 0 sent, 0 seconds) may be given or left out: the comparison drops them.
 */

import type { NameBytes, UnixSeconds } from "../../src/model.ts";

/** The resolutions in which traffic is kept, finest first. */
export const RESOLUTIONS = ["five_minutes", "hour", "day", "month", "year", "total"] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

/** Time watched is kept for every period, but not for all time. */
export type ObservedResolution = Exclude<Resolution, "total">;

export interface Clock {
  /** The reader's wall clock at the moment of reading, whole seconds. It may have been stepped since the last reading. */
  readonly wall: UnixSeconds;
  /** Seconds since the machine started, whole; unaffected by steps of the wall clock. */
  readonly uptime: number;
  /** Another one means that the machine was restarted: then uptimes cannot be compared. */
  readonly bootId: string;
}

export interface Reading extends Clock {
  readonly server: string;
  /** The file's bytes, one character each (ISO 8859-1). */
  readonly text: string;
  /** The file's modification time by the wall clock of that moment, in seconds, perhaps with a fraction. */
  readonly mtime: number;
  /** Which of several processes reads: each has its own memory of what it read and committed before (0, 1, …). */
  readonly poller: number;
  /**
   * `loseReply`: the commit happens, its reply is lost, and poll() does what the product then does; it resolves when that is done.
   * `crash`: the process dies before the commit; poll() resolves, the books are as before, and this poller's memory is gone.
   */
  readonly fault?: "loseReply" | "crash";
}

/** What the disconnect hook says: the exact end of one connection. */
export interface Final extends Clock {
  readonly server: string;
  readonly commonName: NameBytes;
  /** `time_unix`: by OpenVPN's own clock, as versions 2 and 3 print it. */
  readonly connectedSince: UnixSeconds;
  /** `time_ascii`: spelled as the status file spells it, so that it names connections of which only version 1 told. */
  readonly connectedSinceText: string;
  /** The latest real address, spelled as this server's status file spells it. */
  readonly realAddress: string;
  /** When it ended, by the wall clock of that moment. The reading (`wall`) may be later: a hook's spool is read when it is read. */
  readonly at: UnixSeconds;
  /** The same by OpenVPN's own clock: `time_unix` and `time_duration`. */
  readonly toldAt: UnixSeconds;
  readonly bytesReceived: bigint;
  readonly bytesSent: bigint;
}

export interface Books {
  /** One reading of a server's status file. Rejects when the text is refused (torn, empty): then nothing has changed. */
  poll(reading: Reading): Promise<void>;
  /** One final. The same final may come again (a spool file read twice): then nothing changes. */
  end(final: Final): Promise<void>;
  /** Retention: deletes what is too old at `now`, with the default retention of every table. */
  clean(now: UnixSeconds): Promise<void>;
  /** All that the books hold. */
  dump(): Promise<BooksDump>;
  /** Releases what was opened. The books are not used again. */
  close(): Promise<void>;
}

export interface Amount {
  readonly received: bigint;
  readonly sent: bigint;
}

export interface Account extends Amount {
  readonly user: NameBytes;
  readonly server: string;
}

/** The UTC start of the local period; 0 at the resolution `total`. */
export interface BucketRow extends Account {
  readonly bucket: UnixSeconds;
}

export interface ConnectionRow extends Amount {
  readonly server: string;
  readonly commonName: NameBytes;
  /** The epoch where OpenVPN gave one, else what was made of version 1's text. */
  readonly connectedSince: UnixSeconds;
  /** null where no row ever gave one. */
  readonly clientId: number | null;
  /** The latest; "" where it is no longer kept. Whether with `udp4:` and brackets or without: the comparison strips them. */
  readonly realAddress: string;
  /** null while it belongs to nobody. */
  readonly user: NameBytes | null;
}

/** Of a server's period as a whole; by day, month and year it is never deleted. */
export interface Period extends Amount {
  readonly resolution: ObservedResolution;
  readonly bucket: UnixSeconds;
  readonly server: string;
  /** By day, month and year: with traffic, those whose first server in the period this was. */
  readonly users: number;
  /** Most of its users' connections at once, and when first; null: none was recorded. */
  readonly peak: readonly [connections: number, at: UnixSeconds] | null;
  /** The same over all servers, as of this one's news. */
  readonly peakOfAll: readonly [connections: number, at: UnixSeconds] | null;
}

export interface BooksDump {
  readonly buckets: Readonly<Record<Resolution, readonly BucketRow[]>>;
  /** What was not placed because it covers more than 12 buckets. */
  readonly unplaced: readonly (Account & { readonly resolution: "five_minutes" | "hour" })[];
  /** The bytes of buckets that retention deleted. */
  readonly retired: readonly (Account & { readonly resolution: "five_minutes" | "hour" | "day" })[];
  /** The marks of dropped tombstones that had a user. */
  readonly forgotten: readonly Account[];
  /** `received` and `sent` are the high-water marks; open connections have neither `endedAt` nor `end`. */
  readonly connections: readonly (ConnectionRow & {
    readonly seenAt: UnixSeconds;
    readonly endedAt: UnixSeconds | null;
    readonly end: "inferred" | "exact" | null;
  })[];
  readonly tombstones: readonly ConnectionRow[];
  readonly observed: readonly {
    readonly resolution: ObservedResolution;
    readonly bucket: UnixSeconds;
    readonly server: string;
    readonly seconds: number;
  }[];
  /** What is kept of each period of a server as a whole. */
  readonly periods: readonly Period[];
  /** Marks of ended connections that belonged to nobody, whether still kept, tombstoned or dropped. */
  readonly unauthenticated: readonly (Amount & { readonly server: string })[];
}

export interface BooksOptions {
  /** IANA zone in which days are cut. */
  readonly timeZone: string;
  readonly servers: readonly string[];
  /** The configured `status_interval` in seconds; learned from the file's steps when absent. */
  readonly statusInterval?: number;
  /** Seconds for which real addresses of ended connections are kept; as long as the connections when absent. */
  readonly addressesKeptFor?: number;
}

/** Opens empty books. `server_time_zone` is left to be derived from the files. */
export type OpenBooks = (options: BooksOptions) => Promise<Books>;
