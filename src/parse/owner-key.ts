import type { Lines } from "./lines.ts";

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

/** Characters that are taken together, as two words of four. */
const BLOCK = 8;

/**
 * Makes it the key of `bytes.slice(start, end)`: name, separator and address as they stand in both tables, where the
 * last separator parts them, since no address holds one. FNV-1a and its like, on two words at a time; of the two
 * factors one is odd and one even, so that no two pairs of words do the same to both hashes.
 */
export function setKey(key: OwnerKey, { bytes, words }: Lines, start: number, end: number): void {
  let first = 0x811c9dc5 | 0;
  let second = 0x2545f491;
  const last = end - BLOCK;
  if (last >= start) {
    for (let at = start; ; at += BLOCK) {
      // The last block may share characters with the one before.
      const block = at < last ? at : last;
      const left = words.getInt32(block, true);
      const right = words.getInt32(block + 4, true);
      first = Math.imul(first ^ (left + Math.imul(right, 0x9e3779b1)), 0x01000193);
      second = Math.imul(second ^ (right + Math.imul(left, 0x85ebca6a)), 0x5bd1e995);
      if (block === last) break;
    }
  } else {
    for (let at = start; at < end; at++) {
      const rest = bytes[at] ?? 0;
      first = Math.imul(first ^ rest, 0x01000193);
      second = Math.imul(second ^ rest, 0x5bd1e995);
    }
  }
  // Its length ends it, so that no zero at its end is overlooked.
  key.first = Math.imul(first ^ (end - start), 0x01000193);
  key.second = Math.imul(second ^ (end - start), 0x5bd1e995);
}
