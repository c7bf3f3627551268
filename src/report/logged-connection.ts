import type { Counters, UnixSeconds } from "../model.ts";
import type { ConnectionState } from "./connection-query.ts";
import type { News } from "./server-state.ts";

/** A connection as the books hold it. */
export interface LoggedConnection extends Counters {
  readonly id: number;
  readonly user: number;
  readonly server: string;
  readonly since: UnixSeconds;
  /** When it ended; of an open one, when it was last seen. */
  readonly until: UnixSeconds;
  readonly state: ConnectionState;
  /** How long it lasted, or lasts already; a clock that was set meanwhile is reckoned with. */
  readonly seconds: number;
  /** As OpenVPN wrote it; "" where it is not kept any more. */
  readonly realAddress: string;
  readonly virtualAddress: string | undefined;
  readonly virtualIpv6Address: string | undefined;
  readonly cipher: string | undefined;
  readonly city: string | undefined;
  readonly region: string | undefined;
  readonly country: string | undefined;
  readonly provider: string | undefined;
}

/** A server, with what tells whether it still gives news. */
export interface LoggedServer extends News {
  readonly name: string;
}

/** What a number of connections come to. */
export interface ConnectionSums extends Counters {
  readonly count: number;
  readonly users: number;
}
