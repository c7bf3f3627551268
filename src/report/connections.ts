import type { Counters, UnixSeconds } from "../model.ts";
import { type ConnectionQuery, type ConnectionState, type Cursor, connectionParams } from "./connection-query.ts";
import { bringsNews, type FirstSight } from "./first-sight.ts";
import type { Frame } from "./frame.ts";
import type { ConnectionSums, LoggedConnection, LoggedServer } from "./logged-connection.ts";
import { isOld } from "./server-state.ts";
import { type AddressDetail, shownAddress } from "./shown-address.ts";

/** How many connections a page has. */
export const CONNECTIONS_A_PAGE = 50;

/** Text of so many connections, 10 MB, is put together before any of it is sent. */
export const MOST_IN_CSV = 50_000;

/** A connection as it is shown. */
export interface ConnectionLine extends Counters {
  readonly id: number;
  readonly user: { readonly id: number; readonly name: string };
  readonly server: string;
  readonly since: UnixSeconds;
  /** When it ended; of an open one, when it was last seen. */
  readonly until: UnixSeconds;
  readonly state: ConnectionState;
  /** It is open, and its server still gives news. */
  readonly online: boolean;
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
  /** It was the user's first from its country or network, others of whom were known. */
  readonly isNewPlace: boolean;
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
  /** The one user whose connections were asked for. */
  readonly onlyUser: string | undefined;
  /** When the oldest connection began that is kept. */
  readonly keptSince: UnixSeconds | undefined;
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
  readonly servers: readonly LoggedServer[];
  readonly keptSince: UnixSeconds | undefined;
  /** How users may be named, by id. */
  readonly names: ReadonlyMap<number, string>;
  /** What was new of them. */
  readonly sights: readonly FirstSight[];
}

/** How much of a connection may be shown. */
export interface ConnectionDetail {
  readonly addressDetail: AddressDetail;
  readonly showPlaces: boolean;
  readonly showProviders: boolean;
}

/** The list as it is shown at an instant. */
export function buildConnections(facts: ConnectionFacts, detail: ConnectionDetail, now: UnixSeconds): ConnectionList {
  const { query, lines, sums, servers, keptSince, names, sights } = facts;
  const { addressDetail, showPlaces } = detail;
  const silent = new Set(servers.filter((server) => isOld(server, now)).map(({ name }) => name));
  return {
    ...{ query, sums, keptSince, addressDetail, showPlaces },
    servers: servers.map(({ name }) => name),
    onlyUser: query.user === undefined ? undefined : names.get(query.user),
    connections: lines.map((line) => {
      const shown = connectionLine(line, detail);
      return {
        ...shown,
        user: { id: line.user, name: names.get(line.user) ?? "" },
        online: line.state === "open" && !silent.has(line.server),
        isNewPlace: bringsNews(shown, sights),
      };
    }),
    ...neighbours(facts),
  };
}

/** What of a connection may be shown, whoever's it is. */
function connectionLine(
  { realAddress, city, region, country, provider, ...facts }: LoggedConnection,
  { addressDetail, showPlaces, showProviders }: ConnectionDetail,
) {
  return {
    ...facts,
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
