import type { UnixSeconds } from "../model.ts";
import { parseAddress } from "../parse/address.ts";

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
  const spellings = new Map<string, string>();
  const alike = new Set<string>();
  for (const other of others) {
    const { host, port } = partsOf(other.realAddress);
    for (const began of beginningsOf(other)) {
      alike.add(`${began}\n${other.realAddress}`);
      for (const part of [port ?? NO_PORT, ANY_PORT]) {
        const key = `${began}\n${host}\n${part}`;
        if (!spellings.has(key)) spellings.set(key, other.realAddress);
      }
    }
  }
  return items.map((item) => {
    const beginnings = beginningsOf(item);
    if (beginnings.some((began) => alike.has(`${began}\n${item.realAddress}`))) return item;
    const { host, port } = partsOf(item.realAddress);
    const [realAddress] = beginnings.flatMap((began) => {
      const parts = port === undefined ? [ANY_PORT] : [port, NO_PORT];
      return parts.flatMap((part) => spellings.get(`${began}\n${host}\n${part}`) ?? []);
    });
    return realAddress === undefined ? item : { ...item, realAddress };
  });
}

const NO_PORT = "none";
const ANY_PORT = "any";

function partsOf(realAddress: string): { readonly host: string; readonly port: number | undefined } {
  return parseAddress(realAddress) ?? { host: realAddress, port: undefined };
}

/** Version 1 tells no instant, and a hook may tell no text. */
function beginningsOf({ connectedSince, connectedSinceText }: Begun): readonly (UnixSeconds | string)[] {
  return connectedSinceText ? [connectedSince, connectedSinceText] : [connectedSince];
}
