import { describe, expect, test } from "bun:test";
import { faultyBooks } from "./faults.ts";
import { emptyLibrary } from "./reference-books.ts";
import { findFailure } from "./run.ts";

const library = emptyLibrary();
const MOST_HISTORIES = 3000;

describe("the oracle sees", () => {
  test.each(faultyBooks(library))(
    "%s",
    async (_, open) => {
      const histories = await findFailure(open, { histories: MOST_HISTORIES, seed: 1, library });
      expect(histories).toBeLessThanOrEqual(MOST_HISTORIES);
    },
    60_000,
  );
});
