import type { UnixSeconds } from "../model.ts";
import { parseAddress } from "../parse/address.ts";
import { type AddressDetail, shownAddress } from "./shown-address.ts";
import type { ShownPlace, UserConnection, UserPlace } from "./user.ts";
import type { PlaceFacts, UserConnectionFacts, UserFacts } from "./user-facts.ts";

/** What of places and addresses may be shown. */
export interface PlaceRules {
  readonly ipInWeb: AddressDetail;
  readonly showProviders: boolean;
  /** Of so many days; 0: of none. */
  readonly placesDays: number;
}

export interface ConnectionOptions extends PlaceRules {
  readonly now: UnixSeconds;
  /** Ids of servers of which there is news. */
  readonly fresh: ReadonlySet<number>;
  readonly serverNames: ReadonlyMap<number, string>;
}

const DAY = 86_400;

/** A place is news for so long. */
const NEWS_SECONDS = 14 * DAY;
/** To tell a new place the books must have known the user for so long before. */
const KNOWN_SECONDS = DAY;

/** As much of a place, last seen then, as may be shown. */
export function shownPlace(
  place: PlaceFacts,
  seenAt: UnixSeconds,
  { placesDays, showProviders, now }: Pick<ConnectionOptions, "placesDays" | "showProviders" | "now">,
): ShownPlace | undefined {
  const { city, region, country, provider } = place;
  if (seenAt < now - placesDays * DAY || (city ?? region ?? country ?? provider) === undefined) return undefined;
  return { city, region, country, provider: showProviders ? provider : undefined };
}

/** The connections as they may be shown. */
export function userConnections(
  connections: readonly UserConnectionFacts[],
  options: ConnectionOptions,
): UserConnection[] {
  return connections.map((connection) => {
    const { id, server, start, seenAt, end, realAddress, bytesReceived, bytesSent } = connection;
    const state = end?.kind ?? (options.fresh.has(server) ? "online" : "silent");
    const until = end?.at ?? seenAt;
    return {
      ...{ id, start, state, bytesReceived, bytesSent },
      end: until,
      seconds: Math.max(0, (state === "online" ? options.now : until) - start),
      address: shownAddress(parseAddress(realAddress)?.host ?? realAddress, options.ipInWeb),
      place: shownPlace(connection.place, seenAt, options),
      virtualAddress: connection.virtualAddress,
      virtualIpv6Address: connection.virtualIpv6Address,
      server: options.serverNames.get(server) ?? "",
      cipher: connection.cipher,
    };
  });
}

/** The places as they may be shown, each with what makes it news. */
export function userPlaces({ places, oldestConnection }: UserFacts, now: UnixSeconds): UserPlace[] {
  const total = places.reduce((sum, { bytesReceived, bytesSent }) => sum + bytesReceived + bytesSent, 0n);
  return places.map(({ firstSeenAt, ...place }) => {
    const isNew =
      firstSeenAt > now - NEWS_SECONDS &&
      oldestConnection !== undefined &&
      oldestConnection < firstSeenAt - KNOWN_SECONDS;
    const share = total === 0n ? 0 : Number(((place.bytesReceived + place.bytesSent) * 10_000n) / total) / 10_000;
    return { ...place, share, newSince: isNew ? firstSeenAt : undefined };
  });
}
