import { expect, test } from "bun:test";
import type { ConnectionFilter } from "../../src/store/connection-filter.ts";
import { loadConnectionLog } from "../../src/store/connection-log.ts";
import { fillLog } from "../support/logged-books.ts";
import { describeStore } from "./drivers.ts";

const ALL: ConnectionFilter = {
  ...{ users: undefined, server: undefined, address: undefined, virtual: undefined, place: undefined },
  ...{ state: undefined, begunBy: undefined, lastingTo: undefined, providers: true, language: "en" },
};

const FIRST = { before: undefined, after: undefined, limit: 50 };

describeStore("loadConnectionLog()", ({ open }) => {
  test("adds up anew what took a moment, when a hundred times as long has passed", async () => {
    const books = await open();
    await fillLog(books);
    const clock = { now: 0 };
    // Every look at the clock comes 10 ms after the one before: so long, it seems, adding up takes.
    const monotonic = () => {
      clock.now += 10;
      return clock.now;
    };
    const database = { ...books, patience: { ...books.patience, monotonic } };
    const count = async (filter = ALL) => (await loadConnectionLog(database, filter, FIRST)).sums.count;
    expect(await count()).toBe(5);
    await books.client.execute("DELETE FROM connections WHERE end_kind = 'exact'");
    expect([await count(), await count({ ...ALL, server: "ams" })]).toEqual([5, 2]);
    clock.now += 10_000;
    expect(await count()).toBe(4);
  });

  test("finds as many users by index as one by one", async () => {
    const database = await open();
    await fillLog(database);
    const ids = (await database.client.execute("SELECT id FROM users")).rows.map((row) => Number(row[0]));
    const many = [...ids, ...Array.from({ length: 200 }, (_, index) => 1000 + index)];
    for (const users of [ids, ids.slice(0, 1), ids.slice(1)]) {
      const few = await loadConnectionLog(database, { ...ALL, users }, FIRST);
      const any = await loadConnectionLog(database, { ...ALL, users: [...users, ...many.slice(ids.length)] }, FIRST);
      expect(any).toEqual(few);
      expect(new Set(few.lines.map(({ user }) => user)).isSubsetOf(new Set(users))).toBe(true);
    }
  });
});
