import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type ManagementSource,
  type ManagementSourceOptions,
  managementSource,
} from "../../src/jobs/management-source.ts";
import { fileSource } from "../../src/jobs/status-source.ts";
import { createLog } from "../../src/log.ts";
import { type FakeManagement, type FakeOptions, fakeManagement, transcriptOf } from "../support/management.ts";

const { replies } = transcriptOf("2.6.14");
const held = new Map([
  ...replies,
  ["state on", "SUCCESS: real-time state notification set to ON\r\n"],
  ["bytecount 5", "SUCCESS: bytecount interval changed\r\n"],
]);
const NOW = 1_795_335_300;
const PASSWORD = "canary-9d0a";

let folder = "";
let monotonic = 0;
let servers: FakeManagement[] = [];
let sources: ManagementSource[] = [];
const lines: string[] = [];

const tools = {
  log: createLog({
    level: "debug",
    format: "text",
    write: (line) => lines.push(line),
    now: () => NOW,
    toJournal: true,
  }),
  clock: { now: () => NOW * 1000, monotonic: () => monotonic, sleep: async () => {} },
  now: () => NOW,
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ovpnstats-managed-"));
  const status = (replies.get("status 3") ?? "").replaceAll("\r\n", "\n");
  writeFileSync(join(folder, "status"), status, "latin1");
  utimesSync(join(folder, "status"), NOW - 20, NOW - 20);
  [monotonic, servers, sources, lines.length] = [0, [], [], 0];
});

afterEach(async () => {
  for (const source of sources) await source.close();
  for (const server of servers) await server.close();
  rmSync(folder, { recursive: true });
});

async function start(fake: FakeOptions = {}, own: Partial<ManagementSourceOptions> = {}) {
  const server = await fakeManagement({ replies: held, ...fake });
  const source = managementSource({
    ...{ name: "office", place: server.place, password: undefined, hold: false },
    ...{ fallback: fileSource(join(folder, "status")), deadlineMilliseconds: 200 },
    ...own,
  });
  servers.push(server);
  sources.push(source);
  return { server, source };
}

/** Reads once; what came of it, and what was logged. */
async function read(source: ManagementSource) {
  lines.length = 0;
  const came = await source.read(tools);
  const log = lines.map((line) => line.trimEnd());
  if ("failure" in came) return { failed: came.failure.kind, message: came.failure.message, from: came.source, log };
  return { substitute: came.reading.isSubstitute ?? false, from: came.source, log };
}

test("the management interface is read instead of the file, and OpenVPN introduced once", async () => {
  const { server, source } = await start();
  const first = await read(source);
  expect(first).toMatchObject({ substitute: false, from: expect.stringMatching(/^127\.0\.0\.1:\d+$/) });
  expect(first.log).toHaveLength(1);
  expect(first.log[0]).toContain("info OpenVPN answers at its management interface server=office");
  expect(first.log[0]).toContain("clients=2");
  expect((await read(source)).log).toEqual([]);
  expect(server.calls()).toBe(2);
});

describe("one that is busy (F60)", () => {
  test("is told once, with who may hold it; the file is read meanwhile, and it is left alone for longer each time", async () => {
    const { server, source } = await start({ isHeld: true });
    const first = await read(source);
    expect(first).toMatchObject({ substitute: true, from: join(folder, "status") });
    expect(first.log).toHaveLength(1);
    expect(first.log[0]).toContain("another holds it");
    expect(first.log[0]).toContain("meanwhile its status file is read");
    for (const [seconds, calls] of [
      [29, 1],
      [31, 2],
      [90, 2],
      [92, 3],
      [205, 3],
      [213, 4],
    ] as const) {
      monotonic = seconds * 1000;
      expect(await read(source)).toMatchObject({ substitute: true, log: [] });
      expect([seconds, server.calls()]).toEqual([seconds, calls]);
    }
  });

  test("is a failure where there is no file, with what to do about it", async () => {
    const { source } = await start({ isHeld: true }, { fallback: undefined });
    expect(await read(source)).toMatchObject({
      failed: "busy",
      message: expect.stringContaining("name its status file (input_file_name) to have it read meanwhile"),
    });
  });

  test("is a failure where the file is gone, too", async () => {
    rmSync(join(folder, "status"));
    const { source } = await start({ isHeld: true });
    const { message } = await read(source);
    expect(message).toContain("another holds it");
    expect(message).toContain("and instead: Cannot read status file");
  });

  test("that serves us again is told, and read", async () => {
    const path = join(folder, "socket");
    const busy = await fakeManagement({ path, isHeld: true });
    const { source } = await start({}, { place: busy.place });
    await read(source);
    await busy.close();
    servers.push(await fakeManagement({ path, replies: held }));
    monotonic = 31_000;
    const again = await read(source);
    expect(again.substitute).toBe(false);
    expect(again.log.at(-1)).toContain("info works again server=office");
  });
});

test("F59: a wrong password is tried once in five minutes, and never logged", async () => {
  const { server, source } = await start({ password: "right" }, { password: PASSWORD, fallback: undefined });
  const logged: string[] = [];
  for (const [seconds, calls] of [
    [0, 1],
    [14, 1],
    [299, 1],
    [301, 2],
  ] as const) {
    monotonic = seconds * 1000;
    const { failed, message = "", log } = await read(source);
    expect([failed, server.calls()]).toEqual(["password", calls]);
    logged.push(message, ...log);
  }
  expect(logged.join()).not.toContain("canary");
  expect(server.heard).toEqual([PASSWORD, PASSWORD]);
});

test("one that is not there is asked again at the next poll: that costs nothing", async () => {
  const path = join(folder, "socket");
  const { source } = await start({}, { place: { kind: "unix", path } });
  expect((await read(source)).log[0]).toContain("nobody listens there");
  servers.push(await fakeManagement({ path, replies: held }));
  expect((await read(source)).substitute).toBe(false);
});

describe("management_hold", () => {
  /** Lets events be heard. */
  const settle = () => Bun.sleep(20);

  test("keeps one connection for all readings, and tells rates from what OpenVPN counts", async () => {
    const { server, source } = await start({}, { hold: true });
    expect(await read(source)).toMatchObject({ substitute: false });
    server.say(">BYTECOUNT_CLI:0,1000,2000\r\n>BYTECOUNT_CLI:1,10,20\r\n");
    await settle();
    expect(source.liveRates().size).toBe(0);
    monotonic = 500;
    server.say(">BYTECOUNT_CLI:0,1100,2000\r\n");
    await settle();
    monotonic = 5000;
    server.say(">BYTECOUNT_CLI:0,6000,2500\r\n");
    await settle();
    expect([...source.liveRates()]).toEqual([[0, { receivedPerSecond: 1000, sentPerSecond: 100 }]]);
    monotonic = 21_000;
    expect(source.liveRates().get(0)).toEqual({ receivedPerSecond: 0, sentPerSecond: 0 });
    await read(source);
    expect(server.calls()).toBe(1);
    expect(server.heard.slice(0, 2)).toEqual(["state on", "bytecount 5"]);
  });

  test("tells no rates while the kernel moves the data, which events of OpenVPN 2.6 leave out", async () => {
    const offloaded = `${held.get("status 3")}`.replace("END\r\n", "GLOBAL_STATS\tdco_enabled\t1\r\nEND\r\n");
    const { server, source } = await start({ replies: new Map([...held, ["status 3", offloaded]]) }, { hold: true });
    await read(source);
    for (const bytes of [1000, 6000]) {
      server.say(`>BYTECOUNT_CLI:0,${bytes},0\r\n`);
      await settle();
      monotonic += 5000;
    }
    expect(source.liveRates().size).toBe(0);
  });

  test("closes a connection on which OpenVPN will tell nothing: it serves one at a time", async () => {
    const { server, source } = await start(
      { replies: new Map([...held, ["state on", "ERROR: no\r\n"]]) },
      { hold: true },
    );
    for (const _ of [1, 2]) await read(source);
    await settle();
    expect(server.open()).toBe(0);
  });

  test("forgets rates at a restart, which begins client ids anew, and of clients that are gone", async () => {
    const { server, source } = await start({}, { hold: true });
    await read(source);
    const flow = async (clientId: number) => {
      for (const bytes of [0, 5000]) {
        server.say(`>BYTECOUNT_CLI:${clientId},${bytes},0\r\n`);
        await settle();
        monotonic += 5000;
      }
    };
    await flow(0);
    await flow(7);
    expect(source.liveRates().size).toBe(2);
    await read(source);
    expect([...source.liveRates().keys()]).toEqual([0]);
    server.say(">STATE:1795331704,RECONNECTING,SIGUSR1,,,,,\r\n");
    await settle();
    expect(source.liveRates().size).toBe(0);
    await flow(0);
    server.say(">CLIENT:ESTABLISHED,0\r\n>CLIENT:ENV,common_name=x\r\n>CLIENT:ENV,END\r\n");
    await settle();
    expect(source.liveRates().size).toBe(0);
  });

  test("connects again when the connection is lost", async () => {
    const { server, source } = await start({}, { hold: true });
    await read(source);
    server.hangUp();
    await settle();
    expect(source.liveRates().size).toBe(0);
    expect(await read(source)).toMatchObject({ substitute: false });
    expect(server.calls()).toBe(2);
  });

  test("F58: gives up a connection that no longer answers, and makes another later", async () => {
    const { server, source } = await start({ replies: new Map([...held, ["state", ""]]) }, { hold: true });
    expect((await read(source)).log.at(-1)).toContain("does not answer within 0.2 s");
    expect(await read(source)).toMatchObject({ substitute: true, log: [] });
    expect(server.calls()).toBe(1);
    monotonic = 31_000;
    await read(source);
    expect(server.calls()).toBe(2);
  });
});
