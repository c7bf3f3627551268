import { Database } from "bun:sqlite";
import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mmdbFile } from "../support/mmdb.ts";
import { loadedWith, ovpnstats } from "./cli.ts";

let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ovpnstats-once-"));
  const now = Math.floor(Date.now() / 1000);
  const columns = [
    ["Common Name", "ann"],
    ["Real Address", "91.12.0.1:1194"],
    ["Virtual Address", "10.8.0.2"],
    ["Virtual IPv6 Address", ""],
    ["Bytes Received", "1000"],
    ["Bytes Sent", "2000"],
    ["Connected Since", "2026-01-01 00:00:00"],
    ["Connected Since (time_t)", String(now - 600)],
    ["Username", "UNDEF"],
    ["Client ID", "0"],
    ["Peer ID", "0"],
  ];
  const lines = [
    `TIME,2026-01-01 00:00:00,${now}`,
    `HEADER,CLIENT_LIST,${columns.map(([name]) => name).join()}`,
    `CLIENT_LIST,${columns.map(([, value]) => value).join()}`,
    "HEADER,ROUTING_TABLE,Virtual Address,Common Name,Real Address,Last Ref,Last Ref (time_t)",
    "GLOBAL_STATS,Max bcast/mcast queue length,0",
    "END\n",
  ];
  await writeFile(join(folder, "status.log"), ["TITLE,OpenVPN 2.6.14 x86_64-pc-linux-gnu", ...lines].join("\n"));
});

afterEach(() => rm(folder, { recursive: true }));

/** Runs once, and reads the report as it is after it. */
async function places(...flags: readonly string[]) {
  const env = { STATE_DIRECTORY: join(folder, "state"), OVPNSTATS_INPUT_FILE_NAME: join(folder, "status.log") };
  const { status, err } = await ovpnstats(["once", ...flags], { cwd: folder, env });
  const { out } = await ovpnstats(["report", "--format", "json", ...flags], { cwd: folder, env });
  const { places, credits } = JSON.parse(out);
  return { status, err, places, credits };
}

test("once tells the country of a new address, and whose data that is", async () => {
  expect(await places()).toMatchObject({
    status: 0,
    err: "",
    places: [{ country: "Germany", users: 1 }],
    credits: [expect.stringContaining("nro.net")],
  });
});

test("once asks the databases of location_databases; a broken one is a warning", async () => {
  await writeFile(join(folder, "city.mmdb"), mmdbFile({ "91.0.0.0/8": { city: "Bonn", country_code: "DE" } }));
  const { status, err, places: found } = await places("--location-databases", "city.mmdb:none.mmdb");
  expect([status, found]).toEqual([0, [expect.objectContaining({ city: "Bonn", country: "Germany" })]]);
  expect(err).toMatch(/ warn Cannot use \S+none\.mmdb for locations: ENOENT[^\n]+\n$/);
});

test("once --no-location-info looks nothing up", async () => {
  const { status, places: found, credits } = await places("--no-location-info");
  expect([status, found, credits]).toEqual([0, null, []]);
  const database = new Database(join(folder, "state", "connection.db"), { readonly: true });
  expect(database.query("SELECT ip, country, table_updated FROM ips").all()).toEqual([
    { ip: "91.12.0.1", country: null, table_updated: null },
  ]);
  database.close();
});

test("neither the database nor its reader is loaded before there is something to look up", async () => {
  const loaded = await loadedWith("src/app.ts");
  expect(loaded).toContain("src/jobs/locate.ts");
  expect(loaded.filter((name) => /mmdb-lib|embedded|chain|private-address|ipinfo\.ts/.test(name))).toEqual([]);
});
