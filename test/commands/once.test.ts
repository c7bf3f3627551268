import { afterEach, beforeEach, expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ovpnstats } from "./cli.ts";

const FIXTURE = join(import.meta.dir, "../fixtures/captures/openvpn-2.6.14");

let folder = "";
let status = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ovpnstats-once-"));
  status = join(folder, "status.log");
  await writeStatus(Math.floor(Date.now() / 1000) - 5);
});

afterEach(() => rm(folder, { recursive: true }));

/** One user's status, written at that instant. */
async function writeStatus(at: number): Promise<void> {
  const header =
    "Common Name,Real Address,Virtual Address,Virtual IPv6 Address,Bytes Received,Bytes Sent," +
    "Connected Since,Connected Since (time_t),Username,Client ID,Peer ID,Data Channel Cipher";
  const row = `ann,192.0.2.7:1194,10.8.0.2,,1000,2000,2026-01-01 00:00:00,${at - 600},UNDEF,0,0,AES-256-GCM`;
  const lines = [
    "TITLE,OpenVPN 2.6.14 x86_64-pc-linux-gnu",
    `TIME,2026-01-01 00:00:00,${at}`,
    `HEADER,CLIENT_LIST,${header}`,
    `CLIENT_LIST,${row}`,
    "HEADER,ROUTING_TABLE,Virtual Address,Common Name,Real Address,Last Ref,Last Ref (time_t)",
    `ROUTING_TABLE,10.8.0.2,ann,192.0.2.7:1194,2026-01-01 00:00:00,${at}`,
    "GLOBAL_STATS,Max bcast/mcast queue length,0",
    "GLOBAL_STATS,dco_enabled,0",
    "END",
  ];
  await writeFile(status, `${lines.join("\n")}\n`);
  await utimes(status, at, at);
}

/** Runs a command on the folder's status and database. */
function run(command: string, ...flags: readonly string[]) {
  const env = { STATE_DIRECTORY: join(folder, "state"), OVPNSTATS_INPUT_FILE_NAME: status };
  return ovpnstats([command, ...flags], { cwd: folder, env });
}

test("once reads, writes both reports, and says so in one line", async () => {
  const { status: exit, out, err } = await run("once");
  expect({ exit, err }).toEqual({ exit: 0, err: "" });
  expect(out).toMatch(
    /^openvpn: 1 connection, 1\.00 kB received and 2\.00 kB sent .*; wrote .*vpn\.html and .*vpn\.txt\n$/,
  );
  const state = join(folder, "state");
  expect(await readFile(join(state, "vpn.txt"), "utf8")).toContain("ann");
  expect(await readFile(join(state, "vpn.html"), "utf8")).toContain("ann");
  const modes = await Promise.all(
    ["", "connection.db", "vpn.html"].map(async (name) => (await stat(join(state, name))).mode & 0o777),
  );
  expect(modes).toEqual([0o700, 0o600, 0o640]);
});

test("once again: nothing new, nothing counted twice", async () => {
  await run("once");
  expect((await run("once")).out).toStartWith("openvpn: 1 connection, nothing new");
  const { out } = await run("report", "--format", "json");
  expect(JSON.parse(out).totals.all_time).toEqual({ bytes_received: 1000, bytes_sent: 2000 });
});

test("once --quiet says nothing, once --json says it for programs", async () => {
  expect(await run("once", "--quiet")).toEqual({ status: 0, out: "", err: "" });
  const { out } = await run("once", "--json");
  expect(JSON.parse(out)).toMatchObject({
    servers: [{ name: "openvpn", outcome: "unchanged", connections: 1 }],
    failures: [],
  });
});

test("a stale status is a warning, not a failure", async () => {
  await writeStatus(Math.floor(Date.now() / 1000) - 7200);
  const { status: exit, out, err } = await run("once");
  expect([exit, out]).toEqual([0, expect.stringContaining("openvpn: no news")]);
  expect(err).toContain(" warn ");
  expect(await run("once", "--quiet")).toEqual({ status: 0, out: "", err: "" });
});

test("a missing status is a failure that is explained; the reports are written all the same", async () => {
  await rm(status);
  const { status: exit, out, err } = await run("once");
  expect([exit, out]).toEqual([1, expect.stringContaining("vpn.html")]);
  expect(err).toContain(`Cannot read status file ${status}`);
  expect((await run("once", "--quiet")).err).toContain(" error ");
});

test("F40: a report that cannot be written is a failure; the books are kept", async () => {
  const { status: exit, err } = await run("once", "--web-file-path", join(folder, "none", "vpn.html"));
  expect([exit, err]).toEqual([1, expect.stringContaining(`Cannot write ${folder}/none/vpn.html`)]);
  expect((await run("report")).out).toContain("ann");
});

test("once --no-web-file-path --no-text-file-path writes no report", async () => {
  const { out } = await run("once", "--no-web-file-path", "--no-text-file-path");
  expect(out).not.toContain("wrote");
  expect((await readdir(join(folder, "state"))).filter((name) => name.startsWith("vpn."))).toEqual([]);
});

test("F32: a file that is no database ends with 3 and is left as it is", async () => {
  await mkdir(join(folder, "state"));
  const path = join(folder, "state", "connection.db");
  await writeFile(path, "precious text");
  for (const command of ["once", "report"]) {
    const { status: exit, err } = await run(command);
    expect([exit, err]).toEqual([3, expect.stringContaining(path)]);
  }
  expect(await readFile(path, "utf8")).toBe("precious text");
});

test.if(process.getuid?.() === 0)(
  "F34: a database that this user may not write ends with 3, named with what to do",
  async () => {
    await run("once");
    const state = join(folder, "state");
    for (const name of ["", "connection.db"]) await chmod(join(state, name), 0o755);
    await chmod(folder, 0o755);
    const main = join(import.meta.dir, "../../src/main.ts");
    const { status: exit, stderr } = spawnSync(process.execPath, [main, "once"], {
      cwd: "/",
      env: { STATE_DIRECTORY: state, OVPNSTATS_INPUT_FILE_NAME: status, TZ: "UTC" },
      uid: 65_534,
      gid: 65_534,
    });
    expect([exit, stderr.toString()]).toEqual([3, expect.stringContaining(`Cannot write ${state}`)]);
    expect(stderr.toString()).toContain("set db_file_location");
  },
);

test("report before there is a database ends with 3 and says what to do", async () => {
  const { status: exit, out, err } = await run("report");
  expect([exit, out]).toEqual([3, ""]);
  expect(err).toContain("ovpnstats once");
  expect(await readdir(folder)).toEqual(["status.log"]);
});

test("a wrong configuration starts nothing: no directory, no database", async () => {
  expect((await run("once", "--month-starts-on", "32")).status).toBe(2);
  expect(await readdir(folder)).toEqual(["status.log"]);
});

test("report --out replaces the file; --format chooses", async () => {
  await run("once");
  const out = join(folder, "report.html");
  await writeFile(out, "old");
  await chmod(folder, 0o755);
  expect(await run("report", "--format=html", "--out", "report.html")).toEqual({ status: 0, out: "", err: "" });
  expect(await readFile(out, "utf8")).toStartWith("<!doctype html>");
  expect((await run("report", "--out", "none/report.txt")).status).toBe(1);
});

test("F43: hostile names reach neither terminal nor report raw", async () => {
  await cp(join(FIXTURE, "odd-cn.v3"), status);
  const ran = [await run("once"), await run("report"), await run("report", "--format", "json")];
  const text = ran.map(({ out, err }) => out + err).join("");
  expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
});
