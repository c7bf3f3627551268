import { describe, expect, test } from "bun:test";
import { effectiveToml } from "../../src/config/show.ts";
import type { Where } from "../../src/runtime.ts";
import { FILE, type Given, load, problemsOf } from "./load.ts";

async function webOf(given: Given) {
  return (await load({ file: FILE, ...given })).config.web;
}

test("the page is on 127.0.0.1 and port 8777 unless told otherwise (F47)", async () => {
  expect((await load({})).config.web).toEqual({
    where: { kind: "tcp", host: "127.0.0.1", port: 8777 },
    hosts: [],
    password: undefined,
    token: undefined,
  });
});

test.each<[string, Where]>([
  ["localhost:0", { kind: "tcp", host: "localhost", port: 0 }],
  ["[::1]:80", { kind: "tcp", host: "::1", port: 80 }],
  ["[0:0:0::1]:80", { kind: "tcp", host: "::1", port: 80 }],
  ["unix:/run/ovpnstats/web.sock", { kind: "unix", path: "/run/ovpnstats/web.sock" }],
])("web_listen = %j is understood", async (text, where) => {
  expect((await webOf({ toml: `web_listen = "${text}"` })).where).toEqual(where);
});

test.each([
  "8777",
  ":8777",
  "::1:8777",
  "localhost",
  "localhost:65536",
  "http://localhost:80",
  "a b:80",
  "999.1.1.1:80",
  "unix:web.sock",
  "unix:/run/",
  `unix:/${"x".repeat(103)}`,
])("web_listen = %j is refused", async (text) => {
  const [problem] = await problemsOf({ toml: `web_listen = "${text}"` });
  expect(problem).toContain(`web_listen = "${text}" must be an address and a port`);
});

test.each([
  ['web_hosts = "vpn.example.net"', ["vpn.example.net"]],
  [
    'web_hosts = ["VPN.example.net", "10.8.0.1", "fd00:0::1", "[fd00::2]"]',
    ["vpn.example.net", "10.8.0.1", "[fd00::1]", "[fd00::2]"],
  ],
])("%s is understood", async (toml, wanted) => {
  expect((await webOf({ toml })).hosts).toEqual(wanted);
});

test("web_hosts may be one text with commas, in the environment and as a flag", async () => {
  expect((await webOf({ toml: "", env: { OVPNSTATS_WEB_HOSTS: "a.example, b.example" } })).hosts).toEqual([
    "a.example",
    "b.example",
  ]);
});

test.each(["vpn.example.net:8777", "https://vpn.example.net", "a/b", "*.example.net", ""])(
  "the host %j is refused",
  async (host) => {
    const [problem] = await problemsOf({ toml: `web_hosts = ["${host}"]` });
    expect(problem).toContain("must be a list of host names without port");
  },
);

describe("beyond this machine nobody is let in without a secret (F48)", () => {
  const [files, wide] = [{ "/etc/ovpnstats/secret": "canary-5e1f\n" }, 'web_listen = "0.0.0.0:8777"'];

  test.each(["0.0.0.0:8777", "[::]:8777", "10.8.0.1:8777", "vpn.example.net:8777", "[::ffff:7f00:1]:8777"])(
    "%s is refused, and what to set is told",
    async (place) => {
      const problems = await problemsOf({ toml: `web_listen = "${place}"` });
      expect(problems).toEqual([expect.stringMatching(/web_password_file or web_token_file, or web_open_to_all/)]);
    },
  );

  test.each(["127.0.0.1:1", "127.9.9.9:1", "localhost:1", "[::1]:1", "unix:/run/x"])(
    "%s is let pass",
    async (place) => {
      expect((await webOf({ toml: `web_listen = "${place}"` })).password).toBeUndefined();
    },
  );

  test("a password, a token or the word of the operator lets it pass", async () => {
    expect(await webOf({ toml: `${wide}\nweb_password_file = "secret"`, files })).toMatchObject({
      password: "canary-5e1f",
    });
    expect(await webOf({ toml: `${wide}\nweb_token_file = "secret"`, files })).toMatchObject({ token: "canary-5e1f" });
    expect(await webOf({ toml: `${wide}\nweb_open_to_all = true` })).toMatchObject({ password: undefined });
  });

  test("a secret that cannot be had is a problem, an empty one too; its text is nowhere (F66)", async () => {
    const toml = `${wide}\nweb_password_file = "none"\nweb_token_file = "secret"`;
    const problems = await problemsOf({ toml, files: { "/etc/ovpnstats/secret": "canary 5e1f" } });
    expect(problems).toEqual([
      expect.stringContaining("/etc/ovpnstats/none: cannot be read"),
      expect.stringContaining("/etc/ovpnstats/secret: must hold one line"),
    ]);
    expect(
      await problemsOf({ toml: 'web_token_file = "secret"', files: { "/etc/ovpnstats/secret": "" } }),
    ).toHaveLength(1);
    const { effective } = await load({ toml: 'web_token_file = "secret"', files });
    expect(effectiveToml(effective)).not.toContain("canary");
  });

  test("a secret open to all users is warned of (F65)", async () => {
    const { warnings } = await load({ toml: 'web_password_file = "secret"', files, mode: 0o644 });
    expect(warnings).toEqual([expect.stringContaining("/etc/ovpnstats/secret holds a secret that every user")]);
  });
});

test("no report is written over a secret or a socket of the page", async () => {
  const toml = 'web_listen = "unix:/run/x"\nweb_file_path = "/run/x"\nweb_token_file = "t"\ntext_file_path = "t"';
  const problems = await problemsOf({ toml, files: { "/etc/ovpnstats/t": "x" } });
  expect(problems).toEqual([expect.stringContaining("web_file_path"), expect.stringContaining("text_file_path")]);
});
