import type { Peak } from "../account/books.ts";

/** The highest of these; of equals the first that was. */
export function highest(peaks: readonly (Peak | undefined)[]): Peak | undefined {
  return peaks
    .flatMap((peak) => peak ?? [])
    .reduce<Peak | undefined>((best, peak) => (best === undefined || isHigher(peak, best) ? peak : best), undefined);
}

function isHigher(one: Peak, other: Peak): boolean {
  return one.connections > other.connections || (one.connections === other.connections && one.at < other.at);
}
