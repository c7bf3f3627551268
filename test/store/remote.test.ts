import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { type Database, databaseError, isOfDatabase, openDatabase } from "../../src/store/open.ts";
import { connectRemote, type RemoteLocation, Unreachable } from "../../src/store/remote.ts";
import { type Fault, type FaultyProxy, startFaultyProxy } from "../support/faulty-proxy.ts";
import { type Sqld, startSqld } from "../support/sqld.ts";
import { patience } from "./drivers.ts";
import { moved, NOON, poller } from "./poller.ts";

let sqld: Sqld;
let proxy: FaultyProxy;
let location: RemoteLocation;
let name = "";
let count = 0;

beforeAll(async () => {
  sqld = await startSqld();
});
beforeEach(async () => {
  name = `server ${count++}`;
  proxy = await startFaultyProxy(sqld.url);
  location = {
    kind: "remote",
    url: proxy.url,
    authToken: "canary",
    zone: { timeZone: "Europe/Vienna", monthStartsOn: 1 },
  };
});
afterEach(() => proxy.stop());
afterAll(() => sqld.stop());

/** Opens the books for an action, as a process would. */
async function withBooks<T>(action: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase(location, { patience });
  try {
    return await action(database);
  } finally {
    database.close();
  }
}

const FAULTS: readonly (readonly [Fault, "not" | "done"])[] = [
  ["refuse", "not"],
  ["answer 500", "not"],
  ["lose the reply", "done"],
  ["cut the reply", "done"],
];

describe("a remote database", () => {
  test.each(FAULTS)("%s: a commit that was %s is counted once, when it is tried again (F37)", async (fault, done) => {
    const first = [moved("alice", 10)];
    const shown = [moved("alice", 30), moved("bob", 7, { number: 1 })];
    const error = await withBooks(async (database) => {
      const { poll } = poller(database, name);
      await poll(NOON, first);
      proxy.fault = fault;
      return await poll(NOON + 60, shown).catch((error: unknown) => error);
    });
    expect(proxy.faults()).toBe(1);
    expect(isOfDatabase(error)).toBe(true);
    const told = String(databaseError(location, error));
    expect(told).toStartWith(`AppError: Cannot use the database ${proxy.url}: `);
    expect(told).not.toContain("canary");
    const { change, total } = await withBooks(async (database) => {
      const { change } = await poller(database, name).poll(NOON + 60, shown);
      const { rows } = await database.client.execute({
        sql: "SELECT sum(t.bytes_received) FROM traffic_total AS t JOIN servers AS s ON s.id = t.server WHERE s.name = ?1",
        args: [name],
      });
      return { change, total: rows[0]?.[0] };
    });
    expect(change === undefined).toBe(done === "done");
    expect(total).toBe(37n);
  });

  test.each(FAULTS)("%s: whatever was asked, it is the database that failed", async (fault) => {
    const client = await connectRemote(location);
    proxy.marker = "any";
    proxy.fault = fault;
    const error = await client.execute("SELECT 1").catch((error: unknown) => error);
    expect(isOfDatabase(error)).toBe(true);
    expect((await client.execute("SELECT 1")).rows[0]?.[0]).toBe(1n);
    client.close();
  });

  test("who accepts and never answers is not waited for (F37)", async () => {
    const client = await connectRemote(location, 200);
    proxy.marker = "any";
    proxy.fault = "hang";
    const since = performance.now();
    const error = await client.execute("SELECT 1").catch((error: unknown) => error);
    expect(error).toBeInstanceOf(Unreachable);
    expect(String(error)).toContain("no answer within 0.2 s");
    expect(performance.now() - since).toBeLessThan(2000);
    client.close();
  });

  test.each([
    [200, "text/html", /what answers is no libSQL server \(HTTP status 200, text\/html\)/],
    [401, "application/json", /it refuses the token \(HTTP status 401\); set db_auth_token_file/],
    [503, "text/plain", /it answers with HTTP status 503/],
  ])("an answer %d of %s is explained", async (status, type, says) => {
    const server = Bun.serve({
      ...{ hostname: "127.0.0.1", port: 0 },
      fetch: () => new Response("<p>Welcome, canary", { status, headers: { "content-type": type } }),
    });
    const other = { ...location, url: `http://127.0.0.1:${server.port}` };
    const error = await openDatabase(other, { patience }).catch((error: unknown) => error);
    expect(error).toMatchObject({ code: "database" });
    expect(String(error)).toMatch(says);
    expect(String(error)).toContain(other.url);
    expect(String(error)).not.toContain("canary");
    await server.stop(true);
  });
});
