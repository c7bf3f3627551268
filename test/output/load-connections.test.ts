import { expect, test } from "bun:test";
import { connectionsCsv } from "../../src/output/connections-csv.ts";
import { renderConnectionsJson } from "../../src/output/connections-json.ts";
import { type ConnectionSettings, loadAllConnections, loadConnections } from "../../src/output/load-connections.ts";
import { parseConnectionQuery } from "../../src/report/connection-query.ts";
import type { ConnectionList } from "../../src/report/connections.ts";
import type { Database } from "../../src/store/open.ts";
import { describeStore } from "../store/drivers.ts";
import { calendar, moved, NOON, poller } from "../store/poller.ts";
import { fillLog } from "../support/logged-books.ts";
import { sampleFrame } from "../support/sample-frame.ts";

const SETTINGS: ConnectionSettings = { fullNames: true, ipInWeb: "full", showProviders: true, placesDays: 7 };

function asked(query: string, { ipInWeb, placesDays }: ConnectionSettings) {
  const zones = { days: calendar.timeZone, instants: calendar.timeZone };
  return parseConnectionQuery(new URLSearchParams(query), { zones, addresses: ipInWeb, places: placesDays > 0 });
}

async function list(
  database: Database,
  query = "",
  changes: Partial<ConnectionSettings> = {},
  language = "en",
): Promise<ConnectionList> {
  const settings = { ...SETTINGS, ...changes };
  return await loadConnections(database, settings, { query: asked(query, settings), now: NOON + 10, language });
}

/** Each connection by its bytes received, in thousands. */
const numbers = ({ connections }: ConnectionList) =>
  connections.map(({ bytesReceived }) => Number(bytesReceived / 1000n)).join("");

describeStore("loadConnections()", ({ open }) => {
  test("lists users' connections, the newest first, with what is known of each", async () => {
    const database = await open();
    await fillLog(database);
    const log = await list(database);
    expect(numbers(log)).toBe("65321");
    expect(log).toMatchObject({ older: undefined, newer: undefined, servers: ["ams", "vie"] });
    expect(log.sums).toEqual({ count: 5, users: 3, bytesReceived: 17_000n, bytesSent: 17_005n });
    const [third, carla, , bob, first] = log.connections;
    expect(first).toMatchObject({
      ...{ user: { name: "alice" }, server: "ams", state: "exact", since: NOON - 3600, until: NOON - 1800 },
      ...{ seconds: 1800, address: "198.51.100.7:50001", virtualAddress: "10.8.0.14", cipher: "AES-256-GCM" },
      ...{ city: "Graz", region: "Styria", country: "Austria", provider: "AS1901 Eunet, Telekom" },
      ...{ bytesReceived: 1000n, bytesSent: 1001n },
    });
    expect(bob).toMatchObject({ state: "inferred", until: NOON - 2700, seconds: 300, region: undefined });
    expect(carla).toMatchObject({ state: "open", until: NOON, seconds: 600, virtualIpv6Address: "fd00:8::5" });
    expect(third).toMatchObject({ city: undefined, country: undefined, provider: undefined });
  });

  const FOUND: readonly (readonly [query: string, found: string])[] = [
    ["q=ALI", "631"],
    ["q=example", "2"],
    ["q=nobody", ""],
    ["q=UNDEF", ""],
    ["user=99", ""],
    ["server=ams", "321"],
    ["server=nowhere", ""],
    ["address=198.51.100.7", "31"],
    ["address=198.51.100.7:50001", "31"],
    ["address=198.51.100.0/24", "321"],
    ["address=198.51.100.64/26", "2"],
    ["address=198.51.", "321"],
    ["address=2001:db8::/32", "5"],
    ["address=::/0", "5"],
    ["address=0.0.0.0/0", "6321"],
    ["address=203.0.113.9", ""],
    ["virtual=10.8.0.14", "31"],
    ["virtual=10.8.1.0/24", "6"],
    ["virtual=10.8.", "65321"],
    ["virtual=fd00:8::5", "5"],
    ["virtual=fd00:8::/64", "5"],
    ["virtual=fd00:9::/64", ""],
    ["place=graz", "31"],
    ["place=AUSTRIA", "321"],
    ["place=CÔTE", "5"],
    ["place=as8447", "2"],
    ["place=Atlantis", ""],
    ["place=Austria&address=198.51.100.70", "2"],
    ["state=open", "653"],
    ["state=exact", "1"],
    ["state=inferred", "2"],
    ["server=ams&state=open", "3"],
    // Noon in Vienna is 12:02:30: alice's first lasted from 11:02:30 to 11:32:30.
    ["virtual=10.8.0.14&at=2026-06-10T11:02:29", ""],
    ["virtual=10.8.0.14&at=2026-06-10T11:02:30", "1"],
    ["virtual=10.8.0.14&at=2026-06-10T11:32:30", "1"],
    ["virtual=10.8.0.14&at=2026-06-10T11:35", ""],
    ["virtual=10.8.0.14&at=2026-06-10T10:00Z", "3"],
    ["at=2026-06-10T11:17", "21"],
    ["from=2026-06-10", "65321"],
    ["to=2026-06-09", ""],
    ["from=2026-06-11", "653"],
    ["from=2026-06-10T11:20&to=2026-06-10T11:42:30", "1"],
    ["from=2026-06-10T11:20&to=2026-06-10T11:42:31", "31"],
  ];

  test("finds those that are asked for, and what they come to", async () => {
    const database = await open();
    await fillLog(database);
    const alice = (await list(database)).connections[0]?.user.id;
    for (const [query, found] of [...FOUND, [`user=${alice}`, "631"], [`q=bob&user=${alice}`, ""]] as const) {
      const log = await list(database, query);
      expect([query, numbers(log)]).toEqual([query, found]);
      expect(log.sums.count).toBe(found.length);
      expect(log.sums.bytesReceived).toBe(log.connections.reduce((sum, { bytesReceived }) => sum + bytesReceived, 0n));
      expect(log.sums.users).toBe(new Set(log.connections.map(({ user }) => user.id)).size);
    }
  });

  test("turns pages without missing or repeating one, also of those that began in one second", async () => {
    const database = await open();
    const clients = Array.from({ length: 230 }, (_, number) =>
      moved(`user-${number % 7}`, 1000 + number, { number, connectedSince: NOON - 600 - Math.floor(number / 60) }),
    );
    await poller(database).poll(NOON, clients);
    const pages = [await list(database, "virtual=10.8.0.0/24")];
    for (let older = pages[0]?.older; older; older = pages.at(-1)?.older) pages.push(await list(database, `${older}`));
    expect(pages.map(({ connections }) => connections.length)).toEqual([50, 50, 50, 50, 30]);
    const all = pages.flatMap(({ connections }) => connections);
    expect(new Set(all.map(({ id }) => id)).size).toBe(230);
    const inOrder = [...all].sort((a, b) => b.since - a.since || b.id - a.id);
    expect(all.map(({ id }) => id)).toEqual(inOrder.map(({ id }) => id));
    for (const page of pages) expect(page.sums.count).toBe(230);
    const back = [pages.at(-1)];
    for (let newer = back[0]?.newer; newer; newer = back.at(-1)?.newer) back.push(await list(database, `${newer}`));
    expect(back.map((page) => page?.connections)).toEqual(pages.map(({ connections }) => connections).reverse());
    expect(back.at(-1)?.query.after).toBeUndefined();
  });

  test("fills the first page when new connections came meanwhile", async () => {
    const database = await open();
    const client = (number: number) => moved("alice", 1, { number, connectedSince: NOON - 600 + number });
    const clients = Array.from({ length: 60 }, (_, number) => client(number));
    await poller(database).poll(NOON, clients);
    const older = await list(database, String((await list(database)).older));
    await poller(database).poll(NOON + 60, [...clients, ...[60, 61, 62].map(client)]);
    const newest = await list(database, String(older.newer));
    expect(newest.connections).toHaveLength(50);
    expect(newest.newer?.toString()).toMatch(/^after=/);
    const first = await list(database, String(newest.newer));
    expect(first).toMatchObject({ newer: undefined, query: { after: undefined } });
    expect(first.connections.map(({ since }) => since - NOON + 600).slice(0, 4)).toEqual([62, 61, 60, 59]);
  });

  test("has no name in private mode, and finds nobody by one (F42)", async () => {
    const database = await open();
    await fillLog(database);
    const hidden = { fullNames: false };
    const log = await list(database, "", hidden);
    expect(log.connections.map(({ user }) => user.name)).toEqual(["A 1", "= 1", "A 1", "B 1", "A 1"]);
    for (const text of [connectionsCsv(log), renderConnectionsJson({ ...sampleFrame(), ...log })])
      expect(text).not.toMatch(/alice|bob|carla/);
    expect(numbers(await list(database, "q=a+1", hidden))).toBe("631");
    for (const query of ["q=alice", "q=bob", "q=example", "q=carla"])
      expect((await list(database, query, hidden)).sums.count).toBe(0);
  });

  test("shows no part of addresses, places and providers that is hidden", async () => {
    const database = await open();
    await fillLog(database);
    const masked = await list(database, "address=198.51.100.", { ipInWeb: "masked" });
    expect(masked.connections.map(({ address }) => address)).toEqual(new Array(3).fill("198.51.100.x"));
    const none = { ipInWeb: "none", placesDays: 0 } as const;
    const [line] = (await list(database, "", none)).connections.slice(-1);
    expect(line).toMatchObject({ address: undefined, city: undefined, country: undefined, provider: undefined });
    expect(line?.virtualAddress).toBe("10.8.0.14");
    const shown = await list(database, "place=Telekom", { showProviders: false });
    expect(shown.connections).toEqual([]);
    const [graz] = (await list(database, "place=Graz", { showProviders: false })).connections;
    expect(graz).toMatchObject({ city: "Graz", provider: undefined });
  });

  test("finds a country by its name in the reader's language as well, and nothing else that is called so", async () => {
    const database = await open();
    await fillLog(database);
    const english = numbers(await list(database, "place=Austria"));
    expect(english).not.toBe("");
    expect(numbers(await list(database, "place=Austria", {}, "de"))).toBe(english);
    expect(numbers(await list(database, "place=österREICH", {}, "de"))).toBe(english);
    expect(numbers(await list(database, "place=Österreich"))).toBe("");
    // The country and the state in America.
    await database.client.execute("UPDATE ips SET region = 'Georgia', country = 'United States' WHERE city = 'Graz'");
    expect(numbers(await list(database, "place=Georgia", {}, "de"))).not.toBe("");
    expect(numbers(await list(database, "place=Georgien", {}, "de"))).toBe("");
  });

  test("is known by aliases where the operator gave some", async () => {
    const database = await open();
    await fillLog(database);
    const people = new Map([["alice", { alias: "Ann Lee", group: undefined, limit: undefined }]]);
    expect((await list(database, "q=ann", { people })).connections[0]?.user.name).toBe("Ann Lee");
    expect((await list(database, "q=alice", { people })).sums.count).toBe(0);
  });

  test("adds up what is more than a number of SQLite's can be", async () => {
    const database = await open();
    await fillLog(database);
    await database.client.execute("UPDATE connections SET bytes_sent = 9223372036854775807");
    expect((await list(database)).sums.bytesSent).toBe(5n * 9_223_372_036_854_775_807n);
  });

  test("finds nothing in empty books", async () => {
    const log = await list(await open(), "virtual=10.8.0.0/16&place=x&q=x");
    expect(log).toMatchObject({ connections: [], older: undefined, newer: undefined, servers: [] });
    expect(log.sums).toEqual({ count: 0, users: 0, bytesReceived: 0n, bytesSent: 0n });
  });
});

describeStore("a list of connections for programs", ({ open }) => {
  test("renderConnectionsJson() says all of them to the last byte, in order", async () => {
    const database = await open();
    await fillLog(database);
    const { query, matching, connections, older } = JSON.parse(
      renderConnectionsJson({
        ...sampleFrame(),
        ...(await list(database, "virtual=10.8.0.14&from=2026-06-10&state=exact")),
      }),
    );
    expect(query).toMatchObject({ virtual: "10.8.0.14", state: "exact", from: 1_781_042_400, to: null, q: null });
    expect(matching).toEqual({ connections: 1, users: 1, bytes_received: 1000, bytes_sent: 1001 });
    expect(older).toBeNull();
    expect(connections).toEqual([
      {
        ...{ id: expect.any(Number), user: { id: expect.any(Number), name: "alice" }, server: "ams", state: "exact" },
        ...{ start: NOON - 3600, end: NOON - 1800, last_seen_at: NOON - 1800, duration_seconds: 1800 },
        real_address: "198.51.100.7:50001",
        ...{ city: "Graz", region: "Styria", country: "Austria", provider: "AS1901 Eunet, Telekom" },
        new_place: false,
        ...{ virtual_address: "10.8.0.14", virtual_ipv6_address: null, cipher: "AES-256-GCM" },
        ...{ bytes_received: 1000, bytes_sent: 1001 },
      },
    ]);
  });

  test("connectionsCsv() has a line for each that matches, on whatever page, and makes formulas of none", async () => {
    const database = await open();
    await fillLog(database);
    const lines = connectionsCsv(
      await loadAllConnections(database, SETTINGS, { query: asked("", SETTINGS), now: NOON, language: "en" }),
    ).split("\r\n");
    expect(lines[0]).toBe(
      "connection_id,user_id,user,server,start,end,state,last_seen,duration_seconds,real_address,city,region,country," +
        "provider,virtual_address,virtual_ipv6_address,bytes_sent,bytes_received,cipher",
    );
    expect(lines).toHaveLength(7);
    expect(lines[2]).toContain(
      ",'=carla,vie,2026-06-10T09:52:30Z,,open,2026-06-10T10:02:30Z,600,udp6:[2001:db8::7]:1194,",
    );
    expect(lines[5]).toEndWith(
      ",alice,ams,2026-06-10T09:02:30Z,2026-06-10T09:32:30Z,exact,2026-06-10T09:32:30Z,1800,198.51.100.7:50001,Graz," +
        'Styria,Austria,"AS1901 Eunet, Telekom",10.8.0.14,,1001,1000,AES-256-GCM',
    );
  });

  test("loadAllConnections() refuses more than it may write, and says what to do", async () => {
    const database = await open();
    await fillLog(database);
    const load = (query: string) =>
      loadAllConnections(database, SETTINGS, { query: asked(query, SETTINGS), now: NOON, language: "en" }, 3);
    expect(load("")).rejects.toThrow(
      "Cannot write 5 connections into one file: 3 at most; narrow the span by from and to",
    );
    expect((await load("q=alice")).connections).toHaveLength(3);
  });
});
