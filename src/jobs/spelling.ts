import type { UnixSeconds } from "../model.ts";
import { isSameAddress, parseAddress } from "../parse/address.ts";

interface Begun {
  readonly connectedSince: UnixSeconds;
  readonly connectedSinceText: string | undefined;
  readonly realAddress: string;
}

/**
 * The same, with each real address spelled as one of `others` spells it that began at the same time: a hook tells host
 * and port alone, the status a protocol too since OpenVPN 2.7, and before that no port with IPv6.
 */
export function asSpelled<T extends Begun>(items: readonly T[], others: readonly Begun[]): readonly T[] {
  if (items.length === 0) return items;
  const spellings = new Map<string, Set<string>>();
  for (const other of others) {
    for (const key of keysOf(other)) {
      const known = spellings.get(key);
      if (known) known.add(other.realAddress);
      else spellings.set(key, new Set([other.realAddress]));
    }
  }
  return items.map((item) => {
    const known = keysOf(item).flatMap((key) => [...(spellings.get(key) ?? [])]);
    if (known.includes(item.realAddress)) return item;
    const realAddress = known.find((address) => isSameAddress(address, item.realAddress));
    return realAddress === undefined ? item : { ...item, realAddress };
  });
}

/** By the host as well: in the second in which OpenVPN starts, thousands may begin. */
function keysOf({ connectedSince, connectedSinceText, realAddress }: Begun): readonly string[] {
  const host = parseAddress(realAddress)?.host ?? realAddress;
  return [connectedSince, connectedSinceText].map((began) => `${began}\n${host}`);
}
