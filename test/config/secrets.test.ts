import { describe, expect, test } from "bun:test";
import { effectiveToml } from "../../src/config/show.ts";
import { FILE, load, problemsOf } from "./load.ts";

describe("F66: secrets stay secret", () => {
  const remote = 'db_url = "libsql://books.example.net"\ndb_auth_token_file = "token"';
  const files = { "/etc/ovpnstats/token": "canary-5e1f\n", "/home/op/ovpnstats.toml": "" };

  test("a token comes from its file, without the line's end", async () => {
    const { config, warnings } = await load({ toml: remote, files, file: FILE });
    const place = { kind: "remote", url: "libsql://books.example.net", authToken: "canary-5e1f" } as const;
    expect(config.database).toEqual({ ...place, zone: { timeZone: config.time_zone, monthStartsOn: 1 } });
    expect(warnings).toEqual([]);
  });

  test("a token comes from the environment, which wins", async () => {
    const { config } = await load({ toml: remote, file: FILE, env: { OVPNSTATS_DB_AUTH_TOKEN: "other" } });
    expect(config.database).toMatchObject({ authToken: "other" });
  });

  test("F65: a secret open to all users is warned of", async () => {
    const { warnings } = await load({ toml: remote, files, file: FILE, mode: 0o644 });
    expect(warnings).toEqual([expect.stringContaining("/etc/ovpnstats/token holds a secret that every user")]);
  });

  test("a token file that cannot be used is named, its content is not", async () => {
    const broken = { "/etc/ovpnstats/token": "canary-5e1f\nsecond line" };
    const problems = await problemsOf({ toml: remote, files: broken, file: FILE });
    expect(problems.join()).toContain("/etc/ovpnstats/token");
    expect(problems.join()).not.toContain("canary");
  });

  test.each(["libsql://h?authToken=canary-5e1f", "https://user:canary-5e1f@h", "http://h/#canary-5e1f", "canary-5e1f"])(
    "db_url = %j is refused and not repeated",
    async (url) => {
      const problems = await problemsOf({ env: { OVPNSTATS_DB_URL: url } });
      expect(problems.join()).toContain("OVPNSTATS_DB_URL: db_url must be libsql://");
      expect(problems.join()).not.toContain("canary");
    },
  );

  test("a mistyped variable is named without its value", async () => {
    const problems = await problemsOf({ env: { OVPNSTATS_DB_TOKEN: "canary-5e1f" } });
    expect(problems.join()).not.toContain("canary");
  });

  test.each([
    ["http://books.example.net", 1],
    ["ws://10.0.0.1:8080/x", 1],
    ["https://books.example.net", 0],
    ["http://127.0.0.1:8080", 0],
    ["http://localhost", 0],
    ["http://[::1]:80/", 0],
    ["http://localhost.example.net", 1],
  ])("a connection that others can read is warned of: %s", async (url, count) => {
    expect((await load({ toml: `db_url = "${url}"` })).warnings).toHaveLength(count);
  });

  test("effectiveToml() leaves the token out", async () => {
    const { effective } = await load({ toml: remote, files, file: FILE });
    expect(effectiveToml(effective)).not.toContain("canary");
  });
});
