import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemdUnit, whyUnfit } from "../../src/output/systemd-unit.ts";

const ANALYZE = Bun.which("systemd-analyze");
/** /bin/true is a program that there is; verify asks for it. */
const unit = systemdUnit({ executable: "/bin/true", configFile: undefined });
const folder = mkdtempSync(join(tmpdir(), "ovpnstats-unit-"));
const file = join(folder, "ovpnstats.service");
writeFileSync(file, unit);
afterAll(() => rmSync(folder, { recursive: true }));

function analyze(...argv: readonly string[]) {
  const { exitCode, stdout, stderr } = Bun.spawnSync([ANALYZE ?? "systemd-analyze", ...argv], {
    env: { PATH: "/usr/bin:/bin", LC_ALL: "C" },
  });
  return { status: exitCode, said: `${stdout}${stderr}` };
}

/** The settings in force: commented lines are none. */
function settings(text: string): readonly string[] {
  return text.split("\n").filter((line) => /^\w+=/.test(line));
}

test.if(ANALYZE !== null || process.env.CI !== undefined)("systemdUnit() is exposed by 2.0 at most", () => {
  expect(analyze("security", "--offline=yes", "--threshold=20", "--no-pager", file)).toMatchObject({ status: 0 });
  expect(analyze("security", "--offline=yes", "--threshold=10", "--no-pager", file)).toMatchObject({ status: 1 });
});

test.if(ANALYZE !== null || process.env.CI !== undefined)("systemdUnit() is right, with its comments taken in", () => {
  expect(analyze("verify", "--man=no", file).said).not.toContain("ovpnstats.service");
  const all = join(folder, "all.service");
  writeFileSync(all, unit.replaceAll(/^#(?=\w+=)/gm, ""));
  expect(analyze("verify", "--man=no", all).said).not.toContain("all.service");
  const broken = join(folder, "broken.service");
  writeFileSync(broken, unit.replace("ProtectSystem=strict", "ProtectSystem=tight"));
  expect(analyze("verify", "--man=no", broken).said).toContain("broken.service");
});

test("systemdUnit() keeps secrets and names out of core dumps and from other users (F66)", () => {
  const wanted = ["LimitCORE=0", "UMask=0077", "StateDirectory=ovpnstats", "StateDirectoryMode=0700"];
  expect(settings(unit)).toEqual(expect.arrayContaining(wanted));
});

test("systemdUnit() may read OpenVPN's status, and needs nothing else of root", () => {
  const rights = settings(unit).filter((line) => /Capabilit|^User=|^DynamicUser=/.test(line));
  expect(rights.toSorted()).toEqual([
    "AmbientCapabilities=CAP_DAC_READ_SEARCH",
    "CapabilityBoundingSet=CAP_DAC_READ_SEARCH",
    "DynamicUser=yes",
    "User=ovpnstats",
  ]);
});

test("systemdUnit() lets the engine's native module be run from the runtime directory", () => {
  const { executable } = { executable: "/usr/bin/ovpnstats" };
  const lines = settings(systemdUnit({ executable, configFile: undefined }));
  expect(lines).toContain("RuntimeDirectory=ovpnstats");
  expect(lines).toContain(`ExecPaths=${executable} /run/ovpnstats`);
  expect(lines.some((line) => line.startsWith("MemoryDenyWriteExecute="))).toBe(false);
});

test("systemdUnit() starts serve, with the configuration that is named", () => {
  const executable = "/opt/vpn/ovpnstats";
  expect(settings(systemdUnit({ executable, configFile: undefined }))).toContain("ExecStart=/opt/vpn/ovpnstats serve");
  const configFile = "/etc/vpn/stats.toml";
  expect(settings(systemdUnit({ executable, configFile }))).toContain(
    "ExecStart=/opt/vpn/ovpnstats serve --config /etc/vpn/stats.toml",
  );
});

test.each([
  ["/usr/local/bin/ovpnstats", undefined],
  ["/opt/c++@2:a,b/ovpn-stats_1", undefined],
  ["/homework/ovpnstats", undefined],
  ["/home/anna/ovpnstats", "hides /home"],
  ["/root/ovpnstats", "hides /root"],
  ["/tmp/ovpnstats", "hides /tmp"],
  ["/dev/shm/ovpnstats", "hides /dev"],
  ["/opt/my programs/ovpnstats", "letters"],
  ["/opt/100%/ovpnstats", "letters"],
  ["/opt/$HOME/ovpnstats", "letters"],
  ["/opt/a\nExecStartPre=/bin/true", "letters"],
])("whyUnfit(%j) is %j", (path, why) => {
  if (why === undefined) expect(whyUnfit(path)).toBeUndefined();
  else expect(whyUnfit(path)).toContain(why);
});
