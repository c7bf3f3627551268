import type { UnixSeconds } from "../model.ts";

/** What can be new of a user's place. */
export type SightKind = "country" | "network";

/** A user's first connection from a country or a network, where others were known of the user before. */
export interface FirstSight {
  /** Id of the user. */
  readonly user: number;
  readonly kind: SightKind;
  /** As `networkKey()` tells it; of a country its name. */
  readonly key: string;
  /** The country's or the provider's name, as it was told then. */
  readonly name: string;
  readonly at: UnixSeconds;
}

/** For so long a page marks what was new. */
export const NEW_SECONDS = 30 * 86_400;

/** What a provider's network is known by: its number, whatever its name is this year; without one, the name. */
export function networkKey(provider: string): string {
  return /^AS\d+(?= |$)/.exec(provider)?.[0] ?? provider;
}

/** A user's connection, as far as it matters here. */
export interface PlacedConnection {
  readonly user: number;
  readonly since: UnixSeconds;
  readonly until: UnixSeconds;
  readonly country: string | undefined;
  readonly provider: string | undefined;
}

/** Whether a connection brought one of these: it is of the same user and place, and was there when that was new. */
export function bringsNews(connection: PlacedConnection, sights: readonly FirstSight[]): boolean {
  const { user, since, until, country, provider } = connection;
  return sights.some(
    ({ kind, key, at, ...sight }) =>
      sight.user === user &&
      at >= since &&
      at <= until &&
      key === (kind === "country" ? country : provider && networkKey(provider)),
  );
}
