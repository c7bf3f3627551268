import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { statusText } from "../../scripts/bench/status-text.ts";
import { ovpnstats } from "./cli.ts";

const NAME = "user000001";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ovpnstats-report-"));
  const at = Math.floor(Date.now() / 1000) - 5;
  writeFileSync(join(folder, "status"), statusText(3, 3, at, 0), "latin1");
  utimesSync(join(folder, "status"), at, at);
});
afterEach(() => rmSync(folder, { recursive: true }));

function run(command: string, ...flags: readonly string[]) {
  const env = { STATE_DIRECTORY: folder, OVPNSTATS_INPUT_FILE_NAME: join(folder, "status") };
  return ovpnstats([command, ...flags], { cwd: folder, env });
}

test.each(["text", "html", "json"])(
  "report --private names nobody, as %s",
  async (format) => {
    await run("once", "--quiet");
    const named = await run("report", "--format", format);
    const nameless = await run("report", "--format", format, "--private");
    expect([named.status, nameless.status, nameless.err]).toEqual([0, 0, ""]);
    expect(named.out).toContain(NAME);
    expect(nameless.out).not.toContain(NAME);
    expect(nameless.out).toMatch(/\bU 2\b/);
  },
  30_000,
);

test("enable_full_user_name_in_file shortens the names in both written files, and nowhere else", async () => {
  await run("once", "--quiet", "--no-enable-full-user-name-in-file");
  for (const file of ["vpn.html", "vpn.txt"]) {
    const text = readFileSync(join(folder, file), "utf8");
    expect(text).not.toContain(NAME);
    expect(text).toMatch(/\bU 2\b/);
  }
  expect((await run("report", "--no-enable-full-user-name-in-file")).out).toContain(NAME);
}, 30_000);

test.each([
  ["report", "connection.db"],
  ["report", "link/connection.db"],
  ["report", "status"],
  ["report", "ovpnstats.toml"],
  ["report", "openvpn.lock"],
  ["export", "connection.db"],
])(
  "%s --out %s is refused: that file is in use",
  async (command, name) => {
    await run("once", "--quiet");
    writeFileSync(join(folder, "ovpnstats.toml"), "");
    symlinkSync(folder, join(folder, "link"));
    const before = readFileSync(join(folder, name));
    const who = command === "export" ? [NAME] : [];
    const { status, err } = await run(command, ...who, "--out", name);
    expect([status, err]).toEqual([
      2,
      `ovpnstats: Cannot write to ${join(folder, name)}: that file is in use otherwise; name another with --out\n`,
    ]);
    expect(readFileSync(join(folder, name))).toEqual(before);
  },
  30_000,
);
