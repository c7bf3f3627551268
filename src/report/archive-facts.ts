import type { Peak } from "../account/books.ts";
import type { Counters, UnixSeconds } from "../model.ts";
import type { NewsOfServer } from "./user-facts.ts";

/** What the books keep of a server's period as a whole. */
export interface PeriodSums extends Counters {
  readonly bucket: UnixSeconds;
  readonly server: number;
  /** Watched. */
  readonly seconds: number;
  /** Those that were first seen here; over all servers they add up. */
  readonly users: number;
  readonly peak: Peak | undefined;
  readonly peakOfAll: Peak | undefined;
}

/** All years and months as the books have them. */
export interface ArchiveFacts {
  readonly years: readonly PeriodSums[];
  readonly months: readonly PeriodSums[];
  readonly servers: readonly NewsOfServer[];
}

/** A period as the books have it. */
export interface PeriodFacts {
  readonly own: readonly PeriodSums[];
  readonly parts: readonly PeriodSums[];
  readonly days: readonly PeriodSums[];
  readonly servers: readonly NewsOfServer[];
  /** Most traffic first. */
  readonly users: readonly (Counters & { readonly user: number })[];
  /** The last hour, and the last day, of which users' rows were deleted. */
  readonly lastDeletedHour: UnixSeconds | undefined;
  readonly lastDeletedDay: UnixSeconds | undefined;
  /** The nearest ones before and after it that have anything. */
  readonly before: UnixSeconds | undefined;
  readonly after: UnixSeconds | undefined;
}
