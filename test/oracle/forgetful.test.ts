import { expect, test } from "bun:test";
import { openForgetfulBooks } from "../support/books.ts";
import type { BooksOptions } from "./books.ts";
import { nameless } from "./nameless.ts";
import { runOracle } from "./run.ts";

const HISTORIES = Number(process.env.OVPNSTATS_HISTORIES ?? 300);

test(
  "whoever is forgotten in between, all bytes are where they would be, and count once",
  async () => {
    let forgetful = 0;
    const open = async (options: BooksOptions) => {
      const books = await openForgetfulBooks(options);
      const dump = async () => {
        const held = await books.dump();
        if (held.buckets.total.some(({ user }) => user === "")) forgetful++;
        return held;
      };
      return { ...books, dump };
    };
    const run = await runOracle(open, { histories: HISTORIES, seed: 3, comparing: nameless });
    if (run.failure !== undefined) throw new Error(`History ${run.histories}\n${run.failure}`);
    expect(run.histories).toBe(HISTORIES);
    expect(forgetful).toBeGreaterThan(HISTORIES / 2);
  },
  HISTORIES * 1000,
);
