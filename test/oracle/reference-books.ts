/** The reference behind the interface that it judges: to prove that the property runs, and that it sees faults. */

import type { OpenBooks, Reading } from "./books.ts";
import { openReference } from "./reference.ts";
import { CONTRACT, type Rules } from "./rules.ts";
import type { Seen } from "./seen.ts";

/** What the texts of a history mean, since the reference reads none; filled by whoever prints them. */
export interface Library {
  /** A text that is not here is torn. */
  readonly statusTexts: Map<string, Seen>;
  readonly timeTexts: Map<string, number>;
}

export function emptyLibrary(): Library {
  return { statusTexts: new Map(), timeTexts: new Map() };
}

export function textKey({ text, mtime }: Pick<Reading, "text" | "mtime">): string {
  return `${mtime} ${text}`;
}

export function referenceBooks(library: Library, rules: Rules = CONTRACT): OpenBooks {
  return async (options) => {
    const reference = openReference(options, rules);
    return {
      async poll(reading) {
        const seen = library.statusTexts.get(textKey(reading));
        if (seen === undefined) throw new SyntaxError("This text is torn");
        if (reading.fault !== "crash") reference.snapshot(reading.server, seen, reading);
      },
      async end(final) {
        const localSince = library.timeTexts.get(final.connectedSinceText) ?? Number.NaN;
        reference.final(final, { trueId: -1, localSince });
      },
      async clean(now) {
        reference.clean(now);
      },
      async dump() {
        return reference.dump();
      },
      async close() {},
    };
  };
}
