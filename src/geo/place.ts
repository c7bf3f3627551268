import type { Coordinates } from "../model.ts";

/** Where an address is, as far as somebody knows; every text is fit to be kept, and hostile until escaped. */
export interface Place {
  readonly city?: string | undefined;
  readonly region?: string | undefined;
  /** In English. */
  readonly country?: string | undefined;
  /** Who routes the address, as "AS15169 Google LLC". */
  readonly provider?: string | undefined;
  /** Of the city, or about the middle of what else is known. */
  readonly coordinates?: Coordinates | undefined;
}

/** What a look-up came to. */
export interface Finding extends Place {
  /** Somebody who may know more could not be asked now: the address is to be looked up again soon. */
  readonly again?: boolean;
}

/** When an unreachable provider may be asked again. It outlives the process in the books. */
export interface Pause {
  /** Unix seconds. */
  until: number;
  /** Failures in a row. */
  failures: number;
}

/** Looks up addresses. */
export interface Locator {
  /** Called before the look-ups of each run: what was replaced meanwhile is read anew. */
  prepare?(): Promise<void>;
  /** Undefined: nobody knows the address, or it is of a kind that has no place. Never throws. */
  locate(host: string): Promise<Finding | undefined> | Finding | undefined;
  /** Names what the answers come from: where it has changed, every address is looked up anew. */
  signature?(): Promise<string>;
  readonly pause?: Pause;
}

/**
 * What `first` knows, completed by `second`. Where the two name different countries they do not mean the same place,
 * and a city keeps the region and the coordinates that were told with it.
 */
export function completed(first: Place, second: Place | undefined): Place {
  if (second === undefined) return first;
  const provider = first.provider ?? second.provider;
  const { city, region, country = second.country } = first;
  if (second.country !== undefined && country !== second.country) return { ...first, provider };
  return {
    city: city ?? second.city,
    region: city ? region : (region ?? second.region),
    country,
    provider,
    coordinates: coordinatesOf(first, second),
  };
}

/** Those of the city that is taken, from whoever tells them of it. */
function coordinatesOf(first: Place, second: Place): Coordinates | undefined {
  const { city, coordinates } = first;
  if (city === undefined && second.city !== undefined) return second.coordinates;
  if (city === undefined || city === second.city) return coordinates ?? second.coordinates;
  return coordinates;
}
