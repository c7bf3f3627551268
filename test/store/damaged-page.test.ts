import { afterAll, beforeAll, expect, test } from "bun:test";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { statusText } from "../../scripts/bench/status-text.ts";
import { ovpnstats } from "../commands/cli.ts";

const PAGE = 8192;

let folder = "";

async function once() {
  const status = join(folder, "status.log");
  return await ovpnstats([
    "once",
    "--input-file-name",
    status,
    "--db-file-location",
    folder,
    "--web-file-path",
    "false",
  ]);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "ovpnstats-damage-"));
  const at = Math.floor(Date.now() / 1000) - 5;
  writeFileSync(join(folder, "status.log"), statusText(3, 40, at, 0), "latin1");
  utimesSync(join(folder, "status.log"), at, at);
  expect((await once()).status).toBe(0);
  copyFileSync(join(folder, "connection.db"), join(folder, "good.db"));
});

afterAll(() => rmSync(folder, { recursive: true }));

test("once on a database with one damaged page does its work, or names the database and ends with 3 (F32)", async () => {
  const good = readFileSync(join(folder, "good.db"));
  const outcomes = new Set<number | null>();
  for (let page = 1; page < good.length / PAGE; page += 4) {
    const bytes = Buffer.from(good);
    bytes.fill(0xab, page * PAGE, (page + 1) * PAGE);
    writeFileSync(join(folder, "connection.db"), bytes);
    const { status, err } = await once();
    outcomes.add(status);
    expect(err).not.toContain("internal error");
    if (status !== 0) expect(err).toContain(`Cannot use the database ${join(folder, "connection.db")}`);
  }
  expect([...outcomes].sort()).toEqual([0, 3]);
}, 60_000);
