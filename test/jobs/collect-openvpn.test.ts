import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { statusText } from "../../scripts/bench/status-text.ts";
import { createCalendar } from "../../src/account/calendar.ts";
import { type Collected, type Collection, collect } from "../../src/jobs/collect.ts";
import { parseStatus } from "../../src/parse/status.ts";
import { loadServer } from "../../src/store/servers.ts";
import { openTemporary } from "../support/books.ts";

const NOON = 1_795_348_800;
const UP = NOON - 5000;

let server: Collected;
let remove = () => {};

beforeEach(async () => {
  const opened = await openTemporary();
  remove = opened.remove;
  server = {
    ...{ name: "openvpn", source: "127.0.0.1:7505", statusInterval: undefined, serverTimeZone: undefined },
    ...{ identity: "common_name", calendar: createCalendar("UTC"), newId: () => crypto.randomUUID() },
    database: opened.database,
  };
});

afterEach(() => remove());

interface Shown {
  /** Bytes each of two clients moved since noon. */
  readonly moved?: number;
  readonly dco?: boolean;
  readonly upSince?: number;
  readonly isSubstitute?: boolean;
  /** Now, where that is not when the status was written. */
  readonly readAt?: number;
  /** Seconds since noon as they passed, where the clock was set meanwhile. */
  readonly passed?: number;
}

/** Accounts a status of so many seconds after noon; each process remembers nothing, as with cron. */
async function show(
  seconds: number,
  { moved = 0, dco = false, readAt = seconds, passed = readAt, ...more }: Shown,
): Promise<Collection> {
  const written = statusText(3, 2, NOON + seconds, moved).replace(/dco_enabled\t\d/, `dco_enabled\t${Number(dco)}`);
  const text = parseStatus(written);
  expect(text.dcoEnabled).toBe(dco);
  const reading = {
    text,
    modifiedAt: NOON + seconds,
    contentHash: `${seconds} ${moved}`,
    size: written.length,
    ...more,
  };
  const moment = { now: NOON + readAt, uptime: passed + 1e6, bootId: "boot" };
  return await collect(server, { books: undefined, problem: undefined }, reading, moment);
}

/** What an operator is told of a status. */
async function events(seconds: number, shown: Shown): Promise<readonly string[]> {
  return (await show(seconds, shown)).change?.notices.map(({ event }) => event) ?? [];
}

test("what OpenVPN tells of itself is in the books: up since, and data channel offload", async () => {
  await show(0, { upSince: UP, dco: true });
  await show(10, {});
  expect((await loadServer(server.database, server)).books).toMatchObject({ upSince: UP, dco: false });
});

test("a restart of OpenVPN is told once", async () => {
  expect(await events(0, { upSince: UP })).toEqual([]);
  expect(await events(10, { moved: 1, upSince: UP })).toEqual([]);
  expect(await events(20, { moved: 2 })).toEqual([]);
  expect(await events(30, { moved: 3, upSince: NOON + 25 })).toEqual(["OpenVPN was restarted"]);
  expect(await events(40, { moved: 4, upSince: NOON + 25 })).toEqual([]);
});

// Made-up rows: data channel offload needs a kernel module, which these machines do not have.
describe("counters that stand still", () => {
  const still = expect.stringContaining("no counter moves, and OpenVPN runs with data channel offload");

  test("are told once, after three minutes with data channel offload", async () => {
    const told: (readonly string[])[] = [];
    for (const seconds of [0, 60, 120, 180, 240]) told.push(await events(seconds, { dco: true }));
    expect(told).toEqual([[], [], [], [still], []]);
    expect((await loadServer(server.database, server)).books.stillSince).toBe(NOON);
    expect(await events(300, { dco: true, moved: 1 })).toEqual([]);
    expect((await loadServer(server.database, server)).books.stillSince).toBeUndefined();
  });

  test("are told only when more than two statuses in a row show it", async () => {
    const told: (readonly string[])[] = [];
    for (const seconds of [0, 300, 600, 900]) told.push(await events(seconds, { dco: true }));
    expect(told).toEqual([[], [], [still], []]);
  });

  test("are nothing to tell without data channel offload", async () => {
    for (const seconds of [0, 60, 120, 180, 240]) expect(await events(seconds, {})).toEqual([]);
  });
});

describe("a status file read while the management interface is busy (F60)", () => {
  test("counts where it is newer than the books", async () => {
    await show(0, {});
    const { change, stale } = await show(60, { moved: 500, isSubstitute: true });
    expect(change?.after.at).toBe(NOON + 60);
    expect([...(change?.postings.totals.values() ?? [])].map(({ bytesReceived }) => bytesReceived)).toEqual([
      500n,
      500n,
    ]);
    expect(stale).toBe(false);
  });

  test("changes nothing where it is older: what was asked for is fresher", async () => {
    await show(100, { moved: 500 });
    const { change, stale, books } = await show(70, { moved: 300, isSubstitute: true, readAt: 114 });
    expect(change).toBeUndefined();
    expect([stale, books.at]).toEqual([false, NOON + 100]);
  });

  test("is stale by its own steps, not by those of the polls before", async () => {
    for (const seconds of [0, 5, 10, 15]) await show(seconds, { moved: seconds });
    expect((await show(20, { moved: 20, isSubstitute: true, readAt: 79 })).stale).toBe(false);
    expect((await show(20, { moved: 20, isSubstitute: true, readAt: 300 })).stale).toBe(true);
  });

  test("counts where it is newer by a clock that was set back, and is stale by that clock where it is not", async () => {
    await show(100, { moved: 500 });
    const back = { isSubstitute: true, readAt: -3400, passed: 200 };
    expect((await show(-3520, { ...back, moved: 300 })).change).toBeUndefined();
    expect((await show(-3520, { ...back, moved: 300, readAt: -3200, passed: 400 })).stale).toBe(true);
    const { change, stale } = await show(-3410, { ...back, moved: 700 });
    expect([change?.after.at, stale]).toEqual([NOON - 3410, false]);
    const sums = [...(change?.postings.totals.values() ?? [])].map(({ bytesReceived }) => bytesReceived);
    expect(sums).toEqual([200n, 200n]);
  });
});
