/** A history being played: the world, the books under test, the reference, and what occurred. */

import type { Books, BooksDump, OpenBooks } from "./books.ts";
import type { History } from "./history.ts";
import { openReference, type Reference } from "./reference.ts";
import { emptyLibrary, type Library } from "./reference-books.ts";
import type { Seen } from "./seen.ts";
import type { Server } from "./simulator.ts";
import { startWorld, type World } from "./world.ts";

export interface Playing {
  /** Where the meaning of each text printed is put down, for books made of the reference. */
  readonly library?: Library;
  /** Told of each event and what came of it; then the books are compared after each. */
  readonly tell?: (line: string) => void;
  /** What of both dumps is compared; all of them where it is not given. */
  readonly comparing?: (dump: BooksDump) => BooksDump;
}

export interface Play {
  readonly history: History;
  readonly world: World;
  readonly books: Books;
  readonly reference: Reference;
  readonly facts: Set<string>;
  readonly library: Library;
  readonly tell: ((line: string) => void) | undefined;
  readonly comparing: ((dump: BooksDump) => BooksDump) | undefined;
  /** Texts read, by server, oldest first. */
  readonly archive: { readonly server: string; readonly text: string; readonly seen: Seen; readonly readAt: number }[];
  /** All texts that reached the books, and the last of each server that was read late. */
  readonly applied: Set<string>;
  readonly lastLate: Map<string, string>;
  readonly finalsTold: Server["spool"];
  /** The highest counters ever shown to the books, by true connection. */
  readonly shown: Map<number, { received: bigint; sent: bigint }>;
  readonly pollers: Set<number>;
  readonly wrong: string[];
  cleanedAt: number | undefined;
  firstRead: number | undefined;
  lastRead: number;
  pendingGap: string | undefined;
  polls: number;
}

export async function startPlay(
  history: History,
  open: OpenBooks,
  { library, tell, comparing }: Playing,
): Promise<Play> {
  const facts = new Set<string>();
  const options = {
    timeZone: history.timeZone,
    servers: history.servers.map(({ name }) => name),
    ...(history.statusInterval === undefined ? {} : { statusInterval: history.statusInterval }),
    ...(history.addressesKeptFor === undefined ? {} : { addressesKeptFor: history.addressesKeptFor }),
  };
  return {
    history,
    world: startWorld(history),
    books: await open(options),
    reference: openReference(options, undefined, (fact) => facts.add(fact)),
    facts,
    library: library ?? emptyLibrary(),
    tell,
    comparing,
    archive: [],
    applied: new Set(),
    lastLate: new Map(),
    finalsTold: [],
    shown: new Map(),
    pollers: new Set(),
    wrong: [],
    cleanedAt: undefined,
    firstRead: undefined,
    lastRead: 0,
    pendingGap: undefined,
    polls: 0,
  };
}

/** A row or a final of a true connection has reached the books. */
export function noteShown({ shown }: Play, trueId: number, received: bigint, sent: bigint): void {
  const known = shown.get(trueId) ?? { received: 0n, sent: 0n };
  if (received > known.received) known.received = received;
  if (sent > known.sent) known.sent = sent;
  shown.set(trueId, known);
}
