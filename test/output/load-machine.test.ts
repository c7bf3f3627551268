import { expect, test } from "bun:test";
import { loadMachine } from "../../src/output/load-machine.ts";
import { machineCsv } from "../../src/output/machine-csv.ts";
import { renderMachineJson } from "../../src/output/machine-json.ts";
import { parseMachineSpan } from "../../src/report/machine-query.ts";
import { addSamples, databaseSize, type KeptSample } from "../../src/store/machine.ts";
import type { Database } from "../../src/store/open.ts";
import { describeStore } from "../store/drivers.ts";
import { calendar, moved, NOON, poller } from "../store/poller.ts";
import { sampleFrame } from "../support/sample-frame.ts";

const HOUR = 3600;
const DAY = 24 * HOUR;

async function machine(database: Database, query = "", now = NOON + 60) {
  return await loadMachine(database, { calendar }, { span: parseMachineSpan(new URLSearchParams(query)), now });
}

function sample(at: number, processes: number, more: Partial<KeptSample> = {}): KeptSample {
  return { at, diskPercent: 50, memoryPercent: undefined, load1: 0.5, load5: 1, load15: 1.5, processes, ...more };
}

describeStore("loadMachine()", ({ open }) => {
  test.each([
    ["", 24, HOUR],
    ["span=7-days", 28, 6 * HOUR],
    ["span=31-days", 31, DAY],
  ])("?%s has whole columns up to the running one, six bins each", async (query, count, length) => {
    const { columns, bins, from, to } = await machine(await open(), query);
    expect(columns).toHaveLength(count);
    expect(bins).toHaveLength(count * 6);
    for (const { start, end } of columns) expect(end - start).toBe(length);
    for (const [index, { start }] of columns.entries()) expect(start).toBe(columns[index - 1]?.end ?? from);
    expect(columns.at(-1)?.start).toBeLessThanOrEqual(NOON + 60);
    expect(to).toBeGreaterThan(NOON + 60);
  });

  test("tells the least, the mean and the most of each stretch, and nothing where there is no sample", async () => {
    const database = await open();
    const bin = calendar.bucket("hour", NOON).start - HOUR;
    await addSamples(database, "/", [
      sample(bin + 1, 10),
      sample(bin + 300, 20),
      sample(bin + 599, 60, { diskPercent: undefined }),
      sample(bin + 1200, 100),
    ]);
    const { bins, columns, latest } = await machine(database);
    const found = bins.filter(({ samples }) => samples > 0);
    expect(found.map(({ start, samples }) => [start, samples])).toEqual([
      [bin, 3],
      [bin + 1200, 1],
    ]);
    expect(found[0]?.figures).toEqual({
      disk: { min: 50, mean: 50, max: 50 },
      load1: { min: 0.5, mean: 0.5, max: 0.5 },
      load5: { min: 1, mean: 1, max: 1 },
      load15: { min: 1.5, mean: 1.5, max: 1.5 },
      processes: { min: 10, mean: 30, max: 60 },
    });
    expect(columns.find(({ start }) => start === bin)?.figures.processes).toEqual({ min: 10, mean: 47.5, max: 100 });
    expect(columns.filter(({ samples }) => samples > 0)).toHaveLength(1);
    expect(latest).toMatchObject({ sampledAt: bin + 1200, processes: 100 });
  });

  test("tells how large the database is, and how fast it grows", async () => {
    const database = await open();
    const size = await databaseSize(database);
    expect(size).toBeGreaterThan(4096);
    expect(size % 4096).toBe(0);
    await addSamples(database, "/", [sample(NOON - DAY / 2, 1, { databaseBytes: 1_000_000 })]);
    expect((await machine(database)).database).toEqual({ bytes: 1_000_000, perDay: undefined });
    await addSamples(database, "/", [sample(NOON, 1, { databaseBytes: 1_500_000 })]);
    const { database: grown } = await machine(database);
    expect(grown?.bytes).toBe(1_500_000);
    expect(grown?.perDay).toBeCloseTo(1_000_000, -4);
    expect((await machine(await open(), "", NOON + 9 * DAY)).database).toBeUndefined();
  });

  test("tells of each server its restarts, its outages and when nobody watched", async () => {
    const database = await open();
    const { poll } = poller(database, "ams");
    for (let minute = 0; minute <= 60; minute++)
      await poll(NOON - 3 * HOUR + minute * 60, [moved("alice", minute)], { upSince: NOON - 9 * HOUR });
    await poll(NOON - 2 * HOUR, [moved("alice", 60)], { readAt: NOON - HOUR, upSince: NOON - 9 * HOUR });
    await poll(NOON - HOUR, [], { upSince: NOON - 3700 });
    for (let minute = 1; minute <= 60; minute++) await poll(NOON - HOUR + minute * 60, [], { upSince: NOON - 3700 });
    const [server] = (await machine(database)).servers;
    expect(server).toMatchObject({ name: "ams", state: "up", version: "2.6.14", dco: false, upSince: NOON - 3700 });
    expect(server?.restarts).toEqual([{ at: NOON - 3700, kind: "exact" }]);
    expect(server?.outages).toEqual([{ kind: "stale", from: NOON - 2 * HOUR, to: NOON - HOUR, problem: undefined }]);
    expect(server?.unwatched).toHaveLength(1);
    const [gap] = server?.unwatched ?? [];
    expect(gap?.seconds).toBe(HOUR);
    expect(gap?.from).toBeWithin(NOON - 2 * HOUR - 300, NOON - 2 * HOUR + 1);
    expect(server?.watched).toBeCloseTo(2 / 3, 2);
    const week = (await machine(database, "span=7-days")).servers[0];
    expect(week?.watched).toBeCloseTo(2 / 3, 2);
    expect((await machine(database, "", NOON + HOUR)).servers[0]).toMatchObject({ state: "stale" });
  });

  test("says it to programs", async () => {
    const database = await open();
    await poller(database, "ams").poll(NOON, [moved("alice", 1)]);
    await addSamples(database, "/srv", [sample(NOON - 600, 10, { databaseBytes: 8192 })]);
    const history = await machine(database);
    const json = JSON.parse(renderMachineJson({ ...sampleFrame(), ...history }));
    expect(json).toMatchObject({ span: "24-hours", database_bytes: 8192, latest: { disk: "/srv", processes: 10 } });
    expect(json.servers).toMatchObject([{ name: "ams", restarts: [], outages: [], openvpn_version: "2.6.14" }]);
    const stretch = json.samples.find(({ samples }: { samples: number }) => samples > 0);
    expect(stretch).toMatchObject({ load_1: { min: 0.5, mean: 0.5, max: 0.5 }, memory_percent: null });
    const lines = machineCsv(history).split("\r\n");
    expect(lines[0]).toStartWith(
      "start,end,samples,disk_percent_min,disk_percent_mean,disk_percent_max,memory_percent_",
    );
    expect(lines).toHaveLength(1 + 144 + 1);
    expect(lines.find((line) => line.split(",")[2] === "1")).toContain(",1,50,50,50,,,,0.5,0.5,0.5,1,1,1,1.5,1.5,1.5,");
  });
});

test("parseMachineSpan() refuses what no link of ours has", () => {
  expect(() => parseMachineSpan(new URLSearchParams("span=year"))).toThrow(
    'Cannot show the machine with span="year": span must be one of 24-hours, 7-days, 31-days',
  );
});
