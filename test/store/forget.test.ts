import { expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { type Account, findAccounts } from "../../src/store/account.ts";
import { auditBooks } from "../../src/store/audit.ts";
import { forgetAccount } from "../../src/store/forget.ts";
import type { Database } from "../../src/store/open.ts";
import { rewriteFile } from "../../src/store/rewrite.ts";
import { dumpBooks } from "../support/dump.ts";
import { describeStore } from "./drivers.ts";
import { cleanAt, pastBooks } from "./past-books.ts";
import { moved, NOON, poller, type Shown } from "./poller.ts";

const DAY = 86_400;

const newId = () => crypto.randomUUID();

async function accountOf(database: Database, name: string): Promise<Account> {
  const [account, another] = await findAccounts(database, name);
  if (account === undefined || another !== undefined) throw new Error(`want one ${name}`);
  return account;
}

const forget = async (database: Database, name: string) =>
  await forgetAccount(database, await accountOf(database, name), newId);

/** All-time bytes received, by account; that of forgotten users has no name. */
async function totals({ client }: Database) {
  const { buckets } = await dumpBooks(client);
  const sums = new Map<string, bigint>();
  for (const { user, received } of buckets.total) sums.set(user, received + (sums.get(user) ?? 0n));
  return Object.fromEntries([...sums].filter(([, received]) => received > 0n).sort());
}

/** What check finds wrong. */
async function wrong(database: Database) {
  const { differences, faults } = await auditBooks(database);
  return [...differences, ...faults];
}

/** Every value of every table, as hexadecimal digits and text. */
async function everything({ client }: Database): Promise<string> {
  const { rows } = await client.execute(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%lite%'",
  );
  const values: string[] = [];
  for (const row of rows) {
    const table = await client.execute(`SELECT * FROM "${row.name}"`);
    for (const cells of table.rows)
      for (const value of Object.values(cells))
        values.push(value instanceof ArrayBuffer ? Buffer.from(value).toString("latin1") : String(value));
  }
  return values.join("\n");
}

describeStore("forgetAccount()", ({ open, openEmpty, location }) => {
  test("moves a user's bytes to the nameless account, everywhere, and leaves no name or address", async () => {
    const database = await open();
    await pastBooks(database);
    const before = await dumpBooks(database.client);
    expect(await totals(database)).toEqual({ annasecret: 4000n, bob: 40n });
    expect([before.forgotten, before.tombstones, before.connections].map(({ length }) => length > 0)).toEqual([
      true,
      true,
      true,
    ]);
    expect(await wrong(database)).toEqual([]);
    expect(await everything(database)).toContain("annasecret");

    expect(await forget(database, "annasecret")).toBe(true);
    const after = await dumpBooks(database.client);
    expect(await totals(database)).toEqual({ "": 4000n, bob: 40n });
    expect(await wrong(database)).toEqual([]);
    expect(await everything(database)).not.toMatch(/anna|198\.51\.100\.77|10\.8\.77/);
    // Nothing else has changed: every row is there, under the other account.
    const renamed = JSON.stringify(before.buckets, replacer).replaceAll('"annasecret"', '""');
    expect(JSON.stringify(after.buckets, replacer)).toBe(renamed);
    expect(after.connections).toHaveLength(before.connections.length);
    expect(after.unauthenticated).toEqual(before.unauthenticated);
    expect(await forgetAccount(database, { id: 1, name: "annasecret" }, newId)).toBe(false);
  });

  test.each([
    ["annasecret", "bob"],
    ["bob", "annasecret"],
  ])("joins all who are forgotten, %s before %s, and gives no id to anybody else again", async (first, second) => {
    const order = [first, second];
    const database = await open();
    await pastBooks(database);
    const { periods } = await dumpBooks(database.client);
    const ids: number[] = [];
    for (const name of order) {
      ids.push((await accountOf(database, name)).id);
      await forget(database, name);
    }
    expect(await totals(database)).toEqual({ "": 4040n });
    expect(await wrong(database)).toEqual([]);
    // The archive says what it said: how many users there were, too.
    expect((await dumpBooks(database.client)).periods).toEqual(periods);
    await poller(database).poll(NOON + DAY, [moved("carol", 5, { number: 50 })]);
    expect(ids).not.toContain((await accountOf(database, "carol")).id);
    const before = (await dumpBooks(database.client)).periods;
    // Her periods are not the others'.
    await forget(database, "carol");
    expect((await dumpBooks(database.client)).periods).toEqual(before);
    expect(await totals(database)).toEqual({ "": 4045n });
    expect(await wrong(database)).toEqual([]);
  });

  test("knows every table in which users have rows", async () => {
    const { rows } = await (await open()).client.execute(`
      SELECT t.name FROM sqlite_schema AS t JOIN pragma_table_info(t.name) AS c
      WHERE t.type = 'table' AND c.name IN ('user', 'common_name', 'username', 'real_address', 'ip')
      GROUP BY t.name ORDER BY t.name`);
    // Another table needs a move in forget.ts, and its name here.
    const traffic = ["day", "five_minutes", "hour", "month", "total", "year"].map((name) => `traffic_${name}`);
    expect(rows.map(({ name }) => name)).toEqual([
      ...["connections", "first_sights", "forgotten", "ips", "retired", "tombstones"],
      ...[...traffic, "unplaced"],
    ]);
  });

  test.each([
    ["with client ids", {}],
    ["of version 1", { clientId: undefined }],
  ])("takes an open connection %s with it, and counts it on, without name", async (_, more) => {
    const database = await open();
    const { poll } = poller(database);
    const anna = (bytes: number, own: Shown = {}) => moved("annasecret", bytes, { ...more, number: 7, ...own });
    const bob = (bytes: number) => moved("bob", bytes, { ...more, number: 8 });
    await poll(NOON, [anna(100), bob(1)]);
    // Another process forgets; this one has the books as they were in its memory.
    await forget(await open(), "annasecret");
    await poll(NOON + 60, [anna(150), bob(2)]);
    expect(await totals(database)).toEqual({ "": 150n, bob: 2n });
    // A process that begins anew, and an address that changes.
    await poller(await open()).poll(NOON + 120, [anna(170), bob(3)]);
    await poller(await open()).poll(NOON + 180, [anna(180, { realAddress: "192.0.2.9:5" }), bob(4)]);
    expect(await totals(database)).toEqual({ "": 180n, bob: 4n });
    expect(await everything(database)).not.toMatch(/annasecret|10\.0\.0\.7|10\.8\.0\.7|192\.0\.2\.9/);
    // She comes again: a new user, who starts at zero.
    await poll(NOON + 240, [anna(190), bob(5), anna(30, { number: 9, connectedSince: NOON + 230 })]);
    expect(await totals(database)).toEqual({ "": 190n, annasecret: 30n, bob: 5n });
    expect(await wrong(database)).toEqual([]);
  });

  test("brings no name back where a process of two servers learns of it at the other one first", async () => {
    const database = await open();
    const [one, other] = [poller(database, "one"), poller(database, "other")];
    const anna = (bytes: number) => [moved("annasecret", bytes, { number: 7 })];
    for (const after of [0, 60]) {
      await one.poll(NOON + after, [moved("bob", after + 1)]);
      await other.poll(NOON + after, anna(after + 1));
    }
    await forget(await open(), "annasecret");
    // Overtaken, it reads the books of `one` anew, and with them whom it knows: no more than bob.
    await one.poll(NOON + 120, [moved("bob", 121)]);
    await other.poll(NOON + 120, anna(121));
    expect(await totals(database)).toEqual({ "": 121n, bob: 121n });
    expect(await everything(database)).not.toContain("annasecret");
    expect(await wrong(database)).toEqual([]);
  });

  test.each([
    ["with client ids", {}],
    ["of version 1", { clientId: undefined }],
  ])("lets a late row %s name what was forgotten, and count nothing twice", async (_, more) => {
    const database = await open();
    const { poll } = poller(database);
    const anna = (bytes: number) => moved("annasecret", bytes, { ...more, number: 7 });
    await poll(NOON, [anna(100)]);
    await poll(NOON + 60, []);
    await poll(NOON + 120, []);
    await forget(await open(), "annasecret");
    await poll(NOON + 180, [anna(60)]);
    await poll(NOON + 240, [anna(110)]);
    expect(await totals(database)).toEqual({ "": 110n });
    await poll(NOON + 300, []);
    await poll(NOON + 360, []);
    await cleanAt(database, 40);
    await poller(await open()).poll(NOON + 40 * DAY, [anna(90)]);
    expect(await totals(database)).toEqual({ "": 110n });
    expect(await everything(database)).not.toMatch(/annasecret|10\.0\.0\.7/);
    expect(await wrong(database)).toEqual([]);
  });

  test.each([
    ["with client ids", {}, "10.0.0.7:1194"],
    ["of version 1", { clientId: undefined }, "10.0.0.7:1194"],
    ["with client ids, from another address", {}, "192.0.2.9:5"],
    ["of version 1, from another address", { clientId: undefined }, "192.0.2.9:5"],
  ])("lets a hook's end name a connection %s, open or ended", async (_, more, realAddress) => {
    for (const isEnded of [false, true]) {
      const database = await openEmpty();
      const { poll, end } = poller(database);
      const bob = moved("bob", 1, { ...more, number: 8 });
      await poll(NOON, [moved("annasecret", 100, { ...more, number: 7 }), bob]);
      if (isEnded) for (const at of [NOON + 60, NOON + 120]) await poll(at, [bob]);
      await forget(await open(), "annasecret");
      await end({ commonName: "annasecret", at: NOON + 20, realAddress, bytes: 130n });
      await end({ commonName: "annasecret", at: NOON + 20, realAddress, bytes: 130n });
      await poll(NOON + 180, [bob]);
      expect(await totals(database)).toEqual({ "": 130n, bob: 1n });
      expect(await everything(database)).not.toMatch(/annasecret|10\.0\.0\.7|192\.0\.2\.9/);
      expect(await wrong(database)).toEqual([]);
    }
  });

  test("waits for nobody, and overtakes whoever works on the books meanwhile", async () => {
    const [database, other] = [await open(), await open()];
    const polls = poller(database);
    const names = ["annasecret", "bob", "carol", "dave"];
    let done = false;
    const pollAt = (at: number) =>
      polls.poll(
        at,
        names.map((name, number) => moved(name, (at - NOON) / 60, { number })),
      );
    await pollAt(NOON);
    const polling = (async () => {
      let at = NOON + 60;
      for (; !done || at < NOON + 600; at += 60) {
        await pollAt(at);
        await Bun.sleep(10);
      }
      return at - 60;
    })();
    await Bun.sleep(20);
    for (const name of ["annasecret", "carol"]) await forget(other, name);
    done = true;
    const last = BigInt((await polling) - NOON) / 60n;
    expect(await totals(database)).toEqual({ "": 2n * last, bob: last, dave: last });
    expect(await wrong(database)).toEqual([]);
  });

  test("leaves nothing in the file and its journal once the file is written anew", async () => {
    const place = location();
    if (place.kind !== "file") return;
    const database = await open();
    await pastBooks(database);
    await forget(database, "annasecret");
    await rewriteFile(database);
    const journal = `${place.path}-journal`;
    for (const path of [place.path, journal].filter((one) => existsSync(one))) {
      const bytes = readFileSync(path).toString("latin1");
      for (const secret of ["anna", "198.51.100.77", "10.8.77"])
        expect([path, secret, bytes.includes(secret)]).toEqual([path, secret, false]);
    }
    expect(readFileSync(journal)).toHaveLength(0);
    expect(await wrong(database)).toEqual([]);
  });
});

function replacer(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}
