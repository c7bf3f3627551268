import type { UnixSeconds } from "../model.ts";
import { type FirstSight, networkKey } from "./first-sight.ts";
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

/** As much of a place as may be shown. */
export function shownPlace(
  { city, region, country, provider }: PlaceFacts,
  { placesDays, showProviders }: PlaceRules,
): ShownPlace | undefined {
  if (placesDays === 0 || (city ?? region ?? country ?? provider) === undefined) return undefined;
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
      address: shownAddress(realAddress, options.ipInWeb),
      place: shownPlace(connection.place, options),
      virtualAddress: connection.virtualAddress,
      virtualIpv6Address: connection.virtualIpv6Address,
      server: options.serverNames.get(server) ?? "",
      cipher: connection.cipher,
    };
  });
}

/** The places as they may be shown, each with since when its country, or else its network, is new of the user. */
export function userPlaces({ places }: UserFacts, sights: readonly FirstSight[]): UserPlace[] {
  const total = places.reduce((sum, { bytesReceived, bytesSent }) => sum + bytesReceived + bytesSent, 0n);
  return places.map((place) => {
    const { country, provider } = place;
    const isOf = (sight: FirstSight) =>
      sight.kind === "country" ? sight.key === country : provider !== undefined && sight.key === networkKey(provider);
    const share = total === 0n ? 0 : Number(((place.bytesReceived + place.bytesSent) * 10_000n) / total) / 10_000;
    const news = sights.filter(isOf).toSorted((a, b) => (a.kind < b.kind ? -1 : 1));
    return { ...place, share, newSince: news[0]?.at };
  });
}
