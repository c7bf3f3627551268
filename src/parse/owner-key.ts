/**
 * Two hashes, 64 bits in all, of a common name and a real address: how a row of the routing table finds its
 * client. Strings of both in a Map, or comparing them where they stand, took longer than all the rest of a
 * large text. Two of 10,000 clients fall together once in 10^11 texts, and then a connection whose login is
 * not finished counts as routed.
 */
export interface OwnerKey {
  first: number;
  second: number;
}

/** Room for a key. */
export function newOwnerKey(): OwnerKey {
  return { first: 0, second: 0 };
}

/** Begins a key: what was in it is forgotten. */
export function restartKey(key: OwnerKey): void {
  key.first = 0x811c9dc5 | 0;
  key.second = 0x2545f491;
}

/** Takes `text.slice(start, end)` into a key, as one part of it: FNV-1a and its like, on pairs of characters. */
export function addToKey(key: OwnerKey, text: string, start: number, end: number): void {
  let { first, second } = key;
  let at = start;
  for (; at + 1 < end; at += 2) {
    const pair = text.charCodeAt(at) | (text.charCodeAt(at + 1) << 8);
    first = Math.imul(first ^ pair, 0x01000193);
    second = Math.imul(second ^ pair, 0x5bd1e995);
  }
  // Its length ends a part, so that "ab" and "c" are not "a" and "bc".
  const rest = (at < end ? text.charCodeAt(at) : 0) | ((end - start) << 8);
  key.first = Math.imul(first ^ rest, 0x01000193);
  key.second = Math.imul(second ^ rest, 0x5bd1e995);
}
