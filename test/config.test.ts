import { describe, expect, test } from "bun:test";
import { FILE, load, problemsOf } from "./config/load.ts";

describe("loadConfig() settles each key", () => {
  test("without file, variable or flag: the documented defaults", async () => {
    const { config, warnings, file } = await load({});
    expect(config).toMatchObject({
      input_file_parse_interval: 14,
      output_file_write_interval: 69,
      db_clean_interval: 86_400,
      db_clean_how_many_days_keep_data: 31,
      location_info: true,
      ip_update_interval: 3600,
      enable_provider_in_web: true,
      enable_full_user_name_in_web: true,
      ip_information_shown_in_web: 7,
      sys_update_interval: 600,
      disk_to_monitor: "/",
      month_starts_on: 1,
      retention_five_minutes: 48 * 3600,
      retention_hours: 62 * 86_400,
      retention_days: 3 * 365 * 86_400,
      time_zone: "Europe/Vienna",
      log_level: "info",
      log_format: "text",
      servers: [{ name: "openvpn", identity: "common_name" }],
      database: { kind: "file", path: "/var/lib/ovpnstats/connection.db" },
      htmlFile: { path: "/var/lib/ovpnstats/vpn.html", mode: 0o640 },
      textFile: { path: "/var/lib/ovpnstats/vpn.txt", mode: 0o640 },
    });
    expect(config.servers[0]?.input_file_name).toBeUndefined();
    expect({ warnings, file }).toEqual({ warnings: [], file: undefined });
  });

  test("flags win over variables, variables over the file, the file over defaults", async () => {
    const toml = 'time_zone = "UTC"\nmonth_starts_on = 3\nlog_level = "warn"';
    const env = { OVPNSTATS_MONTH_STARTS_ON: "4", OVPNSTATS_LOG_LEVEL: "debug", OVPNSTATS_TIME_ZONE: "" };
    const { config } = await load({ toml, env, flags: [{ flag: "--log-level", value: "error" }] });
    expect(config).toMatchObject({ time_zone: "UTC", month_starts_on: 4, log_level: "error" });
  });

  test.each([
    ["1", "enable_provider_in_web", true],
    ["no", "enable_provider_in_web", false],
    ["YES", "enable_provider_in_web", true],
    ["0", "ip_information_shown_in_web", 0],
    ["1", "ip_information_shown_in_web", 1],
    ["true", "ip_information_shown_in_web", 7],
    ["ipinfo", "location_info", "ipinfo"],
    ["false", "location_info", false],
    ["90", "sys_update_interval", 90],
    ["1h 30m", "sys_update_interval", 5400],
  ] as const)("the text %j of a variable for %s means %p", async (text, key, value) => {
    const { config } = await load({ env: { [`OVPNSTATS_${key.toUpperCase()}`]: text } });
    expect(config[key]).toBe(value);
  });

  test("a relative path leads from the directory of the file that names it, else from where we are", async () => {
    const toml = 'web_file_path = "www/vpn.html"\ndb_file_location = "data"';
    const { config } = await load({ toml, flags: [{ flag: "--text-file-path", value: "vpn.txt" }] });
    expect(config.htmlFile).toEqual({ path: "/etc/ovpnstats/www/vpn.html", mode: 0o644 });
    expect(config.textFile).toEqual({ path: "/home/op/vpn.txt", mode: 0o644 });
    expect(config.database).toEqual({ kind: "file", path: "/etc/ovpnstats/data/connection.db" });
  });

  test("a report may be switched off", async () => {
    const { config } = await load({
      toml: "web_file_path = false",
      flags: [{ flag: "--no-text-file-path", value: false }],
    });
    expect([config.htmlFile, config.textFile]).toEqual([undefined, undefined]);
  });

  test.each([
    ["as root", { uid: 0 }, "/var/lib/ovpnstats"],
    ["under systemd", { uid: 0, env: { STATE_DIRECTORY: "/var/lib/a:/var/lib/b" } }, "/var/lib/a"],
    ["with XDG_STATE_HOME", { uid: 1000, env: { XDG_STATE_HOME: "/x", HOME: "/h" } }, "/x/ovpnstats"],
    [
      "with a relative XDG_STATE_HOME",
      { uid: 1000, env: { XDG_STATE_HOME: "x", HOME: "/h" } },
      "/h/.local/state/ovpnstats",
    ],
    ["with HOME only", { uid: 1000, env: { HOME: "/h" } }, "/h/.local/state/ovpnstats"],
  ] as const)("the database is, %s, in the usual place", async (_, given, directory) => {
    const { config } = await load(given);
    expect(config.database).toEqual({ kind: "file", path: `${directory}/connection.db` });
  });

  test("a database name that ends in .db is kept", async () => {
    const { config } = await load({ toml: 'db_file_name = "books.db"' });
    expect(config.database).toMatchObject({ path: "/var/lib/ovpnstats/books.db" });
  });

  test("./ovpnstats.toml comes before /etc, and a named file before both", async () => {
    const files = { "/home/op/ovpnstats.toml": "month_starts_on = 2", "/home/op/own.toml": "month_starts_on = 3" };
    const toml = "month_starts_on = 4";
    expect((await load({ toml })).config.month_starts_on).toBe(4);
    expect((await load({ toml, files })).config.month_starts_on).toBe(2);
    expect((await load({ toml, files, file: "own.toml" })).config.month_starts_on).toBe(3);
  });

  test("[[server]] blocks inherit what the top level says", async () => {
    const toml = `identity = "username"
      [[server]]
      name = "udp"
      input_file_name = "udp.log"
      [[server]]
      name = "tcp"
      input_file_name = "/run/tcp.log"
      identity = "common_name"
      status_interval = "10s"`;
    const { config } = await load({ toml });
    expect(config.servers).toMatchObject([
      { name: "udp", input_file_name: "/etc/ovpnstats/udp.log", identity: "username" },
      { name: "tcp", input_file_name: "/run/tcp.log", identity: "common_name", status_interval: 10 },
    ]);
  });
});

describe("F65: loadConfig() refuses, with place, value and what is accepted", () => {
  test("everything wrong is told at once", async () => {
    const problems = await problemsOf({
      toml: `# a comment
input_file_parse_intervall = 3
month_starts_on = 0

[[server]]
name = "a"
identity = "user"
[[server]]
name = "a"`,
      env: { OVPNSTATS_TIMEZONE: "UTC", OVPNSTATS_LOG_LEVEL: "loud" },
      flags: [{ flag: "--no-month-starts-on", value: false }],
    });
    expect(problems).toEqual([
      `${FILE}:2: input_file_parse_intervall is not a key; did you mean input_file_parse_interval?`,
      `${FILE}:3: month_starts_on = 0 must be a whole number from 1 to 31`,
      'environment OVPNSTATS_LOG_LEVEL: log_level = "loud" must be "error" or "warn" or "info" or "debug"',
      "environment OVPNSTATS_TIMEZONE: timezone is not a key; did you mean time_zone?",
      "flag --no-month-starts-on: month_starts_on = false must be a whole number from 1 to 31",
      `${FILE}:7: identity = "user" must be "common_name" or "username"`,
      `${FILE}:8: name = "a" is already that of ${FILE}:5`,
      `${FILE}:8: input_file_name = "auto" is already that of ${FILE}:5`,
    ]);
  });

  test.each([
    ["no TOML", "a = = 1", `${FILE}:1:5: not TOML: invalid value`],
    ["a key given twice", "month_starts_on = 1\nmonth_starts_on = 2", "already defined"],
    ["a table that is none", "[database]\nname = 1", `${FILE}:1: database is not a key`],
    ["one [server]", '[server]\nname = "a"', `${FILE}:1: server must be blocks that begin with [[server]]`],
    ["an interval of 0", "sys_update_interval = 0", "sys_update_interval = 0 must be seconds or text"],
    ["a negative interval", 'sys_update_interval = "-5s"', 'sys_update_interval = "-5s" must be'],
    ["half a second", "sys_update_interval = 1.5", "sys_update_interval = 1.5 must be"],
    ["a timer longer than any", 'sys_update_interval = "25 days"', "from 1s to 20 days"],
    [
      "addresses kept longer than connections",
      'retention_addresses = "32 days"',
      `${FILE}:1: retention_addresses = "32 days" is refused: connections`,
    ],
    ["text for yes or no", 'enable_provider_in_web = "yes"', "must be true or false"],
    ["a date", "month_starts_on = 2026-01-01", "month_starts_on = 2026-01-01 must be"],
    ["a list", 'time_zone = ["UTC"]', 'time_zone = ["UTC"] must be the IANA name'],
    ["the shell's ~", 'db_file_location = "~/data"', "~ is not understood"],
    ["a database name with a directory", 'db_file_name = "../x"', "without directories"],
    ["a report over the database", 'web_file_path = "/var/lib/ovpnstats/connection.db"', "in use otherwise"],
    ["a report over the status", 'input_file_name = "/s"\ntext_file_path = "/s"', "in use otherwise"],
    ["a report over the configuration", 'web_file_path = "ovpnstats.toml"', "in use otherwise"],
    ["a report over a lock", 'text_file_path = "/var/lib/ovpnstats/openvpn.lock"', "in use otherwise"],
    [
      "a report over what tells machines apart",
      'text_file_path = "/var/lib/ovpnstats/machine.json"',
      "in use otherwise",
    ],
    ["two reports in one file", 'web_file_path = "/r"\ntext_file_path = "/r"', "in use otherwise"],
    [
      "input_file_name beside blocks",
      'input_file_name = "/s"\n[[server]]\nname = "a"',
      `${FILE}:1: input_file_name is`,
    ],
    ["a name of 81 bytes", `[[server]]\nname = "${"ü".repeat(40)}x"`, "must be a name of printable characters"],
    ["a name that ends in a space", '[[server]]\nname = "a "', "must be a name of printable characters"],
    ["a name of control characters", '[[server]]\nname = "a\\u001b"', String.raw`name = "a\u001b" must be`],
  ])("%s", async (_, toml, expected) => {
    expect((await problemsOf({ toml })).join("\n")).toContain(expected);
  });

  test.each([
    ["the database's directory", "/books/connection.db"],
    ["the status file itself", "/run/status"],
  ])("a report over what a link leads to: %s", async (_, path) => {
    const links = { "/var/lib/ovpnstats": "/books", "/status": "/run/status" };
    const toml = `input_file_name = "/status"\ntext_file_path = "${path}"`;
    expect((await problemsOf({ toml, links })).join()).toContain("in use otherwise");
  });

  test("two reports in one file, by a link", async () => {
    const toml = 'web_file_path = "/a/r"\ntext_file_path = "/b/r"';
    expect((await problemsOf({ toml, links: { "/b": "/a" } })).join()).toContain("in use otherwise");
  });

  test("a named file that is not there", async () => {
    expect(await problemsOf({ file: "x.toml" })).toEqual([
      "/home/op/x.toml: cannot be read: no such file or directory",
    ]);
  });

  test("a file in the working directory that somebody else may write, unless it is named", async () => {
    const files = { "/home/op/ovpnstats.toml": "month_starts_on = 2" };
    const refused = ["/home/op/ovpnstats.toml: another user may write it: name it with --config to trust it"];
    expect(await problemsOf({ files, owner: 1000 })).toEqual(refused);
    expect(await problemsOf({ files, mode: 0o666 })).toEqual(refused);
    expect((await load({ files, owner: 1000, file: "ovpnstats.toml" })).config.month_starts_on).toBe(2);
    const own = { files, owner: 1000, uid: 1000, env: { HOME: "/h" } };
    expect((await load(own)).config.month_starts_on).toBe(2);
    expect((await load({ ...own, owner: 0 })).config.month_starts_on).toBe(2);
  });

  test("no place for the database", async () => {
    const [problem] = await problemsOf({ uid: 1000 });
    expect(problem).toContain("db_file_location");
  });

  test("lines are found behind texts and tables that span lines", async () => {
    const toml = `disk_to_monitor = """
month_starts_on = 5
/"""
[[server]]
name = 'a'
"input_file_name" = 3
[other.table]
x = 1`;
    expect(await problemsOf({ toml })).toEqual([
      expect.stringContaining(`${FILE}:7: other is not a key`),
      expect.stringContaining(`${FILE}:6: input_file_name = 3 must be a path`),
    ]);
  });
});
