import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import type { Holder } from "../../src/store/holder.ts";
import { leasedLock } from "../../src/store/lease.ts";
import type { ServerLock } from "../../src/store/lock.ts";
import { type Database, openDatabase } from "../../src/store/open.ts";
import { dumpBooks } from "../support/dump.ts";
import { type Sqld, startSqld } from "../support/sqld.ts";
import { patience } from "./drivers.ts";
import { moved, NOON, poller } from "./poller.ts";

let sqld: Sqld;
const opened: Database[] = [];
/** A name that no test has used before. */
let name = "";
let count = 0;

beforeAll(async () => {
  sqld = await startSqld();
});
beforeEach(() => {
  name = `server ${count++}`;
});
afterAll(async () => {
  for (const database of opened) database.close();
  await sqld.stop();
});

/** As a machine opens the books. */
async function machine(id: string, more: Partial<Holder> = {}): Promise<Database> {
  const holder = { id, former: undefined, host: `host of ${id}`, seconds: 60, held: async () => {}, ...more };
  const zone = { timeZone: "Europe/Vienna", monthStartsOn: 1 };
  const database = await openDatabase(
    { kind: "remote", url: sqld.url, authToken: undefined, zone },
    { patience, holder },
  );
  opened.push(database);
  return database;
}

async function received(database: Database): Promise<unknown> {
  const { rows } = await database.client.execute({
    sql: "SELECT sum(c.bytes_received) FROM connections AS c JOIN servers AS s ON s.id = c.server WHERE s.name = ?1",
    args: [name],
  });
  return rows[0]?.[0];
}

describe("the lease of a server's books", () => {
  test("a copy of the machine writes nothing, and hears who does (F38)", async () => {
    const [one, copy] = [await machine("one"), await machine("copy")];
    await poller(one, name).poll(NOON, [moved("alice", 10)]);
    const refused = poller(copy, name).poll(NOON + 60, [moved("alice", 5000)]);
    await expect(refused).rejects.toMatchObject({
      code: "database",
      message: expect.stringMatching(
        new RegExp(
          `^Cannot write the books of ${name}: the machine host of one writes them.*name of its own.*wait \\d+ s`,
        ),
      ),
    });
    await poller(one, name).poll(NOON + 120, [moved("alice", 11)]);
    expect(await received(one)).toBe(11n);
    await poller(copy, `${name}, the copy's own`).poll(NOON, [moved("alice", 1)]);
  });

  test("processes of one machine share it, also after a new start of the machine", async () => {
    await poller(await machine("one"), name).poll(NOON, [moved("alice", 10)]);
    await poller(await machine("one"), name).poll(NOON + 60, [moved("alice", 20)]);
    await poller(await machine("one, booted", { former: "one" }), name).poll(NOON + 120, [moved("alice", 30)]);
    await expect(poller(await machine("one"), name).poll(NOON + 180, [moved("alice", 40)])).rejects.toThrow(/booted/);
  });

  test("is taken over once it expired, by the database's clock, and the first is refused then", async () => {
    const [gone, standby] = [await machine("gone", { seconds: 2 }), await machine("standby")];
    await poller(gone, name).poll(NOON, [moved("alice", 10)]);
    await expect(poller(standby, name).poll(NOON + 60, [moved("alice", 20)])).rejects.toThrow(/host of gone/);
    await Bun.sleep(3100);
    await poller(standby, name).poll(NOON + 60, [moved("alice", 20)]);
    await expect(poller(gone, name).poll(NOON + 120, [moved("alice", 21)])).rejects.toThrow(/host of standby/);
    expect(await received(standby)).toBe(20n);
  });

  test("is held before a server's source is even looked at, and once for many holds", async () => {
    const [one, copy] = [await machine("one"), await machine("copy")];
    const local: ServerLock = { hold: (action) => action(), close: () => {} };
    let runs = 0;
    const run = async () => ++runs;
    const lock = leasedLock(local, one, name);
    await lock.hold(run);
    const before = await dumpBooks(one.client);
    await expect(leasedLock(local, copy, name).hold(run)).rejects.toThrow(/host of one/);
    expect(await dumpBooks(one.client)).toEqual(before);
    expect(runs).toBe(1);
    let requests = 0;
    const counted = new Proxy(one.client, {
      get: (target, key) => {
        if (key === "batch") requests++;
        const value: unknown = Reflect.get(target, key, target);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    const renewed = leasedLock(local, { ...one, client: counted }, name);
    for (let hold = 0; hold < 5; hold++) await renewed.hold(run);
    expect([runs, requests]).toEqual([6, 1]);
  });

  test("is none on a local file: not a statement of it", async () => {
    const local: ServerLock = { hold: (action) => action(), close: () => {} };
    const database = { ...(await machine("one")), holder: undefined };
    expect(leasedLock(local, database, name)).toBe(local);
  });
});
