import type { ClientRow } from "../model.ts";
import { endOf, type Fields, type Separator, startOf } from "./fields.ts";

/** A client row while its text is still being read: whether it is routed is told further down. */
export type ClientDraft = { -readonly [Key in keyof ClientRow]: ClientRow[Key] };

/**
 * Who of a text's clients stands in its routing table. Name and real address stand side by side in both
 * tables of every version, so one piece of text, the separator in it, is the key of either.
 */
export interface Roll {
  readonly drafts: ClientDraft[];
  readonly keys: string[];
  readonly routes: Set<string>;
}

/** A roll of no clients. */
export function openRoll(): Roll {
  return { drafts: [], keys: [], routes: new Set() };
}

/** Adds a client. */
export function addClient({ drafts, keys }: Roll, draft: ClientDraft, key: string): void {
  drafts.push(draft);
  keys.push(key);
}

/** Adds a row of the routing table. */
export function addRoute({ routes }: Roll, key: string): void {
  routes.add(key);
}

/** Sets `routed` on each client, once all routes are known. */
export function markRouted({ drafts, keys, routes }: Roll): void {
  for (const [index, draft] of drafts.entries()) draft.routed = routes.has(keys[index] ?? "");
}

/** The key of a row of version 2 or 3, of either table. */
export function ownerKey(text: string, fields: Fields, columns: OwnerColumns, separator: Separator): string {
  const { commonName, realAddress } = columns;
  if (realAddress === commonName + 1) return text.slice(startOf(fields, commonName), endOf(fields, realAddress));
  const name = text.slice(startOf(fields, commonName), endOf(fields, commonName));
  return name + separator + text.slice(startOf(fields, realAddress), endOf(fields, realAddress));
}

interface OwnerColumns {
  readonly commonName: number;
  readonly realAddress: number;
}
