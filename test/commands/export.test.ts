import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { statusText } from "../../scripts/bench/status-text.ts";
import { ovpnstats } from "./cli.ts";

let folder = "";

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "ovpnstats-export-"));
  const at = Math.floor(Date.now() / 1000) - 5;
  writeFileSync(join(folder, "ovpnstats.toml"), '[users.user000001]\nalias = "Ann"\ngroup = "Sales"\n');
  writeFileSync(join(folder, "status"), statusText(3, 3, at, 0), "latin1");
  utimesSync(join(folder, "status"), at, at);
  await run("once", "--quiet");
});
afterEach(() => rmSync(folder, { recursive: true }));

function run(command: string, ...flags: readonly string[]) {
  const env = { STATE_DIRECTORY: folder, OVPNSTATS_INPUT_FILE_NAME: join(folder, "status") };
  return ovpnstats([command, ...flags], { cwd: folder, env });
}

test("export prints everything about one user as JSON, whatever pages may show", async () => {
  const { status, out, err } = await run(
    "export",
    "user000001",
    "--ip-in-web",
    "none",
    "--no-enable-full-user-name-in-web",
  );
  expect({ status, err }).toEqual({ status: 0, err: "" });
  const held = JSON.parse(out);
  const bytes = { bytes_received: 1_000_001, bytes_sent: 9_000_001 };
  expect(held).toMatchObject({
    time_zone: "UTC",
    user: { name: "user000001", alias: "Ann", group: "Sales" },
    totals: [{ server: "openvpn", ...bytes }],
    connections: [
      {
        ...{ server: "openvpn", state: "open", authenticated: true, common_name: "user000001", username: null },
        ...{
          real_address: "203.0.113.1:20001",
          virtual_address: "10.8.0.1",
          cipher: "AES-256-GCM",
          end: null,
          ...bytes,
        },
      },
    ],
    traffic: { year: [{ server: "openvpn", ...bytes }] },
    ...{ dropped_connections: [], first_sights: expect.any(Array) },
  });
  expect(held.user.first_seen_at).toBe(held.connections[0].start);
  expect(Object.keys(held.traffic)).toEqual(["five_minutes", "hour", "day", "month", "year"]);
  expect(out).not.toMatch(/user000000|user000002/);
}, 30_000);

test("export --format csv --out writes one table, for its owner alone", async () => {
  const file = join(folder, "ann.csv");
  expect(await run("export", "user000001", "--format", "csv", "--out", "ann.csv")).toEqual({
    status: 0,
    out: "",
    err: "",
  });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const [head = "", ...lines] = readFileSync(file, "utf8").trimEnd().split("\r\n");
  const columns = head.split(",");
  const rows = lines.map((line) => Object.fromEntries(line.split(",").map((cell, index) => [columns[index], cell])));
  const kinds = ["user", "total", "traffic", "connection"];
  expect([...new Set(rows.map(({ what }) => what))]).toEqual(expect.arrayContaining(kinds));
  expect(rows.find(({ what }) => what === "connection")).toMatchObject({
    ...{ common_name: "user000001", real_address: "203.0.113.1:20001", state: "open", authenticated: "yes" },
    ...{ bytes_received: "1000001", bytes_sent: "9000001" },
  });
}, 30_000);

test.each([
  [["export"], 2, "Cannot export: say whose data first"],
  [
    ["export", "user00001"],
    1,
    'Cannot find "user00001": the books know no user of that name; did you mean user000001?',
  ],
  [["export", "Ann"], 1, "it is the alias of"],
  [["export", "user000001", "--format", "xml"], 2, 'Cannot export as "xml": --format must be json or csv'],
])(
  "%p is refused",
  async ([command = "", ...flags], status, message) => {
    const refused = await run(command, ...flags);
    expect(refused).toMatchObject({ status, out: "" });
    expect(refused.err).toContain(message);
  },
  30_000,
);
