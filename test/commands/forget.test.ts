import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { statusText } from "../../scripts/bench/status-text.ts";
import { ovpnstats } from "./cli.ts";

const NAME = "user000001";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ovpnstats-forget-"));
  writeFileSync(join(folder, "ovpnstats.toml"), `hook_spool_dir = "hooks"\n[users.${NAME}]\nalias = "Ann"\n`);
  mkdirSync(join(folder, "hooks"));
  writeStatus(3, 0);
});
afterEach(() => rmSync(folder, { recursive: true }));

function writeStatus(clients: number, round: number): void {
  const at = Math.floor(Date.now() / 1000) - 20 + round;
  writeFileSync(join(folder, "status"), statusText(3, clients, at, round), "latin1");
  utimesSync(join(folder, "status"), at, at);
}

function run(command: string, ...flags: readonly string[]) {
  const env = { STATE_DIRECTORY: folder, OVPNSTATS_INPUT_FILE_NAME: join(folder, "status") };
  return ovpnstats([command, ...flags], { cwd: folder, env });
}

/** Files of the folder that name the user, those of the configuration and the status apart. */
function naming(): readonly string[] {
  return readdirSync(folder)
    .filter((name) => !["status", "ovpnstats.toml", "hooks"].includes(name))
    .filter((name) => readFileSync(join(folder, name)).includes(NAME))
    .sort();
}

async function totalOf(): Promise<string> {
  const { out } = await run("report", "--format", "json");
  return JSON.stringify(JSON.parse(out).totals);
}

test("forget says what it would do, does nothing without --yes, and with it leaves no trace of the name", async () => {
  await run("once", "--quiet");
  const before = await totalOf();
  expect(before).toContain("bytes_received");
  expect(naming()).toEqual(["connection.db", "vpn.html"]);

  const asked = await run("forget", NAME);
  expect(asked).toMatchObject({ status: 1, err: "" });
  expect(asked.out).toMatch(
    /^user000001: [\d.]+ \w?B received and [\d.]+ \w?B sent, 1 connection kept, 1 of them open\n/,
  );
  expect(asked.out).toMatch(/vpn\.html: the next .*\n.*vpn\.txt: the next /);
  expect(asked.out).toContain('ovpnstats.toml: [users."user000001"] is yours to remove\n');
  expect(asked.out).toEndWith("Nothing was done.\n");
  expect(naming()).toContain("connection.db");

  writeFileSync(join(folder, "hooks", "left"), `common_name=${NAME}\0`);
  const done = await run("forget", NAME, "--yes");
  expect(done).toMatchObject({ status: 0, err: "" });
  expect(done.out).toContain("user000001 is forgotten.\n");
  expect(done.out).toMatch(/hooks\/left: waits to be read/);
  rmSync(join(folder, "hooks", "left"));
  expect(naming()).not.toContain("connection.db");
  expect(readFileSync(join(folder, "connection.db-journal"))).toHaveLength(0);
  expect(await totalOf()).toBe(before);
  expect((await run("check")).out).toBe("ok: the books are right\n");

  // The status still shows the connection; the reports name the account of those who were forgotten.
  writeStatus(3, 10);
  expect((await run("once", "--quiet")).status).toBe(0);
  expect(naming()).toEqual([]);
  expect((await run("report")).out).toContain("(forgotten users)");
  expect(await run("forget", NAME, "--yes")).toMatchObject({ status: 1, out: "" });
  expect((await run("check")).out).toBe("ok: the books are right\n");
}, 60_000);

test.each([
  [["forget"], 2, "Cannot forget anybody: say whom first"],
  [["forget", "--yes"], 2, "Cannot forget anybody: say whom first"],
  [["forget", "User000001", "--yes"], 1, "the books know no user of that name; did you mean user000001?"],
  [["forget", "user00001", "--yes"], 1, "; did you mean user000001?"],
  [["forget", "Ann", "--yes"], 1, 'Cannot find "Ann": it is the alias of "user000001", which is the account\'s name'],
  [["forget", "somebody else", "--yes"], 1, "the books know no user of that name\n"],
  [["forget", NAME, "--ye"], 2, "flag --ye is not known; did you mean --yes?"],
])(
  "%p is refused, and nobody is forgotten",
  async ([command = "", ...flags], status, message) => {
    await run("once", "--quiet");
    const refused = await run(command, ...flags);
    expect(refused).toMatchObject({ status, out: "" });
    expect(refused.err).toContain(message);
    expect(naming()).toContain("connection.db");
  },
  30_000,
);

test("forget needs books", async () => {
  expect(await run("forget", NAME, "--yes")).toMatchObject({ status: 3 });
}, 30_000);
