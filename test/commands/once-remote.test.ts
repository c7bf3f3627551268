import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "bun:test";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type MovingServer, startMovingServer } from "../store/moving-server.ts";
import { bookedOn } from "../support/remote-books.ts";
import { type Sqld, startSqld } from "../support/sqld.ts";
import { ovpnstats } from "./cli.ts";

let sqld: Sqld;
let folder = "";
let server: MovingServer;
let name = "";
let seed = 1;

beforeAll(async () => {
  sqld = await startSqld();
});
beforeEach(() => {
  folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "ovpnstats-once-remote-"));
  name = `server ${seed}`;
  server = startMovingServer(seed++, Math.floor(Date.now() / 1000));
  configure(folder);
});
afterEach(() => {
  server.remove();
  rmSync(folder, { recursive: true });
});
afterAll(() => sqld.stop());

function configure(directory: string): void {
  const lines = [
    `db_url = "${sqld.url}"`,
    `db_file_location = "${join(directory, "state")}"`,
    'time_zone = "UTC"',
    "web_file_path = false",
    "text_file_path = false",
    "[[server]]",
    `name = "${name}"`,
    `input_file_name = "${server.statusFile}"`,
    'status_interval = "1 day"',
  ];
  writeFileSync(join(directory, "ovpnstats.toml"), lines.join("\n"));
}

const once = (directory = folder) => ovpnstats(["once"], { cwd: directory });

const booked = () => bookedOn(sqld.url, name);

test("once loses nothing of what it read while the database was away, and counts it once (F37)", async () => {
  server.move();
  expect(await once()).toMatchObject({ status: 0, err: "" });
  server.acknowledge(server.version());
  await sqld.kill();
  for (let round = 0; round < 4; round++) {
    server.move();
    const { status, err } = await once();
    expect(status).toBe(3);
    expect(err).toContain(`Cannot use the database ${sqld.url}: `);
    // It is kept: whoever was connected may go now.
    server.acknowledge(server.version());
  }
  const spool = join(folder, "state", "spool", encodeURIComponent(name));
  expect(readdirSync(spool).length).toBeGreaterThan(2);
  await sqld.restart();
  expect(await once()).toMatchObject({ status: 0 });
  expect(readdirSync(spool)).toEqual([]);
  expect(await booked()).toEqual(new Map(server.truth()));
  expect((await once()).out).toContain("nothing new since the last reading");
  expect(await booked()).toEqual(new Map(server.truth()));
}, 30_000);

test("a reading that is damaged on disk is a warning, and the others are accounted (F37)", async () => {
  server.move();
  await once();
  await sqld.kill();
  server.move();
  await once();
  const spool = join(folder, "state", "spool", encodeURIComponent(name));
  writeFileSync(join(spool, "000000000000-1-1-00.json"), "{");
  await sqld.restart();
  const { status, err } = await once();
  expect([status, err]).toEqual([0, expect.stringContaining("is damaged, and was moved aside")]);
  expect(readdirSync(spool)).toEqual(["damaged"]);
  expect(await booked()).toEqual(new Map(server.truth()));
}, 30_000);

test("a copy of the machine is refused and told who writes; its readings wait (F38)", async () => {
  const copy = join(folder, "copy");
  await Bun.write(join(copy, "x"), "");
  configure(copy);
  server.move();
  expect(await once()).toMatchObject({ status: 0, err: "" });
  const { status, err } = await once(copy);
  expect(status).toBe(3);
  expect(err).toContain(`Cannot write the books of ${name}: the machine `);
  expect(err).toContain("give each of the two servers a name of its own");
  // All its files, but another boot.
  const state = (directory: string) => join(directory, "state", "machine.json");
  const machine = JSON.parse(readFileSync(state(folder), "utf8"));
  writeFileSync(state(copy), JSON.stringify({ ...machine, boot_id: "11111111-2222-3333-4444-555555555555" }));
  server.move();
  expect(await once(copy)).toMatchObject({ status: 0 });
  expect(JSON.parse(readFileSync(state(copy), "utf8"))).toEqual(machine);
}, 30_000);

test("a zone other than that of who wrote first is refused, and nothing is read or written by it", async () => {
  server.move();
  await once();
  const { status, err } = await ovpnstats(["once", "--time-zone", "Europe/Vienna"], { cwd: folder });
  expect(status).toBe(3);
  expect(err).toContain('set time_zone = "UTC" and month_starts_on = 1');
});
