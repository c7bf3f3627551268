/** Whether the rules can know what the simulator knows: which connection a row or a final truly is. */

import type { Final } from "./books.ts";
import { matchFinal, matchRows } from "./matching.ts";
import type { Seen } from "./seen.ts";
import { type Connection, moved, type ServerBook } from "./server-book.ts";
import type { Ended } from "./simulator.ts";

/**
 * `merges`: two connections are taken for one, which loses bytes, as the design allows where the text cannot tell.
 * `splits`: one is taken for two, which would count bytes twice. That is a hole of the design, not of its implementation.
 */
export type Foresight = "right" | "merges" | "splits";

export function foresee(book: ServerBook, seen: Seen): Foresight {
  const verdicts = matchRows(seen, book.connections).map(({ row, known }) => {
    if (known?.trueIds.has(row.trueId)) return "right";
    if (isKnown(book, row.trueId)) return "splits";
    if (known === undefined) return "right";
    return known.commonName === row.commonName ? "merges" : "splits";
  });
  return (["splits", "merges"] as const).find((verdict) => verdicts.includes(verdict)) ?? "right";
}

export function foreseeFinal(book: ServerBook, final: Final, { trueId, localSince }: Ended): "right" | "wrong" {
  const found = matchFinal(final, localSince, book.connections);
  const isAlike = (known: Connection) => known !== found && known.commonName === found?.commonName;
  const isAt = (known: Connection) => known.localSince === localSince && known.realAddress === final.realAddress;
  // Twins of one address: the design looks at their sum only.
  if (book.connections.some((known) => isAlike(known) && isAt(known))) return "wrong";
  const isRight = found ? found.trueIds.has(trueId) && found.trueIds.size === 1 : !isKnown(book, trueId);
  return isRight ? "right" : "wrong";
}

function isKnown(book: ServerBook, trueId: number): boolean {
  return book.droppedIds.has(trueId) || book.connections.some((known: Connection) => known.trueIds.has(trueId));
}

/** How long ago the last snapshot was, by the wall clock; undefined before the first. */
export function sinceLast(book: ServerBook, wall: number): number | undefined {
  return book.last && wall - moved(book, book.last.instant);
}
