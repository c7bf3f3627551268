import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@libsql/client/sqlite3";
import { statusText } from "../../scripts/bench/status-text.ts";
import { createCalendar } from "../../src/account/calendar.ts";
import { addToBacklog, type Backlog } from "../../src/jobs/backlog.ts";
import { observe, type Polled, poll } from "../../src/jobs/poll.ts";
import { createSpool } from "../../src/jobs/spool.ts";
import { fileSource } from "../../src/jobs/status-source.ts";
import { keepOnDisk } from "../../src/jobs/waiting.ts";
import { createLog } from "../../src/log.ts";
import { openServerLock, type ServerLock } from "../../src/store/lock.ts";
import { openDatabase } from "../../src/store/open.ts";
import { dumpBooks } from "../support/dump.ts";
import { END_ENV, hookText } from "../support/hooks.ts";

const NOON = 1_795_348_800;

/** Gives up at once. */
const patience = { monotonic: () => 0, sleep: async () => {}, limit: -1 };

let folder = "";
let lock: ServerLock;
let server: Polled;
let now = NOON;
const lines: string[] = [];

const tools = {
  log: createLog({ level: "info", format: "text", write: (line) => lines.push(line), now: () => now }),
  clock: { now: () => now * 1000, monotonic: () => now * 1000, sleep: async () => {} },
  now: () => now,
  bootClock: () => ({ uptime: now - NOON + 1000, bootId: "boot" }),
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "ovpnstats-poll-"));
  now = NOON;
  lines.length = 0;
  const database = await openBooks();
  lock = await openServerLock(join(folder, "openvpn.lock"), patience);
  server = {
    name: "openvpn",
    status: fileSource(join(folder, "status")),
    statusInterval: 10,
    serverTimeZone: undefined,
    identity: "common_name",
    calendar: createCalendar("UTC"),
    database,
    newId: () => crypto.randomUUID(),
    lock,
    memory: { books: undefined, problem: undefined },
    backlog: [],
  };
});

afterEach(() => {
  server.database.close();
  lock.close();
  rmSync(folder, { recursive: true });
});

function openBooks() {
  return openDatabase({ kind: "file", path: join(folder, "connection.db") }, { patience });
}

/** OpenVPN writes its status: so many clients, each with so many bytes more than at noon. */
function write(clients: number, moved: number): void {
  now += 10;
  const path = join(folder, "status");
  writeFileSync(path, statusText(3, clients, now, moved), "latin1");
  utimesSync(path, now, now);
  now += 1;
}

async function received(): Promise<bigint[]> {
  const { buckets } = await dumpBooks(server.database.client);
  return buckets.total.map((row) => row.received).sort();
}

describe("poll()", () => {
  test("what was read while the books could not be written is in them afterwards, also what came and went (F29)", async () => {
    write(1, 0);
    expect(await poll(server, tools)).toMatchObject({ outcome: "read", connections: 1 });
    const other = createClient({ url: `file:${join(folder, "connection.db")}` });
    const holding = await other.transaction("write");
    for (const [clients, moved] of [
      [1, 50],
      [2, 100],
      [1, 200],
      [1, 300],
    ] as const) {
      write(clients, moved);
      await expect(poll(server, tools)).rejects.toThrow("SQLITE_BUSY");
    }
    expect(server.backlog).toHaveLength(4);
    await holding.rollback();
    other.close();
    // As whoever polls on does: what failed once with libSQL may leave a statement behind that blocks every commit.
    server.database.close();
    server = { ...server, database: await openBooks(), memory: { books: undefined, problem: undefined } };
    write(1, 400);
    expect(await poll(server, tools)).toMatchObject({ outcome: "read", connections: 1 });
    expect(server.backlog).toEqual([]);
    expect(await received()).toEqual([1_000_400n, 1_000_101n].sort());
  });

  test("a reading that cannot be accounted for another reason holds up nothing", async () => {
    write(1, 0);
    const failing = {
      ...server,
      newId: (): string => {
        throw new Error("no ids");
      },
    };
    await expect(poll(failing, tools)).rejects.toThrow("no ids");
    expect(server.backlog).toEqual([]);
    write(1, 7);
    await poll(server, tools);
    expect(await received()).toEqual([1_000_007n]);
  });

  test("what hooks told waits for readings of before: those that wait, and a status unread just this time", async () => {
    const hookSpool = join(folder, "hooks");
    mkdirSync(hookSpool, { mode: 0o700 });
    const ended = { ...END_ENV, time_unix: String(NOON - 100), time_duration: "200", bytes_received: "77" };
    const leave = () =>
      writeFileSync(join(hookSpool, `${ended.time_unix}.200.${crypto.randomUUID()}.hook`), hookText(ended), {
        mode: 0o600,
      });
    write(1, 0);
    const hooked = { ...server, hookSpool };
    await poll(hooked, tools);
    leave();
    rmSync(join(folder, "status"));
    expect(await poll(hooked, tools)).toMatchObject({ outcome: "failed" });
    expect(await received()).toEqual([1_000_000n]);
    // As long as it may yet be read, that is: 3 intervals and 15 seconds.
    now += 60;
    await poll(hooked, tools);
    expect((await received()).sort()).toEqual([1_000_000n, 77n].sort());
    leave();
    const spool = createSpool(join(folder, "spool"));
    write(1, 5);
    await observe({ ...hooked, spool }, tools);
    await keepOnDisk({ ...hooked, spool }, tools);
    // Each commit takes longer than a poll goes on catching up.
    const later = () => {
      now += 30;
      return now * 1000;
    };
    const slow = { ...tools, clock: { ...tools.clock, monotonic: later } };
    write(1, 6);
    await observe({ ...hooked, spool }, tools);
    await keepOnDisk({ ...hooked, spool }, tools);
    await poll({ ...hooked, spool }, slow);
    expect([spool.names().length > 0, readdirSync(hookSpool).length]).toEqual([true, 1]);
    await poll({ ...hooked, spool }, tools);
    expect([spool.names(), readdirSync(hookSpool)]).toEqual([[], []]);
  });

  test("a reading that the books refuse is left out, which is told, and holds up none that wait after it", async () => {
    await server.database.client.execute(`
      CREATE TRIGGER refuse BEFORE INSERT ON observations WHEN new.read_at = ${NOON + 22}
      BEGIN SELECT RAISE(ABORT, 'no'); END`);
    for (const moved of [0, 100, 300]) {
      write(1, moved);
      await observe(server, tools);
    }
    write(1, 400);
    expect(await poll(server, tools)).toMatchObject({ outcome: "read", connections: 1 });
    expect(server.backlog).toEqual([]);
    expect(await received()).toEqual([1_000_400n]);
    const told = lines.filter((line) => line.includes(" error "));
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(
      /the books refuse a reading: it is left out server=openvpn source=\S+status read=2026-11-22T12:00:22Z why=/,
    );
  });

  test("a torn status passes by, unless it is still so when the last news are stale (F3, F5)", async () => {
    write(1, 0);
    await poll(server, tools);
    writeFileSync(join(folder, "status"), statusText(3, 1, now, 5).slice(0, -50), "latin1");
    utimesSync(join(folder, "status"), now, now);
    now += 5;
    expect(await poll(server, tools)).toMatchObject({ outcome: "torn", failure: undefined });
    now += 30;
    expect(await poll(server, tools)).toMatchObject({ outcome: "failed", failure: { kind: "torn" } });
    write(1, 7);
    expect(await poll(server, tools)).toMatchObject({ outcome: "read" });
    expect(await received()).toEqual([1_000_007n]);
    expect(lines.at(-1)).toContain("info works again server=openvpn");
  });

  test("a status that cannot be read is told, after what still waited is accounted", async () => {
    write(1, 0);
    await observe(server, tools);
    rmSync(join(folder, "status"));
    expect(await poll(server, tools)).toMatchObject({ outcome: "failed" });
    expect(await received()).toEqual([1_000_000n]);
    expect(lines.join("")).toContain("error Cannot read status file");
  });

  test("when a status came to fail and could be read again is noted once each, with why", async () => {
    write(1, 0);
    await poll(server, tools);
    rmSync(join(folder, "status"));
    for (let times = 0; times < 3; times++) await poll(server, tools);
    const failedAt = now;
    write(1, 5);
    await poll(server, tools);
    write(1, 6);
    await poll(server, tools);
    const { rows } = await server.database.client.execute("SELECT at, kind, detail FROM server_events ORDER BY id");
    expect(rows.map((row) => [Number(row[0]), row[1], row[2]])).toEqual([
      [failedAt, "failing", expect.stringContaining("Cannot read status file")],
      [failedAt + 10, "up", null],
    ]);
  });
});

describe("addToBacklog()", () => {
  const text = {
    version: 3,
    title: undefined,
    time: 0,
    timeText: "",
    clients: [],
    dcoEnabled: undefined,
    warnings: [],
  } as const;
  const observed = (at: number, contentHash = String(at)) => {
    const moment = { now: at, uptime: undefined, bootId: undefined };
    return { reading: { text, modifiedAt: at, contentHash, size: 10 }, moment, source: "" };
  };

  test("keeps each reading once, and beyond its room thins them out where they lie closest", () => {
    const backlog: Backlog = [];
    const dropped = [0, 10, 20, 22, 30, 40, 60].map((at) => addToBacklog(backlog, observed(at), 50));
    expect(dropped).toEqual([0, 0, 0, 0, 0, 1, 1]);
    expect(backlog.map(({ moment }) => moment.now)).toEqual([0, 20, 30, 40, 60]);
    expect(addToBacklog(backlog, observed(70, "60"), 50)).toBe(0);
    expect(backlog).toHaveLength(5);
  });
});
