import type { ClientRow } from "../model.ts";
import type { OwnerKey } from "./owner-key.ts";

/** A client row while its text is still being read: whether it is routed is told further down. */
export type ClientDraft = { -readonly [Key in keyof ClientRow]: ClientRow[Key] };

/** The clients of one text, to be found again by the rows of its routing table. */
export interface Roll {
  readonly drafts: ClientDraft[];
  /** Both hashes of each draft's key. */
  readonly hashes: number[];
  index: Index | undefined;
}

/** An open hash table: slot → draft or NONE. */
interface Index {
  readonly slots: Int32Array;
  readonly hashes: Int32Array;
  /** Per draft the first one with the same key: only their counters may tell clients apart. */
  readonly firsts: Int32Array;
  /** Of the first drafts. */
  readonly routed: Uint8Array;
}

const NONE = -1;

/** A roll of no clients yet. */
export function openRoll(): Roll {
  return { drafts: [], hashes: [], index: undefined };
}

/** Adds a client. All clients come before the first route. */
export function addClient({ drafts, hashes }: Roll, draft: ClientDraft, { first, second }: OwnerKey): void {
  drafts.push(draft);
  hashes.push(first, second);
}

/** Notes a route, and tells whether it is a client's. */
export function addRoute(roll: Roll, { first, second }: OwnerKey): boolean {
  roll.index ??= indexOf(roll);
  const draft = roll.index.slots[slotOf(roll.index, first, second)] ?? NONE;
  if (draft === NONE) return false;
  roll.index.routed[draft] = 1;
  return true;
}

/** Sets `routed` on the clients, once all routes are noted. */
export function markRouted({ drafts, index }: Roll): void {
  if (index === undefined) return;
  const { firsts, routed } = index;
  for (let at = 0; at < drafts.length; at++) {
    const draft = drafts[at];
    if (draft !== undefined) draft.routed = routed[firsts[at] ?? at] === 1;
  }
}

/** The clients that are alike in name and real address to another one. */
export function draftsSharingKeys(roll: Roll): ReadonlySet<ClientDraft> {
  const { firsts } = roll.index ?? indexOf(roll);
  const sharing = new Set<ClientDraft>();
  for (const [at, first] of firsts.entries()) {
    if (at === first) continue;
    for (const draft of [roll.drafts[at], roll.drafts[first]]) if (draft !== undefined) sharing.add(draft);
  }
  return sharing;
}

function indexOf({ drafts, hashes }: Roll): Index {
  const count = drafts.length;
  let size = 16;
  while (size < count * 2) size *= 2;
  const index = {
    slots: new Int32Array(size).fill(NONE),
    hashes: new Int32Array(hashes),
    firsts: new Int32Array(count),
    routed: new Uint8Array(count),
  };
  for (let draft = 0; draft < count; draft++) {
    const slot = slotOf(index, index.hashes[draft * 2] ?? 0, index.hashes[draft * 2 + 1] ?? 0);
    if (index.slots[slot] === NONE) index.slots[slot] = draft;
    index.firsts[draft] = index.slots[slot] ?? draft;
  }
  return index;
}

/** The slot of a key, or the empty one where it would be put. FNV's low bits alone are not even enough. */
function slotOf({ slots, hashes }: Index, first: number, second: number): number {
  const mask = slots.length - 1;
  let slot = (first ^ (first >>> 15)) & mask;
  for (;;) {
    const draft = slots[slot] ?? NONE;
    if (draft === NONE || (hashes[draft * 2] === first && hashes[draft * 2 + 1] === second)) return slot;
    slot = (slot + 1) & mask;
  }
}
