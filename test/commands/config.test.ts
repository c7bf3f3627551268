import { afterAll, beforeAll, expect, test } from "bun:test";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ovpnstats } from "./cli.ts";

let folder = "";
const CANARY = "canary-5e1f";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ovpnstats-config-"));
  await write("ovpnstats.toml", 'time_zone = "Asia/Kolkata"\n');
  await write("bad.toml", 'time_zone = "Mars/Base"\nlog_levle = "info"\n');
  await write("remote.toml", 'db_url = "libsql://h.invalid"\ndb_auth_token_file = "token"\n');
  await write("token", `${CANARY}\n`);
});

afterAll(() => rm(folder, { recursive: true }));

async function write(name: string, text: string): Promise<void> {
  await writeFile(join(folder, name), text);
  await chmod(join(folder, name), 0o600);
}

/** Runs `config …` in the folder. */
function config(argv: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return ovpnstats(["config", ...argv], { cwd: folder, env: { STATE_DIRECTORY: folder, ...env } });
}

test("config check says which file is right", async () => {
  expect(await config(["check"])).toEqual({ status: 0, out: `ok: ${folder}/ovpnstats.toml\n`, err: "" });
});

test("F65: config check tells every problem with its place, and ends with 2", async () => {
  const { status, out, err } = await config(["check", "--config=bad.toml", "--month-starts-on", "-1"], {
    OVPNSTATS_SYS_UPDATE_INTERVAL: "0",
  });
  expect([status, out]).toEqual([2, ""]);
  expect(err).toBe(`ovpnstats: Cannot use the configuration, nothing was started: 4 problems
  ${folder}/bad.toml:1: time_zone = "Mars/Base" must be the IANA name of a time zone, such as "Europe/Berlin" or "UTC"
  ${folder}/bad.toml:2: log_levle is not a key; did you mean log_level?
  environment OVPNSTATS_SYS_UPDATE_INTERVAL: sys_update_interval = 0 must be seconds or text such as "1h 30m", from 1s to 20 days
  flag --month-starts-on: month_starts_on = -1 must be a whole number from 1 to 31
`);
});

test("F23: a TZ that the runtime would take for UTC is refused", async () => {
  const { status, err } = await config(["check", "--config", "/dev/null"], { TZ: "CET-1CEST,M3.5.0,M10.5.0/3" });
  expect(status).toBe(2);
  expect(err).toContain('environment TZ = "CET-1CEST,M3.5.0,M10.5.0/3" is not the name of a time zone');
});

test("F23: a TZ that names a zone is the default", async () => {
  const { out } = await config(["show", "--config", "/dev/null"], { TZ: ":America/St_Johns" });
  expect(out).toMatch(/^time_zone = "America\/St_Johns" +# default$/m);
});

test("config show prints the effect of file, variable and flags", async () => {
  const argv = ["show", "--no-enable-provider-in-web", "--enable-full-user-name-in-web", "no", "--no-location-info"];
  const { status, out } = await config(argv, { OVPNSTATS_MONTH_STARTS_ON: "15" });
  expect(status).toBe(0);
  expect(out).toMatch(/^time_zone = "Asia\/Kolkata" +# .*\/ovpnstats\.toml:1$/m);
  expect(out).toMatch(/^month_starts_on = 15 +# environment OVPNSTATS_MONTH_STARTS_ON$/m);
  expect(out).toMatch(/^enable_provider_in_web = false +# flag --no-enable-provider-in-web$/m);
  expect(out).toMatch(/^enable_full_user_name_in_web = false +# flag --enable-full-user-name-in-web$/m);
  expect(out).toMatch(/^location_info = false +# flag --no-location-info$/m);
});

test("config example prints a file that config check finds right", async () => {
  const { status, out } = await config(["example"]);
  expect(status).toBe(0);
  await write("example.toml", out);
  expect(await config(["check", "--config", "example.toml"])).toMatchObject({ status: 0 });
});

test("F65: an unreadable file is named, with the reason", async () => {
  const { status, err } = await config(["check", "--config", "none.toml"]);
  expect([status, err]).toEqual([2, expect.stringContaining(`${folder}/none.toml: cannot be read: no such file`)]);
});

test("F65: a secret that others may read is warned of", async () => {
  await chmod(join(folder, "token"), 0o644);
  const { status, err } = await config(["check", "--config", "remote.toml"]);
  await chmod(join(folder, "token"), 0o600);
  expect([status, err]).toEqual([0, expect.stringContaining(`warning: ${folder}/token holds a secret`)]);
});

test("F66: no output of any command shows a secret, wherever it comes from", async () => {
  const given = [
    [{}, []],
    [{ OVPNSTATS_DB_AUTH_TOKEN: CANARY }, []],
    [{ OVPNSTATS_DB_URL: `libsql://h?authToken=${CANARY}` }, []],
    [{ OVPNSTATS_DB_AUTH_TOKN: CANARY }, []],
    [{ OVPNSTATS_DB_AUTH_TOKEN_FILE: join(folder, "token") }, ["--log-format", "json"]],
  ] as const;
  for (const [env, flags] of given) {
    for (const argv of [["config", "check"], ["config", "show"], ["config", "example"], ["once"], ["report"]]) {
      const remote = argv[1] === "example" ? [] : ["--config", "remote.toml", "--log-level", "debug", ...flags];
      const { out, err } = await ovpnstats([...argv, ...remote], {
        cwd: folder,
        env: { STATE_DIRECTORY: folder, ...env },
      });
      expect(out + err).not.toContain(CANARY);
    }
  }
}, 60_000);
