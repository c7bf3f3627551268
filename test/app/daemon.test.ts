import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Client, createClient } from "@libsql/client/sqlite3";
import { type Daemon, startDaemon } from "../../src/app/daemon.ts";
import { createLog } from "../../src/log.ts";
import { type Machine, startMachine, wallClock } from "../oracle/machine.ts";
import { advance, connect, type Server, startServer, stepClock } from "../oracle/simulator.ts";
import { statusText } from "../oracle/status-text.ts";
import { audit } from "../store/audit.ts";
import type { Sum } from "../store/moving-server.ts";
import { serveConfig } from "../support/serve-config.ts";

const NOON = 1_795_348_800;
const HOUR = 3600;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/** The daemon looks this often, on the test's clock, whether something is due. */
const BEATS_A_SECOND = 200;

let folder = "";
let machine: Machine;
let server: Server;
let daemon: Daemon;
let database = "";
let client: Client;
const shown = new Map<number, Sum & { readonly user: string }>();
const lines: string[] = [];

/** Seconds go by only when the test lets them. */
const clock = {
  speed: BEATS_A_SECOND,
  now: () => wallClock(machine) * 1000,
  monotonic: () => machine.now * 1000,
  sleep: () => Bun.sleep(1),
};

beforeEach(async () => {
  folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "ovpnstats-clock-"));
  mkdirSync(join(folder, "state"));
  shown.clear();
  lines.length = 0;
  machine = startMachine(NOON, 7);
  server = startServer(machine, {
    ...{ name: "openvpn", release: "2.6", zone: "UTC", statusVersion: 3, statusEvery: 10, steady: true },
    ...{ transport: "udp4", pool: "v4" },
  });
  for (const [trueId, commonName] of ["alice", "bob", "carol"].entries()) {
    connect(machine, server, { trueId, commonName, manner: "plain", hook: "none", host: 3 + trueId, port: 40_000 });
  }
  write(20);
  database = join(folder, "state", "connection.db");
  const config = await serveConfig(join(folder, "state"), {
    OVPNSTATS_INPUT_FILE_NAME: join(folder, "status"),
    OVPNSTATS_DB_CLEAN_INTERVAL: "1 min",
    OVPNSTATS_WEB_FILE_PATH: join(folder, "vpn.html"),
    OVPNSTATS_TEXT_FILE_PATH: join(folder, "vpn.txt"),
  });
  daemon = await startDaemon(config, {
    version: "0",
    uid: process.getuid?.(),
    log: createLog({ level: "info", format: "text", now: () => wallClock(machine), write: (line) => lines.push(line) }),
    clocks: { clock, bootClock: () => ({ uptime: machine.now - machine.bootedAt, bootId: `boot-${machine.boots}` }) },
  });
  client = createClient({ url: `file:${database}`, intMode: "bigint" });
});

afterEach(async () => {
  await daemon.stop();
  client.close();
  expect(audit(database, truth())).toEqual([]);
  rmSync(folder, { recursive: true });
});

/** So many seconds go by, and OpenVPN writes its status. */
function write(seconds: number): void {
  advance(machine, [server], machine.now + seconds);
  const { file } = server;
  if (file === undefined) throw new Error("the server is down");
  for (const { trueId, commonName: user, received, sent } of file.rows) shown.set(trueId, { user, received, sent });
  const path = join(folder, "status");
  writeFileSync(`${path}.new`, statusText(file), "latin1");
  utimesSync(`${path}.new`, file.mtime, file.mtime);
  renameSync(`${path}.new`, path);
  // A file that was touched just now is not read yet.
  machine.now++;
}

/** What the books must hold. */
function truth(): ReadonlyMap<string, Sum> {
  return new Map([...shown.values()].map(({ user, received, sent }) => [user, { received, sent }]));
}

/** What they hold. While the daemon runs its own library asks: within one process another would not see its locks. */
async function totals(): Promise<ReadonlyMap<string, Sum>> {
  const { rows } = await client.execute(`
    SELECT CAST(u.name AS TEXT), sum(t.bytes_received), sum(t.bytes_sent)
    FROM traffic_total AS t JOIN users AS u ON u.id = t.user GROUP BY u.id`);
  return new Map(rows.map((row) => [String(row[0]), { received: big(row[1]), sent: big(row[2]) }]));
}

function big(value: unknown): bigint {
  return typeof value === "bigint" ? value : -1n;
}

/** Lets time go by in steps, each of which is to be in the books within one poll. */
async function play(steps: number, seconds: number): Promise<void> {
  for (let step = 0; step < steps; step++) {
    write(seconds);
    for (let look = 0; look < 200 && !Bun.deepEquals(await totals(), truth()); look++) await Bun.sleep(10);
    expect(await totals()).toEqual(truth());
  }
}

/** Rows of traffic by every period, and of connections: what a cleaning would take away. */
async function kept(): Promise<bigint> {
  const tables = ["traffic_five_minutes", "traffic_hour", "traffic_day", "connections"];
  const counts = tables.map((table) => `SELECT count(*) AS n FROM ${table}`).join(" UNION ALL ");
  const { rows } = await client.execute(`SELECT sum(n) FROM (${counts})`);
  return big(rows[0]?.[0]);
}

describe("startDaemon()", () => {
  test.each([
    ["by an hour", -HOUR],
    ["by a day", -DAY],
    ["to 1970", -NOON + 100],
  ])("a clock set back %s: polls go on, totals stay true to the byte (F20)", async (_, by) => {
    await play(4, 20);
    stepClock(machine, [server], by);
    await play(6, 90);
    stepClock(machine, [server], -by);
    await play(6, 90);
    expect(lines.filter((line) => / error /.test(line))).toEqual([]);
  });

  test("a clock set forward a year, and back: nothing is deleted, totals stay true to the byte (F21)", async () => {
    await play(12, 400);
    const before = await kept();
    stepClock(machine, [server], YEAR);
    await play(10, 400);
    expect(lines.join("")).toContain("cleaning waits for 25 hours: the clock may have been set");
    stepClock(machine, [server], -YEAR);
    await play(10, 400);
    expect(await kept()).toBeGreaterThanOrEqual(before);
  });

  test("a machine that slept 8 hours: one credit for all of it, nothing is dropped (F24)", async () => {
    await play(3, 20);
    await play(1, 8 * HOUR);
    await play(3, 20);
  });
});
