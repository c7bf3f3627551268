import { describe, expect, test } from "bun:test";
import { effectiveToml } from "../../src/config/show.ts";
import type { ManagementPlace } from "../../src/source/management-failure.ts";
import { FILE, load, problemsOf } from "./load.ts";

const PASSWORD = "/etc/openvpn/management-password";
const files = { [PASSWORD]: "canary-3b1d\n" };

test("without a word of it no management interface is asked", async () => {
  const [server] = (await load({})).config.servers;
  expect(server?.management).toBeUndefined();
  expect(server).toMatchObject({ management_hold: false, managementPassword: undefined });
});

test.each<[string, ManagementPlace]>([
  ["127.0.0.1:7505", { kind: "tcp", host: "127.0.0.1", port: 7505 }],
  ["[::1]:7505", { kind: "tcp", host: "::1", port: 7505 }],
  ["unix:/run/openvpn/management.sock", { kind: "unix", path: "/run/openvpn/management.sock" }],
])("management = %j is understood", async (text, place) => {
  const { config } = await load({ file: FILE, toml: `management = "${text}"` });
  expect(config.servers[0]?.management).toEqual(place);
});

test.each(["7505", "127.0.0.1", "127.0.0.1:0", "/run/management.sock", "unix:management.sock", "::1:7505"])(
  "management = %j is refused",
  async (text) => {
    const [problem] = await problemsOf({ file: FILE, toml: `management = "${text}"` });
    expect(problem).toContain(`management = "${text}" must be an address and a port`);
  },
);

describe("management_password_file", () => {
  const toml = `management = "127.0.0.1:7505"\nmanagement_password_file = "${PASSWORD}"\nweb_file_path = false`;

  test("is read, and its content shown nowhere", async () => {
    const { config, effective, warnings } = await load({ file: FILE, toml, files });
    expect(config.servers[0]?.managementPassword).toBe("canary-3b1d");
    expect(effectiveToml(effective)).not.toContain("canary");
    expect(warnings).toEqual([]);
  });

  test("must be there and hold a password, which no problem repeats", async () => {
    expect(await problemsOf({ file: FILE, toml })).toEqual([`${PASSWORD}: cannot be read: no such file or directory`]);
    expect(await problemsOf({ file: FILE, toml, files: { [PASSWORD]: "two canaries" } })).toEqual([
      `${PASSWORD}: must hold one line of printable ASCII without spaces`,
    ]);
  });

  test("that everybody may read is a warning, once", async () => {
    const two = `management_password_file = "${PASSWORD}"\n[[server]]\nname = "a"\nmanagement = "127.0.0.1:1"\n[[server]]\nname = "b"\nmanagement = "127.0.0.1:2"`;
    const { config, warnings } = await load({ file: FILE, toml: two, files, mode: 0o644 });
    expect(config.servers.map(({ managementPassword }) => managementPassword)).toEqual(["canary-3b1d", "canary-3b1d"]);
    expect(warnings).toEqual([`${PASSWORD} holds a secret that every user of this machine may read: chmod o= it`]);
  });

  test("is nothing to write a report over", async () => {
    const [problem] = await problemsOf({ file: FILE, toml: toml.replace("false", `"${PASSWORD}"`), files });
    expect(problem).toContain(`web_file_path = "${PASSWORD}" is refused: that file is in use otherwise`);
  });

  test("without management is not read, and said to be of no use", async () => {
    const { warnings } = await load({
      file: FILE,
      toml: `management_password_file = "${PASSWORD}"\nmanagement_hold = true`,
    });
    expect(warnings).toEqual([
      "management_password_file is of no use without management",
      "management_hold is of no use without management",
    ]);
  });
});

describe("several servers", () => {
  const block = (name: string, ...lines: readonly string[]) =>
    ["[[server]]", `name = "${name}"`, ...lines, ""].join("\n");

  test("may have an interface each, and no status file", async () => {
    const toml = block("a", 'management = "127.0.0.1:1"') + block("b", 'management = "127.0.0.1:2"') + block("c");
    const { config } = await load({ file: FILE, toml });
    expect(config.servers.map(({ management }) => management?.kind)).toEqual(["tcp", "tcp", undefined]);
  });

  test("may not share one: it would be counted twice", async () => {
    const toml = block("a", 'management = "[::1]:1"') + block("b", 'management = "[0::1]:1"');
    expect(await problemsOf({ file: FILE, toml })).toEqual([
      `${FILE}:4: management = "[::1]:1" is already that of ${FILE}:1`,
    ]);
  });

  test("have one each, none together", async () => {
    const toml = `management = "127.0.0.1:1"\n${block("a", 'management = "127.0.0.1:2"')}`;
    expect(await problemsOf({ file: FILE, toml })).toEqual([
      `${FILE}:1: management is refused beside [[server]] blocks: each of them has its own`,
    ]);
    const { effective } = await load({ file: FILE, toml: block("a", 'management = "127.0.0.1:2"') });
    expect(effectiveToml(effective).match(/^#? ?management\b.*$/gm)).toEqual([
      expect.stringMatching(/^management = "127\.0\.0\.1:2" /),
    ]);
  });
});
