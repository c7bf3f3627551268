import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Observed } from "../../src/jobs/backlog.ts";
import { createSpool, type Spool } from "../../src/jobs/spool.ts";
import { keepOnDisk, waitingReadings } from "../../src/jobs/waiting.ts";
import { createLog } from "../../src/log.ts";

let folder = "";
let spool: Spool;
let monotonic = 0;
const lines: string[] = [];

const tools = {
  log: createLog({ level: "info", format: "text", write: (line) => lines.push(line), now: () => 0 }),
  clock: { monotonic: () => monotonic },
};

beforeEach(() => {
  folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "ovpnstats-waiting-"));
  spool = createSpool(join(folder, "spool"));
  monotonic = 0;
  lines.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A reading made at an instant. */
function reading(at: number): Observed {
  const clients: [] = [];
  const words = { title: undefined, time: at, timeText: "", dcoEnabled: undefined, warnings: [] };
  return {
    reading: { text: { version: 3, clients, ...words }, modifiedAt: at, contentHash: `${at}`, size: 10 },
    moment: { now: at, uptime: undefined, bootId: undefined },
    source: "",
  };
}

/** Accounts what waits, and tells the instants. */
function accounted(store: Parameters<typeof waitingReadings>[0], each = () => {}): number[] {
  const instants: number[] = [];
  for (const next of waitingReadings(store, tools)) {
    instants.push(next.observed.moment.now);
    each();
    next.remove();
  }
  return instants;
}

describe("what waits for the database", () => {
  test("is accounted in the order of reading, first what is on disk (F37)", async () => {
    const store = { name: "vpn", backlog: [1, 2, 3].map(reading), spool };
    await keepOnDisk(store, tools);
    expect([store.backlog.length, spool.names().length]).toEqual([0, 3]);
    store.backlog.push(reading(4), reading(5));
    expect(accounted(store)).toEqual([1, 2, 3, 4, 5]);
    expect([store.backlog.length, spool.names().length, lines]).toEqual([0, 0, []]);
  });

  test("stays where it is when the database fails again", async () => {
    const store = { name: "vpn", backlog: [reading(1), reading(2)], spool };
    await keepOnDisk(store, tools);
    const failing = () => {
      throw new Error("the database is away");
    };
    expect(() => accounted(store, failing)).toThrow("away");
    store.backlog.push(reading(3));
    expect(accounted(store)).toEqual([1, 2, 3]);
  });

  test("waits on when there is much of it: the next poll looks at the status first", async () => {
    const store = { name: "vpn", backlog: [1, 2, 3, 4].map(reading), spool };
    await keepOnDisk(store, tools);
    store.backlog.push(reading(5));
    const slow = () => {
      monotonic += 6000;
    };
    expect(accounted(store, slow)).toEqual([1, 2]);
    await keepOnDisk(store, tools);
    expect(accounted(store)).toEqual([3, 4, 5]);
  });

  test("is kept in memory where it cannot be written, with a warning, and beside a local database anyway (F40)", async () => {
    writeFileSync(join(folder, "file"), "");
    const store = { name: "vpn", backlog: [reading(1)], spool: createSpool(join(folder, "file", "spool")) };
    await keepOnDisk(store, tools);
    expect(store.backlog).toHaveLength(1);
    expect(lines.join("")).toContain("what waits for the database is kept in memory");
    const local = { name: "vpn", backlog: [reading(1)] };
    await keepOnDisk(local, tools);
    expect(accounted(local)).toEqual([1]);
  });
});
