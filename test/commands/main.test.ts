import { expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import manifest from "../../package.json" with { type: "json" };
import { COMMANDS } from "../../src/commands/commands.ts";
import { loadedWith, ovpnstats } from "./cli.ts";

test("--version prints the version", async () => {
  expect(await ovpnstats(["--version"])).toEqual({ status: 0, out: `ovpnstats ${manifest.version}\n`, err: "" });
});

test("--help names every command, and each command has its help", async () => {
  const { status, out } = await ovpnstats(["--help"]);
  expect(status).toBe(0);
  for (const { name, summary } of COMMANDS) {
    expect(out).toContain(name);
    expect(out).toContain(summary);
    const own = await ovpnstats([name, "--help"]);
    expect(own).toMatchObject({ status: 0, err: "" });
    expect(own.out).toStartWith(`Usage: ovpnstats ${name} `);
    expect(await ovpnstats(["help", name])).toEqual(own);
  }
});

test("no help is wider than a terminal", async () => {
  for (const argv of [["--help"], ...COMMANDS.map(({ name }) => [name, "--help"])]) {
    const { out } = await ovpnstats(argv);
    expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
  }
});

test("without a command: the help, on standard error, and status 2", async () => {
  const { status, out, err } = await ovpnstats([]);
  expect([status, out]).toEqual([2, ""]);
  expect(err).toContain("Usage: ovpnstats COMMAND");
});

test.each([
  [["onec"], "did you mean once?"],
  [["conf"], "did you mean config?"],
  [["help", "reprot"], "did you mean report?"],
  [["\u001b[31m\u202e"], String.raw`\u{202e}`],
  [["once", "--quite"], "flag --quite is not known; did you mean --quiet?"],
  [["once", "--time-zon", "UTC"], "flag --time-zon is not known; did you mean --time-zone?"],
  [["once", "--time-zone"], "flag --time-zone needs a value"],
  [["once", "--quiet=yes"], "flag --quiet takes no value"],
  [["once", "--no-disk-to-monitor"], "flag --no-disk-to-monitor is not known"],
  [["once", "now"], '"now" is not expected here'],
  [["report", "--format", "pdf"], "--format must be text, html, json"],
  [["config"], '"config check", "config show" or "config example"'],
  [["config", "chek"], '"config check"'],
])("%j is refused with status 2", async (argv, reason) => {
  const { status, out, err } = await ovpnstats(argv, { env: { STATE_DIRECTORY: "/nonexistent" } });
  expect([status, out]).toEqual([2, ""]);
  expect(err).toContain(reason);
  expect(err.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

test("--version and every --help load no package", async () => {
  const loaded = await Promise.all(
    ["src/main.ts", ...COMMANDS.map(({ name }) => `src/commands/${name}.ts`)].map(loadedWith),
  );
  const packages = loaded.flat().filter((name) => !/^(?:src\/.*|node:.*|.*\/package\.json)$/.test(name));
  expect(packages).toEqual([]);
  expect(await loadedWith("src/config.ts")).toContain("valibot");
});

test("a reader that has enough is no error", async () => {
  const main = join(import.meta.dir, "../../src/main.ts");
  const script = `{ sleep 0.3; "$0" "$1" config example; echo "$?" >&2; } | true`;
  const { stderr } = Bun.spawnSync(["sh", "-c", script, process.execPath, main]);
  expect(stderr.toString()).toBe("0\n");
});

test.if(process.platform === "linux")("output that cannot be written is an error", async () => {
  const main = join(import.meta.dir, "../../src/main.ts");
  const { stderr, exitCode } = Bun.spawnSync(["sh", "-c", '"$0" "$1" --help > /dev/full', process.execPath, main]);
  expect(stderr.toString()).toStartWith("ovpnstats: Cannot print: ENOSPC");
  expect(exitCode).toBe(1);
});

test("what is created is nobody else's to read: umask 077", async () => {
  const folder = await mkdtemp(join(tmpdir(), "ovpnstats-umask-"));
  const script = `umask 000; exec "$0" -e 'import "${join(import.meta.dir, "../../src/main.ts")}"; console.error(process.umask())' -- --version`;
  const { stderr } = Bun.spawnSync(["sh", "-c", script, process.execPath], { cwd: folder });
  await rm(folder, { recursive: true });
  expect(stderr.toString()).toContain(String(0o077));
});
