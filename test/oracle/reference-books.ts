/** The reference behind the interface that it judges: to prove that the property runs, and that it sees faults. */

import type { Books, OpenBooks, Reading } from "./books.ts";
import { openReference } from "./reference.ts";
import { CONTRACT, type Rules } from "./rules.ts";
import type { Seen } from "./seen.ts";

/** What the texts of a history mean; a text that is not here is torn. Filled by whoever prints the texts. */
export type Library = Map<string, Seen>;

export function libraryKey({ text, mtime }: Pick<Reading, "text" | "mtime">): string {
  return `${mtime} ${text}`;
}

export function referenceBooks(library: Library, rules: Rules = CONTRACT, retriesBlindly = false): OpenBooks {
  return async (options) => {
    const reference = openReference(options, rules);
    const books: Books = {
      async poll(reading) {
        const seen = library.get(libraryKey(reading));
        if (seen === undefined) throw new SyntaxError("This text is torn");
        if (reading.fault === "crash") return;
        reference.snapshot(reading.server, seen, reading);
        if (reading.fault === "loseReply" && retriesBlindly) reference.snapshot(reading.server, seen, reading);
      },
      async end(final) {
        reference.final(final, -1);
      },
      async clean(now) {
        reference.clean(now);
      },
      async dump() {
        return structuredClone(reference.dump());
      },
      async close() {},
    };
    return books;
  };
}
