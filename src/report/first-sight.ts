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
