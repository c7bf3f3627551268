import type { Speed } from "../account/speed.ts";
import type { Log } from "../log.ts";
import type { UnixSeconds } from "../model.ts";
import { findStatusFile } from "../source/find-status-file.ts";
import { SourceError } from "../source/source-error.ts";
import { type Clock, readStatusFile, type StatusReading } from "../source/status-file.ts";

/** What reading a status needs of the world. */
export interface SourceTools {
  readonly log: Log;
  readonly clock: Clock;
  readonly now: () => UnixSeconds;
}

/** A status, and where it was read. */
export interface Read {
  readonly source: string;
  readonly reading: StatusReading;
}

/** A status that could not be read. */
export interface Unread {
  readonly source: string;
  readonly failure: SourceError;
}

/** Where a server's status is. */
export interface StatusSource {
  /** The status as it stands at one instant, or why it cannot be had. */
  read(tools: SourceTools): Promise<Read | Unread>;
  /** By client id, what flows at the moment, where OpenVPN tells it between two readings. */
  liveRates?(): ReadonlyMap<number, Speed>;
  /** Lets go of what it holds between two readings. */
  close?(): Promise<void>;
}

/** A status file; undefined: the first of the usual places. */
export function fileSource(path: string | undefined): StatusSource {
  return {
    async read({ clock }) {
      let source = path ?? "the usual places";
      try {
        source = path ?? (await findStatusFile());
        return { source, reading: await readStatusFile(source, { clock }) };
      } catch (error) {
        if (error instanceof SourceError) return { source, failure: error };
        throw error;
      }
    },
  };
}

/** A source whose code is loaded when it is first read: that of sockets costs a start milliseconds, and few need it. */
export function loadedLater(load: () => Promise<StatusSource>): StatusSource {
  let source: Promise<StatusSource> | undefined;
  let loaded: StatusSource | undefined;
  return {
    async read(tools) {
      source ??= load();
      loaded = await source;
      return await loaded.read(tools);
    },
    liveRates: () => loaded?.liveRates?.() ?? new Map(),
    async close() {
      await (await source)?.close?.();
    },
  };
}
