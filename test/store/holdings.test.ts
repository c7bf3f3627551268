import { expect, test } from "bun:test";
import { RESOLUTIONS } from "../../src/account/calendar.ts";
import type { Counters } from "../../src/model.ts";
import { findAccounts } from "../../src/store/account.ts";
import { loadHoldings } from "../../src/store/holdings.ts";
import { describeStore } from "./drivers.ts";
import { pastBooks } from "./past-books.ts";

const received = (rows: readonly Counters[]) => rows.reduce((sum, { bytesReceived }) => sum + bytesReceived, 0n);

describeStore("loadHoldings()", ({ open }) => {
  test("has everything of a user, and nothing of another: at each resolution what the connections moved", async () => {
    const database = await open();
    await pastBooks(database);
    const [account] = await findAccounts(database, "annasecret");
    if (account === undefined) throw new Error("annasecret is gone");
    const held = await loadHoldings(database, account);
    const own = held.connections.filter(({ isUsers }) => isUsers);
    const moved = received([...own, ...held.dropped]);
    expect(moved).toBe(4000n);
    expect(received(held.totals)).toBe(moved);
    for (const resolution of RESOLUTIONS) {
      const isOf = (row: { readonly resolution: string }) => row.resolution === resolution;
      expect([resolution, received([...held.buckets, ...held.aside].filter(isOf))]).toEqual([resolution, moved]);
    }
    expect(new Set(held.connections.map(({ state }) => state))).toEqual(new Set(["deleted", "ended"]));
    expect(new Set(held.connections.map(({ commonName }) => commonName))).toEqual(new Set(["annasecret"]));
    // A login that failed is nobody's, and yet told of.
    expect(held.connections.filter(({ isUsers }) => !isUsers).length).toBeGreaterThan(0);
    expect(held.connections.find(({ state, isUsers }) => state === "ended" && isUsers)).toMatchObject({
      ...{ username: "anna.secret", realAddress: "198.51.100.77:1194", virtualAddress: "10.8.77.1" },
      ...{ cipher: "AES-256-GCM", bytesReceived: 1000n, bytesSent: 1001n, end: { kind: "inferred" } },
    });
  });
});
