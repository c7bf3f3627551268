import { expect, test } from "bun:test";
import { idleCsv } from "../../src/output/idle-csv.ts";
import { renderIdleJson } from "../../src/output/idle-json.ts";
import type { ConnectionSettings } from "../../src/output/load-connections.ts";
import { loadIdle } from "../../src/output/load-idle.ts";
import { parseIdleQuery } from "../../src/report/idle-query.ts";
import type { Database } from "../../src/store/open.ts";
import { describeStore } from "../store/drivers.ts";
import { moved, NOON, poller } from "../store/poller.ts";
import { fillLog } from "../support/logged-books.ts";
import { sampleFrame } from "../support/sample-frame.ts";

const DAY = 86_400;
const SETTINGS: ConnectionSettings = { fullNames: true, ipInWeb: "full", showProviders: true, placesDays: 7 };

async function idle(database: Database, now: number, query = "", changes: Partial<ConnectionSettings> = {}) {
  const asked = parseIdleQuery(new URLSearchParams(query));
  return await loadIdle(database, { ...SETTINGS, ...changes }, { query: asked, now, isPaged: true });
}

describeStore("loadIdle()", ({ open }) => {
  test("lists who was not seen for so many days, with what is known of the last time", async () => {
    const database = await open();
    await fillLog(database);
    // Bob was last seen at NOON - 45 min, all others at NOON.
    expect(await idle(database, NOON - 2701 + 30 * DAY)).toMatchObject({ accounts: [], matching: 0, userCount: 3 });
    const one = await idle(database, NOON - 2700 + 30 * DAY);
    expect(one.accounts).toMatchObject([
      {
        ...{ name: "bob@example.com", seenAt: NOON - 2700, server: "ams", address: "198.51.100.70:50002" },
        ...{ city: "Linz", region: undefined, country: "Austria", provider: "AS8447 A1" },
        allTime: { bytesReceived: 2000n, bytesSent: 2001n },
      },
    ]);
    expect(one).toMatchObject({ matching: 1, userCount: 3, allTime: { bytesReceived: 2000n, bytesSent: 2001n } });
    const all = await idle(database, NOON + DAY, "days=1");
    expect(all.accounts.map(({ name }) => name)).toEqual(["bob@example.com", "alice", "=carla"]);
    expect(all.accounts[1]).toMatchObject({ server: "vie", address: "192.0.2.1:50006", city: undefined });
    expect(all.allTime).toEqual({ bytesReceived: 17_000n, bytesSent: 17_005n });
  });

  test("counts nobody as idle who is connected and silent", async () => {
    const database = await open();
    const server = poller(database);
    const quiet = moved("alice", 1000, { number: 1 });
    await server.poll(NOON, [quiet]);
    await server.poll(NOON + 5 * DAY, [quiet]);
    expect((await idle(database, NOON + 5 * DAY, "days=2")).matching).toBe(0);
    expect((await idle(database, NOON + 7 * DAY, "days=2")).accounts).toMatchObject([{ seenAt: NOON + 5 * DAY }]);
  });

  test("sorts by name and by traffic, and turns pages", async () => {
    const database = await open();
    const clients = Array.from({ length: 230 }, (_, number) =>
      moved(`user-${String((number * 7) % 230).padStart(3, "0")}`, number * 10, { number }),
    );
    await poller(database).poll(NOON, clients);
    const names = async (query: string) =>
      (await idle(database, NOON + DAY, `days=1&${query}`)).accounts.map(({ name }) => name);
    expect((await names("sort=name")).slice(0, 2)).toEqual(["user-000", "user-001"]);
    expect((await names("sort=total")).slice(0, 2)).toEqual(["user-223", "user-216"]);
    const pages = await Promise.all([1, 2, 3, 4, 5, 6].map((page) => names(`sort=name&page=${page}`)));
    expect(pages.map(({ length }) => length)).toEqual([50, 50, 50, 50, 30, 30]);
    expect(new Set(pages.flat()).size).toBe(230);
    expect((await idle(database, NOON + DAY, "days=1&page=9")).query.page).toBe(5);
  });

  test("hides names, addresses and places as they are hidden everywhere (F42)", async () => {
    const database = await open();
    await fillLog(database);
    const list = (changes: Partial<ConnectionSettings>) => idle(database, NOON + DAY, "days=1&sort=name", changes);
    const hidden = await list({ fullNames: false, ipInWeb: "masked", showProviders: false });
    expect(hidden.accounts.map(({ name, address }) => [name, address])).toEqual([
      ["= 1", "2001:db8::x"],
      ["A 1", "192.0.2.x"],
      ["B 1", "198.51.100.x"],
    ]);
    for (const text of [idleCsv(hidden), renderIdleJson({ ...sampleFrame(), ...hidden })])
      expect(text).not.toMatch(/alice|bob|carla|AS8447|198\.51\.100\.7/);
    const [, , bob] = (await list({ ipInWeb: "none", placesDays: 0 })).accounts;
    expect(bob).toMatchObject({ address: undefined, city: undefined, country: undefined, provider: undefined });
  });

  test("says it to programs, to the last byte", async () => {
    const database = await open();
    await fillLog(database);
    const list = await idle(database, NOON + DAY, "days=1");
    const { accounts, ...head } = JSON.parse(renderIdleJson({ ...sampleFrame(), ...list }));
    expect(head).toMatchObject({ days: 1, sort: "seen", page: 1, pages: 1, matching: 3, user_count: 3 });
    expect(accounts[0]).toEqual({
      ...{ id: expect.any(Number), name: "bob@example.com", last_seen_at: NOON - 2700, server: "ams" },
      ...{ real_address: "198.51.100.70:50002", city: "Linz", region: null, country: "Austria", provider: "AS8447 A1" },
      all_time: { bytes_received: 2000, bytes_sent: 2001 },
    });
    const lines = idleCsv(list).split("\r\n");
    expect(lines[0]).toBe(
      "user_id,user,last_seen,server,real_address,city,region,country,provider,bytes_sent,bytes_received",
    );
    expect(lines[1]).toMatch(
      /^\d+,bob@example.com,2026-06-10T09:17:30Z,ams,198.51.100.70:50002,Linz,,Austria,AS8447 A1,2001,2000$/,
    );
    expect(lines[3]).toMatch(/^\d+,'=carla,/);
  });

  test("finds nothing in empty books", async () => {
    expect(await idle(await open(), NOON)).toMatchObject({ accounts: [], matching: 0, pages: 1, userCount: 0 });
  });
});
