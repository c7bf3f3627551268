import { expect, test } from "bun:test";
import { emptyLibrary, referenceBooks } from "./reference-books.ts";
import { runOracle } from "./run.ts";

test("the reference equals itself, loses nothing, and counts no more than the simulator moved", async () => {
  const library = emptyLibrary();
  const run = await runOracle(referenceBooks(library), { histories: 500, seed: 2, library });
  expect(run.failure).toBeUndefined();
}, 60_000);
