import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { createCalendar } from "../../src/account/calendar.ts";
import { collect, collectProblem } from "../../src/jobs/collect.ts";
import { type Ingesting, ingest } from "../../src/jobs/ingest.ts";
import { createLog } from "../../src/log.ts";
import type { StatusText } from "../../src/model.ts";
import { openTemporary } from "../support/books.ts";
import { dumpBooks } from "../support/dump.ts";
import { END_ENV, type Environment, hookText } from "../support/hooks.ts";

const STATUS = "/var/log/openvpn/status.log";
const BEGAN = Number(END_ENV.time_unix);

let spool = "";
let remove: () => void;
let server: Ingesting & { readonly hookSpool: string };
const lines: string[] = [];

const tools = {
  log: createLog({ level: "info", format: "text", write: (line) => lines.push(line), now: () => BEGAN }),
  now: () => BEGAN + 1000,
  bootClock: () => ({ uptime: 5000, bootId: "boot" }),
};

beforeEach(async () => {
  const opened = await openTemporary();
  remove = opened.remove;
  spool = mkdtempSync("/dev/shm/ovpnstats-spool-");
  lines.length = 0;
  server = {
    name: "openvpn",
    statusInterval: 10,
    serverTimeZone: undefined,
    identity: "common_name",
    calendar: createCalendar("UTC"),
    database: opened.database,
    newId: () => crypto.randomUUID(),
    memory: { books: undefined, problem: undefined },
    hookSpool: spool,
  };
});

afterEach(() => {
  remove();
  rmSync(spool, { recursive: true });
});

/** A hook leaves a file. */
function leave(env: Environment, name = `${env.time_unix}.${env.time_duration}.${crypto.randomUUID()}.hook`): void {
  writeFileSync(join(spool, name), hookText(env), { encoding: "latin1", mode: 0o600 });
}

async function totals() {
  const { buckets } = await dumpBooks(server.database.client);
  return Object.fromEntries(buckets.total.map(({ user, received, sent }) => [user, [received, sent]]));
}

type Client = readonly [name: string, realAddress: string, received: number, clientId?: number];

interface Shown {
  readonly name: string;
  readonly at: string;
  readonly received: number;
  readonly clientId?: number | undefined;
  readonly virtual?: string;
}

/** A status that shows these clients, by address and bytes received. */
async function see(clients: readonly Client[], at: number) {
  await show(
    clients.map(([name, address, received, clientId]) => ({ name, at: address, received, clientId })),
    at,
  );
}

async function show(clients: readonly Shown[], at: number) {
  const text: StatusText = {
    ...{ version: 3, title: undefined, time: at, timeText: "", dcoEnabled: undefined, warnings: [] },
    clients: clients.map(({ name: commonName, at: realAddress, received, clientId, virtual = "10.8.0.2" }, index) => ({
      ...{ commonName, realAddress, virtualAddress: virtual, virtualIpv6Address: undefined, routed: true },
      ...{
        connectedSince: BEGAN,
        connectedSinceText: END_ENV.time_ascii ?? "",
        clientId: clientId ?? index,
        username: undefined,
      },
      ...{ bytesReceived: BigInt(received), bytesSent: 0n, cipher: undefined },
    })),
  };
  const reading = { text, modifiedAt: at, contentHash: `${at}`, size: 1 };
  await collect({ ...server, source: STATUS }, server.memory, reading, {
    now: at,
    uptime: 4000 + at - BEGAN,
    bootId: "boot",
  });
}

const poll = (realAddress: string, received: number, at: number) => see([["alice", realAddress, received]], at);

/** Forgets what a process remembers, as one that was killed does. */
function die(): void {
  server = { ...server, memory: { books: undefined, problem: undefined } };
}

describe("ingest()", () => {
  test("a snapshot from before an end, at the address from before a float, counts nothing again (F61)", async () => {
    leave({ ...END_ENV, time_duration: "60" });
    await ingest(server, tools);
    const before = await totals();
    await poll("10.77.0.9:4000", 900_000, BEGAN + 50);
    expect(await totals()).toEqual(before);
    // One that moved more, or was shown after that end, is another client of that name.
    await see([["alice", "10.77.0.9:4000", 2_000_000, 5]], BEGAN + 55);
    expect(await totals()).toEqual({ alice: [3_067_547n, 298_405n] });
    await see([["alice", "10.77.0.10:4000", 70, 6]], BEGAN + 61);
    expect(await totals()).toEqual({ alice: [3_067_617n, 298_405n] });
  });

  test("two clients at one address over IPv6 that end in one second are told apart, and not told again (F12)", async () => {
    const at = "fd99::1004";
    const clients = [2, 3].map((host) => ({
      name: "alice",
      at,
      received: 450 * (4 - host),
      virtual: `10.8.0.${host}`,
    }));
    await show(clients, BEGAN + 90);
    const { trusted_ip: _, ...rest } = END_ENV;
    const env = { ...rest, trusted_ip6: at, bytes_sent: "0" };
    const ends = [
      { ...env, trusted_port: "5001", bytes_received: "1000", ifconfig_pool_remote_ip: "10.8.0.2" },
      { ...env, trusted_port: "5002", bytes_received: "500", ifconfig_pool_remote_ip: "10.8.0.3" },
    ];
    for (const end of [...ends, ...ends]) {
      leave(end);
      await ingest(server, tools);
    }
    expect(await totals()).toEqual({ alice: [1500n, 0n] });
  });

  test("takes no other client of the name for one that floated: its virtual address is another (F61)", async () => {
    const ended = { ...END_ENV, time_duration: "950" };
    await poll("10.99.0.77:1194", 5, BEGAN + 950);
    leave({ ...ended, ifconfig_pool_remote_ip: "10.8.0.3" });
    await ingest(server, tools);
    expect(await totals()).toEqual({ alice: [1_067_552n, 298_405n] });
    leave({ ...ended, trusted_port: "1", ifconfig_pool_remote_ip: "10.8.0.2" });
    await ingest(server, tools);
    expect(await totals()).toEqual({ alice: [2n * 1_067_547n, 2n * 298_405n] });
  });

  test.each([
    ["with another port", "10.99.0.4:51373", { trusted_ip: "10.99.0.4" }],
    ["over IPv6, without a port", "fd99::1004", { trusted_ip6: "fd99::1004" }],
  ])("takes no client that is seen after an end for the one that ended: %s (F12, F61)", async (_, spelled, address) => {
    // Both came in one second, with one name and virtual address. The first was never seen, the second not yet more.
    const { trusted_ip: _ip, ...rest } = END_ENV;
    await poll(spelled, 500, BEGAN + 2);
    leave({ ...rest, ...address, time_duration: "1", bytes_received: "900" });
    await ingest(server, tools);
    await poll(spelled, 1000, BEGAN + 3);
    expect(await totals()).toEqual({ alice: [1900n, 298_405n] });
    leave({ ...rest, ...address, trusted_port: "51373", time_duration: "4", bytes_received: "1100", bytes_sent: "7" });
    await ingest(server, tools);
    expect(await totals()).toEqual({ alice: [2000n, 298_412n] });
    const { connections } = await dumpBooks(server.database.client);
    expect(connections.map(({ end, endedAt }) => [end, endedAt])).toEqual([
      ["exact", BEGAN + 4],
      ["exact", BEGAN + 1],
    ]);
  });

  test("a client shown after its end was taken for another's, and is counted from then on (F12, F61)", async () => {
    // All within a second: the first came and went unseen, and the second had moved less when it was seen.
    const name = "j\xfcrgen";
    const shown = (received: number, at: number) => see([[name, "fd99::1004", received]], at);
    const { trusted_ip: _, ...env } = END_ENV;
    const rest = { ...env, common_name: name, trusted_ip6: "fd99::1004" };
    await shown(500, BEGAN + 1);
    leave({ ...rest, time_duration: "1", bytes_received: "900" });
    await ingest(server, tools);
    expect(await totals()).toEqual({ [name]: [900n, 298_405n] });
    await shown(600, BEGAN + 1);
    expect(await totals()).toEqual({ [name]: [900n, 298_405n] });
    for (const at of [2, 3, 4, 5]) {
      die();
      await shown(1000 + at, BEGAN + at);
      expect(await totals()).toEqual({ [name]: [1900n + BigInt(at), 298_405n] });
    }
    leave({ ...rest, trusted_port: "51373", time_duration: "6", bytes_received: "1100", bytes_sent: "7" });
    await ingest(server, tools);
    await shown(1100, BEGAN + 6);
    expect(await totals()).toEqual({ [name]: [2000n, 298_412n] });
    const { connections } = await dumpBooks(server.database.client);
    expect(connections.map(({ end, endedAt }) => [end, endedAt]).sort()).toEqual([
      ["exact", BEGAN + 1],
      ["exact", BEGAN + 6],
    ]);
  });

  test("does not count a connection again that waits for its end, when another's was taken for it (F12, F61)", async () => {
    // A takeover within a second: both were seen, at one address without a port, and the end of the first fits both.
    const address = "fd99::1004";
    const { trusted_ip: _, ...rest } = END_ENV;
    const env = { ...rest, trusted_ip6: address, bytes_sent: "0" };
    await see(
      [
        ["alice", address, 400, 7],
        ["alice", address, 450, 8],
      ],
      BEGAN + 1,
    );
    leave({ ...env, time_duration: "1", bytes_received: "500" });
    await ingest(server, tools);
    for (const at of [2, 3, 4]) await see([["alice", address, 600, 8]], BEGAN + at);
    expect(await totals()).toEqual({ alice: [900n, 0n] });
    leave({ ...env, trusted_port: "51373", time_duration: "5", bytes_received: "700" });
    await ingest(server, tools);
    expect(await totals()).toEqual({ alice: [1200n, 0n] });
  });

  test.each([
    [300, 1],
    [301, 2],
  ])("an end without duration, and a client seen %d s later: connections: %d (F61)", async (later, count) => {
    const { time_duration: _, ...bare } = END_ENV;
    await poll("10.99.0.77:1194", 5, BEGAN + later);
    leave(bare, "a.hook");
    // By our own clock alone, which may have been corrected meanwhile.
    utimesSync(join(spool, "a.hook"), BEGAN, BEGAN);
    await ingest(server, tools);
    expect((await dumpBooks(server.database.client)).connections).toHaveLength(count);
  });

  test("takes in each end once, however often its file comes again (F61)", async () => {
    leave(END_ENV);
    leave(END_ENV);
    expect((await ingest(server, tools)).failure).toBeUndefined();
    leave(END_ENV);
    die();
    await ingest(server, tools);
    expect(await totals()).toEqual({ alice: [1_067_547n, 298_405n] });
    const { connections } = await dumpBooks(server.database.client);
    expect(connections).toMatchObject([{ end: "exact", endedAt: BEGAN + 100 }]);
    expect(readdirSync(spool)).toEqual([]);
  });

  test("keeps the file until the commit, and counts its end once though it was not deleted (F62)", async () => {
    leave(END_ENV, "1.2.hook");
    const failing = (): string => {
      throw Object.assign(new Error("disk full"), { code: "SQLITE_FULL" });
    };
    await expect(ingest({ ...server, newId: failing }, tools)).rejects.toThrow("disk full");
    expect(readdirSync(spool)).toEqual(["1.2.hook"]);
    await ingest(server, tools);
    leave(END_ENV, "1.2.hook");
    die();
    await ingest(server, tools);
    expect(await totals()).toEqual({ alice: [1_067_547n, 298_405n] });
  });

  test("ends a connection exactly whose bytes were not told, and keeps what was seen (F61)", async () => {
    await poll("10.99.0.4:51372", 500, BEGAN + 50);
    const { bytes_received: _r, bytes_sent: _s, ...bare } = END_ENV;
    leave(bare);
    await ingest(server, tools);
    expect(await totals()).toEqual({ alice: [500n, 0n] });
    expect((await dumpBooks(server.database.client)).connections).toMatchObject([{ end: "exact" }]);
  });

  test("takes the file's time as the end where no duration was told, and where OpenVPN's clock runs ahead", async () => {
    const { time_duration: _, ...bare } = END_ENV;
    leave(bare, "a.hook");
    leave({ ...END_ENV, common_name: "bob", time_duration: "5000" }, "b.hook");
    for (const name of ["a.hook", "b.hook"]) utimesSync(join(spool, name), BEGAN + 77, BEGAN + 77);
    await ingest(server, tools);
    const { connections } = await dumpBooks(server.database.client);
    expect(connections.map(({ endedAt }) => endedAt)).toEqual([BEGAN + 77, BEGAN + 77]);
  });

  test.each([
    ["OpenVPN 2.6", { trusted_ip: "10.99.0.4" }, "10.99.0.4:51372"],
    ["OpenVPN 2.7", { trusted_ip: "10.99.0.4" }, "udp4:10.99.0.4:51372"],
    ["OpenVPN 2.6 over IPv6", { trusted_ip6: "fd99::1004" }, "fd99::1004"],
    ["OpenVPN 2.7 over IPv6", { trusted_ip6: "fd99::1004" }, "tcp6-server:[fd99::1004]:51372"],
  ])("%s: a status before or after the end is of the same connection", async (_, address, spelled) => {
    const { trusted_ip: _ip, ...rest } = END_ENV;
    const env = { ...rest, ...address };
    // Zeroed finals, as of data channel offload before 2.6.20, fit a connection by its address alone.
    await poll(spelled, 500, BEGAN + 50);
    leave({ ...env, bytes_received: "10", bytes_sent: "10" });
    await ingest(server, tools);
    await poll(spelled, 500, BEGAN + 60);
    expect(await totals()).toEqual({ alice: [500n, 10n] });
    // The end of a connection never seen, and then an old status that shows it.
    leave({ ...env, common_name: "bob" });
    await ingest(server, tools);
    die();
    await poll(spelled, 501, BEGAN + 70);
    const { connections } = await dumpBooks(server.database.client);
    expect(connections.map(({ end }) => end)).toEqual(["exact", "exact"]);
  });

  test("counts what the end of a connection never seen told, and an older status of it not again", async () => {
    leave(END_ENV);
    await ingest(server, tools);
    await poll("udp4:10.99.0.4:51372", 900_000, BEGAN + 50);
    expect(await totals()).toEqual({ alice: [1_067_547n, 298_405n] });
    expect((await dumpBooks(server.database.client)).connections).toHaveLength(1);
  });

  test("does not clear the problem of a status that cannot be read", async () => {
    await collectProblem({ ...server, source: STATUS }, server.memory, { problem: "it is empty", at: BEGAN });
    leave(END_ENV);
    await ingest(server, tools);
    const problem = async () =>
      (await server.database.client.execute("SELECT problem, source FROM servers")).rows.map((row) => [row[0], row[1]]);
    expect(await problem()).toEqual([["it is empty", STATUS]]);
    await poll("10.99.0.4:51372", 1, BEGAN + 50);
    expect(await problem()).toEqual([[null, STATUS]]);
  });

  test("puts one that the books can never take away, and takes in the others (F61)", async () => {
    await server.database.client.execute(`
      CREATE TRIGGER refuse BEFORE INSERT ON connections WHEN new.real_address LIKE '%:11'
      BEGIN SELECT RAISE(ABORT, 'no'); END`);
    for (const n of [0, 1, 2, 3, 4]) leave({ ...END_ENV, common_name: `user${n}`, trusted_port: `${n}` });
    leave({ ...END_ENV, common_name: "big", trusted_port: "10" }, "1.1.hook");
    await ingest(server, tools);
    for (const n of [5, 6]) leave({ ...END_ENV, common_name: `user${n}`, trusted_port: `${n}` });
    leave({ ...END_ENV, common_name: "big", trusted_port: "11" }, "1.2.hook");
    expect((await ingest(server, tools)).failure).toBeUndefined();
    expect(Object.keys(await totals()).sort()).toEqual(["big", ...[0, 1, 2, 3, 4, 5, 6].map((n) => `user${n}`)]);
    expect(readdirSync(spool)).toEqual(["rejected"]);
    expect(readdirSync(join(spool, "rejected"))).toEqual(["1.2.hook"]);
    expect(lines.join("")).toMatch(
      /^\S+ warn a file in the hook spool is no hook's .* file=1\.2\.hook why="the books refuse it/,
    );
  });

  test("takes in 1,000 ends at once, of connections open, ended and never seen (F62)", async () => {
    await poll("10.99.0.4:51372", 500, BEGAN + 50);
    for (let n = 0; n < 1000; n++) leave({ ...END_ENV, common_name: `user${n % 10}`, trusted_port: `${n}` });
    leave(END_ENV);
    await ingest(server, tools);
    expect(readdirSync(spool)).toEqual([]);
    const sums = await totals();
    expect(sums.alice).toEqual([1_067_547n, 298_405n]);
    expect(sums.user7).toEqual([106_754_700n, 29_840_500n]);
  });

  test("ends in any order, told again and again, with deaths between commit and deletion: max(final, mark) (F61)", async () => {
    const bytes = fc.nat({ max: 1000 });
    const client = fc.record({
      received: bytes,
      sent: bytes,
      seen: fc.option(bytes),
      times: fc.integer({ min: 1, max: 3 }),
    });
    const clients = fc.array(client, { minLength: 1, maxLength: 8 });
    const deaths = fc.array(fc.boolean(), { minLength: 12, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(clients, deaths, fc.infiniteStream(fc.nat()), async (all, dies, luck) => {
        const opened = await openTemporary();
        server = { ...server, database: opened.database, name: "openvpn" };
        die();
        const calls = all.flatMap(({ received, sent, times }, n) => {
          const env = { ...END_ENV, common_name: `user${n}`, trusted_port: `${n}` };
          return Array.from({ length: times }, () => ({
            ...env,
            bytes_received: `${received}`,
            bytes_sent: `${sent}`,
          }));
        });
        const shown = all.flatMap(({ seen }, n) =>
          seen === null ? [] : [[`user${n}`, `10.99.0.4:${n}`, seen] as const],
        );
        await see(shown, BEGAN + 50);
        for (const dead of dies) {
          const [left] = calls.splice((luck.next().value ?? 0) % Math.max(1, calls.length), 1);
          if (!left) break;
          leave(left, "1.1.hook");
          await ingest(server, tools);
          if (dead) {
            // It died after the commit, before the file was deleted.
            leave(left, "1.1.hook");
            die();
            await ingest(server, tools);
          }
        }
        for (const [index, left] of calls.entries()) leave(left, `1.${index}.hook`);
        await ingest(server, tools);
        const expected = all.map(({ received, sent, seen }, n) => [
          `user${n}`,
          [BigInt(Math.max(received, seen ?? 0)), BigInt(sent)],
        ]);
        const sums = await totals();
        opened.remove();
        expect(sums).toEqual(Object.fromEntries(expected.filter(([, sum]) => String(sum) !== "0,0")));
      }),
      { numRuns: 40 },
    );
  });
});
