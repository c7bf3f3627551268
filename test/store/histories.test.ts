import { expect, test } from "bun:test";
import { runOracle } from "../oracle/run.ts";
import { booksOn } from "../support/books.ts";
import { describeStore } from "./drivers.ts";

/** Few: what the accounting does with them is the oracle's own matter, here it is what the driver does. */
const HISTORIES = 12;

describeStore("the oracle's histories", ({ openEmpty }) => {
  test("come out right, to the byte", async () => {
    const run = await runOracle(
      async (options) => {
        const database = await openEmpty();
        return booksOn(database, options, () => database.close());
      },
      { histories: HISTORIES, seed: 7 },
    );
    expect(run.failure).toBeUndefined();
    expect(run.histories).toBe(HISTORIES);
  }, 120_000);
});
