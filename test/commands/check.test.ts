import { Database as Sqlite } from "bun:sqlite";
import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { statusText } from "../../scripts/bench/status-text.ts";
import { ovpnstats } from "./cli.ts";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ovpnstats-check-"));
  const at = Math.floor(Date.now() / 1000) - 5;
  writeFileSync(join(folder, "status"), statusText(3, 3, at, 0), "latin1");
  utimesSync(join(folder, "status"), at, at);
});
afterEach(() => rmSync(folder, { recursive: true }));

function run(command: string, ...flags: readonly string[]) {
  const env = { STATE_DIRECTORY: folder, OVPNSTATS_INPUT_FILE_NAME: join(folder, "status") };
  return ovpnstats([command, ...flags], { cwd: folder, env });
}

test("check says that books are right, and with exit status 1 by how many bytes they are not", async () => {
  expect(await run("check")).toMatchObject({ status: 3 });
  await run("once", "--quiet");
  expect(await run("check")).toMatchObject({ status: 0, out: "ok: the books are right\n", err: "" });
  using sqlite = new Sqlite(join(folder, "connection.db"));
  sqlite.exec("UPDATE traffic_day SET bytes_received = bytes_received - 3 WHERE user = 2");
  const wrong = await run("check");
  expect(wrong.status).toBe(1);
  expect(wrong.out).toMatch(/^user000001 on openvpn, by day: \d+ received by connections, \d+ booked \(3 missing\)$/m);
  expect(wrong.out).toEndWith("the books are wrong: 2 differences\n");
});

test("check prints the first 50 differences, --all all of them", async () => {
  await run("once", "--quiet");
  using sqlite = new Sqlite(join(folder, "connection.db"));
  sqlite.exec(`
    WITH RECURSIVE n (user) AS (SELECT 10 UNION ALL SELECT user + 1 FROM n WHERE user < 69)
    INSERT INTO traffic_total (user, server, bytes_received, bytes_sent, seen_at) SELECT user, 1, 1, 1, 0 FROM n`);
  expect((await run("check")).out).toContain("and 10 more: --all prints them\n");
  expect((await run("check", "--all")).out.split("\n")).toHaveLength(62);
});
