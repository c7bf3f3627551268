import { NOTHING, sum } from "../../src/account/credit.ts";
import type { Counters } from "../../src/model.ts";

/** Bytes by common name, as text. */
export type Amounts = ReadonlyMap<string, Counters>;

/** What a common name has. */
export function amountOf(amounts: Amounts, commonName: string): Counters {
  return amounts.get(commonName) ?? NOTHING;
}

/** Adds up what belongs to the same name. */
export function amountsOf(parts: Iterable<Counters & { readonly commonName: string }>): Amounts {
  const amounts = new Map<string, Counters>();
  for (const part of parts) amounts.set(part.commonName, sum(amountOf(amounts, part.commonName), part));
  return amounts;
}

/** The sum of all. */
export function totalOf(amounts: Amounts): Counters {
  return [...amounts.values()].reduce(sum, NOTHING);
}
