import { expect, test } from "bun:test";
import { addSamples } from "../../src/store/machine.ts";
import type { Database } from "../../src/store/open.ts";
import { describeStore } from "./drivers.ts";
import { moved, NOON, poller } from "./poller.ts";

/** The tables that are documented for anyone's SQL: their first columns, with the types they are declared to have. */
const DOCUMENTED = [
  [
    "connections",
    [
      ["common_name", "TEXT"],
      ["real_address", "TEXT"],
      ["bytes_received", "INTEGER"],
      ["bytes_sent", "INTEGER"],
      ["connected_since", "DATETIME"],
      ["db_updated", "DATETIME"],
      ["ip_id", "INTEGER"],
    ],
  ],
  [
    "ips",
    [
      ["id", "INTEGER"],
      ["ip", "TEXT"],
      ["city", "TEXT"],
      ["region", "TEXT"],
      ["country", "TEXT"],
      ["table_updated", "DATETIME"],
      ["provider", "TEXT"],
    ],
  ],
  [
    "system_resources",
    [
      ["table_updated", "DATETIME"],
      ["disk_percentage", "INTEGER"],
      ["memory", "INTEGER"],
      ["load_average_1", "REAL"],
      ["load_average_5", "REAL"],
      ["load_average_15", "REAL"],
      ["proc_no", "INTEGER"],
    ],
  ],
] as const;

describeStore("the schema", ({ open }) => {
  test.each(DOCUMENTED)("begins the table %s with the documented columns, in their order", async (table, columns) => {
    const { client } = await open();
    const { rows } = await client.execute(`PRAGMA table_info(${table})`);
    const declared = rows.map(({ name, type }) => [String(name), String(type)]);
    expect(declared.slice(0, columns.length)).toEqual(columns.map(([name, type]) => [name, type]));
  });

  test("has documented tables that plain SQL can read, with times of UTC as text", async () => {
    const database = await open();
    await fill(database);
    expect(await select(database, "SELECT * FROM connections JOIN ips ON ips.id = ip_id ORDER BY bytes_sent")).toEqual([
      expect.objectContaining({
        ...{ common_name: "alice", real_address: "10.0.0.0:1194", ip: "10.0.0.0" },
        ...{ bytes_received: 10n, bytes_sent: 11n },
        ...{ connected_since: "2026-06-10 10:00:00", db_updated: "2026-06-10 10:02:30" },
      }),
      expect.objectContaining({ common_name: "caf\ufffd", ip: "2001:db8::1", bytes_received: 20n }),
    ]);
    expect(await select(database, "SELECT * FROM system_resources")).toEqual([
      {
        ...{ table_updated: "2026-06-10 10:02:30", disk: "/", disk_percentage: 61n, memory: null },
        ...{ load_average_1: 0.25, load_average_5: 1, load_average_15: 2.5, proc_no: 140n },
        database_bytes: 4096n,
      },
    ]);
  });

  test("lets all its own tables hold the declared types only", async () => {
    const { client } = await open();
    const { rows } = await client.execute("PRAGMA table_list");
    const lax = rows.filter(
      ({ type, strict, name }) => type === "table" && !strict && !/^(sqlite|libsql)_/.test(`${name}`),
    );
    expect(lax.map(({ name }) => name).sort()).toEqual(["connections", "ips", "system_resources"]);
  });
});

async function fill(database: Database): Promise<void> {
  const sample = { diskPercent: 60.7, memoryPercent: undefined, load1: 0.25, load5: 1, load15: 2.5, processes: 140 };
  await addSamples(database, "/", [{ ...sample, at: NOON, databaseBytes: 4096 }]);
  const far = { number: 1, realAddress: "udp6:[2001:db8::1]:1194" };
  await poller(database).poll(NOON, [moved("alice", 10), moved("caf\xe9", 20, far)]);
}

async function select({ client }: Database, sql: string): Promise<Record<string, unknown>[]> {
  return (await client.execute(sql)).rows.map((row) => Object.fromEntries(Object.entries(row)));
}
