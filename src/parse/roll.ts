import type { ClientRow } from "../model.ts";

/** A client row while its text is still being read: whether it is routed is told further down. */
export type ClientDraft = { -readonly [Key in keyof ClientRow]: ClientRow[Key] };

/**
 * The clients of one text, to be found again by the rows of its routing table.
 *
 * Name and real address stand side by side in both tables of every version, so one stretch of text, the
 * separator in it, is the key of either. Only two hashes of it are kept, 64 bits in all: strings in a Map,
 * or comparing the stretches, took longer than all the rest of a large text. Two keys of 10,000 clients
 * fall together once in 10^11 texts, and then a connection whose login is not finished yet counts early.
 */
export interface Roll {
  readonly drafts: ClientDraft[];
  /** For each draft the two hashes of its key. */
  readonly hashes: number[];
  index: Index | undefined;
}

/** An open hash table in one array, so that looking a key up touches one place in memory. */
interface Index {
  /** Per slot both hashes of a key, and the first draft that has it or NONE. */
  readonly slots: Int32Array;
  /** Per draft the first one with the same key: nothing but their counters may tell clients apart. */
  readonly firsts: Int32Array;
  /** Of the first drafts. */
  readonly routed: Uint8Array;
}

const NONE = -1;
/** A power of two: the fourth number is not used. */
const SLOT_SIZE = 4;
const SLOT_BITS = 2;

/** A roll of no clients yet. */
export function openRoll(): Roll {
  return { drafts: [], hashes: [], index: undefined };
}

/** Adds a client whose key is `text.slice(start, end)`. All clients come before the first route. */
export function addClient(
  { drafts, hashes }: Roll,
  draft: ClientDraft,
  text: string,
  start: number,
  end: number,
): void {
  drafts.push(draft);
  hashes.push(firstHash(text, start, end), secondHash(text, start, end));
}

/** Notes a route of the key `text.slice(start, end)`, whoever's it is. */
export function addRoute(roll: Roll, text: string, start: number, end: number): void {
  roll.index ??= indexOf(roll);
  const { slots, routed } = roll.index;
  const draft = slots[slotOf(slots, firstHash(text, start, end), secondHash(text, start, end)) + 2] ?? NONE;
  if (draft !== NONE) routed[draft] = 1;
}

/** Sets `routed` on the clients, once all routes are noted. */
export function markRouted({ drafts, index }: Roll): void {
  if (index === undefined) return;
  const { firsts, routed } = index;
  for (const [at, draft] of drafts.entries()) draft.routed = routed[firsts[at] ?? 0] === 1;
}

function indexOf({ drafts, hashes }: Roll): Index {
  let size = 16;
  while (size < drafts.length * 2) size *= 2;
  const slots = new Int32Array(size * SLOT_SIZE).fill(NONE);
  const firsts = new Int32Array(drafts.length);
  for (let draft = 0; draft < drafts.length; draft++) {
    const first = hashes[draft * 2] ?? 0;
    const second = hashes[draft * 2 + 1] ?? 0;
    const slot = slotOf(slots, first, second);
    if (slots[slot + 2] === NONE) {
      slots[slot] = first;
      slots[slot + 1] = second;
      slots[slot + 2] = draft;
    }
    firsts[draft] = slots[slot + 2] ?? draft;
  }
  return { slots, firsts, routed: new Uint8Array(drafts.length) };
}

/** Where a key's slot begins, or the empty one where it would be put. FNV's low bits alone are not even enough. */
function slotOf(slots: Int32Array, first: number, second: number): number {
  const mask = slots.length - 1;
  let slot = ((first ^ (first >>> 15)) << SLOT_BITS) & mask;
  while (slots[slot + 2] !== NONE && (slots[slot] !== first || slots[slot + 1] !== second)) {
    slot = (slot + SLOT_SIZE) & mask;
  }
  return slot;
}

/** FNV-1a over pairs of characters. */
function firstHash(text: string, start: number, end: number): number {
  let hash = 0x811c9dc5 ^ (end - start);
  let at = start;
  for (; at < end - 1; at += 2)
    hash = Math.imul(hash ^ (text.charCodeAt(at) | (text.charCodeAt(at + 1) << 8)), 0x01000193);
  return at < end ? Math.imul(hash ^ text.charCodeAt(at), 0x01000193) : hash;
}

/** Another way to mix the same. */
function secondHash(text: string, start: number, end: number): number {
  let hash = 0;
  let at = start;
  for (; at < end - 1; at += 2)
    hash = Math.imul(hash + (text.charCodeAt(at) | (text.charCodeAt(at + 1) << 8)), 0x9e3779b1) ^ (hash >>> 15);
  return at < end ? Math.imul(hash + text.charCodeAt(at), 0x9e3779b1) ^ (hash >>> 15) : hash;
}
