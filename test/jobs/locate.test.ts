import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import type { Finding, Locator } from "../../src/geo/place.ts";
import { locate } from "../../src/jobs/locate.ts";
import type { Database } from "../../src/store/open.ts";
import { openTemporary } from "../support/books.ts";

const T0 = 1_780_000_000;
const HOUR = 3600;
const DAY = 24 * HOUR;

let database: Database;
let remove = () => {};

beforeEach(async () => {
  ({ database, remove } = await openTemporary());
});

afterEach(() => remove());

async function addAddresses(...hosts: readonly string[]): Promise<void> {
  const sql = "INSERT INTO ips (ip) SELECT value FROM json_each(?1)";
  await database.client.execute({ sql, args: [JSON.stringify(hosts)] });
}

async function rows() {
  const sql = "SELECT ip, city, region, country, provider, unixepoch(table_updated) AS at FROM ips ORDER BY id";
  const { rows } = await database.client.execute(sql);
  return rows.map(({ ip, city, region, country, provider, at }) => [
    ip,
    city,
    region,
    country,
    provider,
    at && Number(at),
  ]);
}

/** Knows what it is told, and whom it was asked about. */
function fakeLocator(places: Readonly<Record<string, Finding>>, signature?: () => Promise<string>) {
  const asked: string[] = [];
  const pause = { until: 0, failures: 0 };
  const locator: Locator = {
    ...(signature && { signature }),
    pause,
    locate(host) {
      asked.push(host);
      return places[host];
    },
  };
  /** Looks up at an instant, and answers whom it was asked about. */
  const run = async (now: number) => {
    asked.length = 0;
    const count = await locate(database, { locator, now: () => now, interval: HOUR });
    expect(count).toBe(asked.length);
    return [...asked];
  };
  return { run, pause };
}

describe("locate()", () => {
  const vienna = { city: "Vienna", region: "Vienna State", country: "Austria", provider: "AS1 One" };

  test("fills the rows of what is known, and dates those of what is not", async () => {
    await addAddresses("80.0.0.1", "10.0.0.1");
    await fakeLocator({ "80.0.0.1": vienna }).run(T0);
    expect(await rows()).toEqual([
      ["80.0.0.1", "Vienna", "Vienna State", "Austria", "AS1 One", T0],
      ["10.0.0.1", null, null, null, null, T0],
    ]);
  });

  test("keeps coordinates, and takes none away that could not be asked for", async () => {
    await addAddresses("80.0.0.1", "80.0.0.2");
    const coordinates = { latitude: 48.21, longitude: -16.37 };
    const select = async () => {
      const { rows } = await database.client.execute("SELECT latitude, longitude FROM ips ORDER BY id");
      return rows.map((row) => [row[0], row[1]]);
    };
    const places: Record<string, Finding> = { "80.0.0.1": { ...vienna, coordinates } };
    const { run } = fakeLocator(places);
    await run(T0);
    expect(await select()).toEqual([
      [48.21, -16.37],
      [null, null],
    ]);
    places["80.0.0.1"] = { country: "Austria", again: true };
    await run(T0 + 31 * DAY);
    expect((await select())[0]).toEqual([48.21, -16.37]);
    places["80.0.0.1"] = { country: "Japan" };
    await run(T0 + 62 * DAY);
    expect((await select())[0]).toEqual([null, null]);
  });

  test("looks a new address up at once, and no other with it", async () => {
    const { run } = fakeLocator({ "80.0.0.1": vienna });
    expect(await run(T0)).toEqual([]);
    await addAddresses("80.0.0.1");
    expect(await run(T0 + 60)).toEqual(["80.0.0.1"]);
    await addAddresses("80.0.0.2");
    expect(await run(T0 + 120)).toEqual(["80.0.0.2"]);
    expect(await run(T0 + 180)).toEqual([]);
  });

  test("F63: an address that nobody knew is asked for again after a day, one that is known after 30", async () => {
    await addAddresses("80.0.0.1", "80.0.0.2");
    const { run } = fakeLocator({ "80.0.0.1": vienna });
    await run(T0);
    expect(await run(T0 + DAY - 1)).toEqual([]);
    expect(await run(T0 + DAY + HOUR)).toEqual(["80.0.0.2"]);
    expect(await run(T0 + 30 * DAY + 2 * HOUR)).toEqual(["80.0.0.1", "80.0.0.2"]);
  });

  test("what could be asked in part is kept, takes nothing away, and is asked again when that is due", async () => {
    await addAddresses("80.0.0.1");
    const places: Record<string, Finding> = { "80.0.0.1": { country: "Austria", again: true } };
    const { run } = fakeLocator(places);
    await run(T0);
    expect(await rows()).toEqual([["80.0.0.1", null, null, "Austria", null, null]]);
    expect(await run(T0 + 60)).toEqual([]);
    places["80.0.0.1"] = vienna;
    expect(await run(T0 + HOUR)).toEqual(["80.0.0.1"]);
    places["80.0.0.1"] = { country: "Germany", again: true };
    expect(await run(T0 + 31 * DAY)).toEqual(["80.0.0.1"]);
    expect(await rows()).toEqual([["80.0.0.1", "Vienna", "Vienna State", "Austria", "AS1 One", T0 + HOUR]]);
  });

  test("F21: a clock that was set back leaves no address without an answer", async () => {
    await addAddresses("80.0.0.1");
    const { run } = fakeLocator({ "80.0.0.1": vienna });
    await run(T0 + 3650 * DAY);
    expect(await run(T0)).toEqual(["80.0.0.1"]);
    expect(await rows()).toMatchObject([{ 5: T0 }]);
  });

  test("other sources than before are asked for every address", async () => {
    await addAddresses("80.0.0.1", "80.0.0.2");
    let edition = "1";
    const { run } = fakeLocator({ "80.0.0.1": vienna }, async () => edition);
    expect(await run(T0)).toHaveLength(2);
    expect(await run(T0 + 60)).toEqual([]);
    edition = "2";
    expect(await run(T0 + 120)).toHaveLength(2);
    expect(await run(T0 + 180)).toEqual([]);
  });

  test("a pause that a provider asked for outlives the process", async () => {
    await addAddresses("80.0.0.1");
    const { run, pause } = fakeLocator({});
    Object.assign(pause, { until: T0 + 500, failures: 3 });
    await run(T0);
    await addAddresses("80.0.0.2");
    const next = fakeLocator({});
    await next.run(T0 + 60);
    expect(next.pause).toEqual({ until: T0 + 500, failures: 3 });
  });

  test("100,000 addresses are looked up some at a time, each once", async () => {
    await addAddresses(...Array.from({ length: 100_000 }, (_, i) => `80.${i >> 16}.${(i >> 8) & 255}.${i & 255}`));
    let unsaved = 0;
    const held: number[] = [];
    const { client } = database;
    const counted: Database = {
      ...database,
      client: new Proxy(client, {
        get(target, name) {
          const value: unknown = Reflect.get(target, name, target);
          if (name === "execute") {
            held.push(unsaved);
            unsaved = 0;
          }
          return typeof value === "function" ? value.bind(target) : value;
        },
      }),
    };
    const seen = new Set<string>();
    const locator: Locator = {
      locate(host) {
        unsaved++;
        seen.add(host);
        return vienna;
      },
    };
    expect(await locate(counted, { locator, now: () => T0, interval: HOUR })).toBe(100_000);
    expect(seen.size).toBe(100_000);
    expect(Math.max(...held)).toBe(2000);
    expect(await locate(database, { locator, now: () => T0 + 1, interval: HOUR })).toBe(0);
  });

  test("an address that was deleted while it was looked up stays so", async () => {
    await addAddresses("80.0.0.1");
    const locator: Locator = {
      async locate() {
        await database.client.execute("DELETE FROM ips");
        return vienna;
      },
    };
    await locate(database, { locator, now: () => T0, interval: HOUR });
    expect(await rows()).toEqual([]);
  });

  test("hostile names are kept as they are", async () => {
    await addAddresses("80.0.0.1");
    const city = `'); DROP TABLE ips; -- "\\`;
    await fakeLocator({ "80.0.0.1": { city } }).run(T0);
    expect((await rows())[0]?.[1]).toBe(city);
  });
});
