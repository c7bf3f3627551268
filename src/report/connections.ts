import type { Counters, UnixSeconds } from "../model.ts";
import { type ConnectionQuery, type ConnectionState, type Cursor, connectionParams } from "./connection-query.ts";
import type { Frame } from "./frame.ts";
import type { ConnectionSums, LoggedConnection } from "./logged-connection.ts";
import { type AddressDetail, shownAddress } from "./shown-address.ts";

/** How many connections a page has. */
export const CONNECTIONS_A_PAGE = 50;

/** A connection as it is shown. */
export interface ConnectionLine extends Counters {
  readonly id: number;
  readonly user: { readonly id: number; readonly name: string };
  readonly server: string;
  readonly since: UnixSeconds;
  /** When it ended; of an open one, when it was last seen. */
  readonly until: UnixSeconds;
  readonly state: ConnectionState;
  /** How long it lasted, or lasts already. */
  readonly seconds: number;
  /** As far as it may be shown and is kept. */
  readonly address: string | undefined;
  readonly virtualAddress: string | undefined;
  readonly virtualIpv6Address: string | undefined;
  readonly city: string | undefined;
  readonly region: string | undefined;
  readonly country: string | undefined;
  readonly provider: string | undefined;
  readonly cipher: string | undefined;
}

/** The connections that somebody asked for, and what they come to. */
export interface ConnectionList {
  readonly query: ConnectionQuery;
  /** Newest first. */
  readonly connections: readonly ConnectionLine[];
  /** Of all that match, on whatever page. */
  readonly sums: ConnectionSums;
  readonly servers: readonly string[];
  /** The pages next to this one, as a query string; undefined: there are none. */
  readonly older: URLSearchParams | undefined;
  readonly newer: URLSearchParams | undefined;
  readonly addressDetail: AddressDetail;
  readonly showPlaces: boolean;
}

/** The page of a list. */
export interface ConnectionsReport extends Frame, ConnectionList {}

/** What of the books a list is made of. */
export interface ConnectionFacts {
  readonly query: ConnectionQuery;
  readonly lines: readonly LoggedConnection[];
  /** There are more in the direction that was asked for. */
  readonly more: boolean;
  readonly sums: ConnectionSums;
  readonly servers: readonly string[];
  /** How users may be named, by id. */
  readonly names: ReadonlyMap<number, string>;
}

/** How much of a connection may be shown. */
export interface ConnectionDetail {
  readonly addressDetail: AddressDetail;
  readonly showPlaces: boolean;
  readonly showProviders: boolean;
}

/** The list as it is shown. */
export function buildConnections(facts: ConnectionFacts, detail: ConnectionDetail): ConnectionList {
  const { query, lines, sums, servers, names } = facts;
  const { addressDetail, showPlaces } = detail;
  return {
    ...{ query, sums, servers, addressDetail, showPlaces },
    connections: lines.map((line) => connectionLine(line, names.get(line.user) ?? "", detail)),
    ...neighbours(facts),
  };
}

/** A connection of a user who is called so. */
export function connectionLine(
  { user, realAddress, city, region, country, provider, ...facts }: LoggedConnection,
  name: string,
  { addressDetail, showPlaces, showProviders }: ConnectionDetail,
): ConnectionLine {
  return {
    ...facts,
    user: { id: user, name },
    address: shownAddress(realAddress, addressDetail),
    city: showPlaces ? city : undefined,
    region: showPlaces ? region : undefined,
    country: showPlaces ? country : undefined,
    provider: showPlaces && showProviders ? provider : undefined,
  };
}

function neighbours({ query, lines, more }: ConnectionFacts): Pick<ConnectionList, "older" | "newer"> {
  const { before, after } = query;
  const from = (cursor: Partial<Pick<ConnectionQuery, "before" | "after">>) =>
    connectionParams({ ...query, before: undefined, after: undefined, ...cursor });
  const [first, last]: readonly (Cursor | undefined)[] = [lines[0], lines.at(-1)];
  const isOlder = after ? last !== undefined : more;
  const isNewer = after ? more : before !== undefined;
  return {
    older: isOlder ? from({ before: last }) : undefined,
    newer: isNewer ? from({ after: first ?? before }) : undefined,
  };
}
