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

/**
 * Makes it the key of `text.slice(start, end)`: name, separator and address as they stand in both tables, where the
 * last separator parts them, since no address holds one. FNV-1a and its like, on two pairs of characters at a time.
 */
export function setKey(key: OwnerKey, text: string, start: number, end: number): void {
  let first = 0x811c9dc5 | 0;
  let second = 0x2545f491;
  let at = start;
  for (; at + 3 < end; at += 4) {
    const left = text.charCodeAt(at) | (text.charCodeAt(at + 1) << 8);
    const right = text.charCodeAt(at + 2) | (text.charCodeAt(at + 3) << 8);
    first = Math.imul(first ^ (left + Math.imul(right, 0x9e3779b1)), 0x01000193);
    second = Math.imul(second ^ (right + Math.imul(left, 0x9e3779b1)), 0x5bd1e995);
  }
  for (; at < end; at++) {
    const rest = text.charCodeAt(at);
    first = Math.imul(first ^ rest, 0x01000193);
    second = Math.imul(second ^ rest, 0x5bd1e995);
  }
  // Its length ends it, so that no zero at its end is overlooked.
  key.first = Math.imul(first ^ (end - start), 0x01000193);
  key.second = Math.imul(second ^ (end - start), 0x5bd1e995);
}
