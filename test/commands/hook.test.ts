import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { statusText } from "../../scripts/bench/status-text.ts";
import { hookScript } from "../../src/output/hook-script.ts";
import { configuredUsers, findUser } from "../../src/source/openvpn-user.ts";
import { END_ENV, hookText } from "../support/hooks.ts";
import { ovpnstats } from "./cli.ts";

const NOBODY = 65_534;

let folder = "";

beforeEach(() => {
  folder = mkdtempSync("/dev/shm/ovpnstats-hook-");
  chmodSync(folder, 0o755);
});

afterEach(() => rmSync(folder, { recursive: true }));

describe("hook install", () => {
  test("writes the script and makes the spool, and a hook as OpenVPN's user is taken in by once", async () => {
    const [spool, script, state] = ["spool/a", "lib/hook.sh", "state"].map((name) => join(folder, name));
    const toml = join(folder, "ovpnstats.toml");
    const server = `[[server]]\nname = "office"\ninput_file_name = "${folder}/status"\nhook_spool_dir = "${spool}"\n`;
    writeFileSync(toml, `db_file_location = "${state}"\n${server}[[server]]\nname = "road"\ninput_file_name = "/x"\n`);
    const flags = ["--config", toml, "--server", "office", "--script", script ?? ""];
    const { status, out, err } = await ovpnstats([
      "hook",
      "install",
      ...flags,
      "--openvpn-user",
      `${NOBODY}:${NOBODY}`,
    ]);
    expect([status, err]).toEqual([0, ""]);
    expect(out).toContain(`\n  script-security 2\n  client-disconnect ${script}\n`);
    expect(out).toContain(`\n  hook_spool_dir = "${spool}"\n`);
    expect(readFileSync(script ?? "", "utf8")).toBe(hookScript(spool ?? ""));
    expect(statSync(spool ?? "").mode & 0o7777).toBe(0o1730);
    const hook = Bun.spawn([script ?? ""], { env: END_ENV, uid: NOBODY, gid: NOBODY });
    expect(await hook.exited).toBe(0);
    const waiting = () => readdirSync(spool ?? "").filter((name) => name.endsWith(".hook"));
    expect(waiting()).toHaveLength(1);
    // Neither status can be read; the end is taken in all the same.
    await ovpnstats(["once", "--config", toml]);
    expect(waiting()).toEqual([]);
    const { out: report } = await ovpnstats(["report", "--config", toml, "--format", "json"]);
    expect(report).toMatch(/"name": ?"alice"[^}]*/);
    expect(report).toContain("1067547");
  });

  test("once says what is wrong with a spool, and accounts the status all the same", async () => {
    const status = join(folder, "status");
    writeFileSync(status, statusText(3, 1, 1_795_348_800, 0), "latin1");
    const flags = ["--db-file-location", join(folder, "state"), "--input-file-name", status];
    const ran = await ovpnstats(["once", ...flags, "--hook-spool-dir", join(folder, "gone")]);
    expect(ran.status).toBe(1);
    expect(ran.err).toContain(`Cannot empty hook spool ${folder}/gone: there is no such directory; make it anew with`);
    expect(ran.out).toMatch(/received and .* sent since the last reading.*; 1 failure/);
  });

  test("leaves a directory alone that is used for something else", async () => {
    writeFileSync(join(folder, "letter"), "");
    const flags = ["--db-file-location", folder, "--openvpn-user", "root", "--hook-spool-dir", folder];
    const { status, err } = await ovpnstats(["hook", "install", ...flags]);
    expect([status, err]).toEqual([1, `ovpnstats: Cannot make hook spool ${folder}: it is used for something else\n`]);
    expect(statSync(folder).mode & 0o7777).toBe(0o755);
  });

  test.each([
    [["--openvpn-user", "no-such-user"], "OpenVPN's user no-such-user: the system knows no such user or group"],
    [["--openvpn-user", "root", "--server", "x"], 'there is no server "x"; say --server NAME, one of openvpn'],
    [["--openvpn-user", "root", "--hook-spool-dir", "/a b"], "the spool /a b must have letters"],
  ])("%j is refused with status 2", async (argv, reason) => {
    const { status, err } = await ovpnstats(["hook", "install", "--db-file-location", folder, ...argv]);
    expect(status).toBe(2);
    expect(err).toContain(reason);
  });
});

describe("hook", () => {
  test("called by OpenVPN, leaves what the script does, each byte of it (F61)", async () => {
    const name = "é\u{fffd}\n x=y";
    const env = { ...END_ENV, common_name: name };
    expect(await ovpnstats(["hook", "--spool", folder], { env })).toEqual({ status: 0, out: "", err: "" });
    const files = readdirSync(folder);
    expect(files).toHaveLength(1);
    expect(files[0]).toMatch(/^1795334240\.100\..*\.hook$/);
    const records = (text: string) => text.split("\0").sort();
    expect(records(readFileSync(join(folder, files[0] ?? ""), "utf8"))).toEqual(records(hookText(env)));
    expect(statSync(join(folder, files[0] ?? "")).mode & 0o777).toBe(0o600);
  });

  test.each([
    [["--spool", "/no/such/directory"], "ENOENT"],
    [["--spool", "relative"], "say --spool DIR, with an absolute path"],
    [[], "say --spool DIR"],
    [["--nonsense"], "flag --nonsense is not known"],
  ])("called by OpenVPN with %j, says what is wrong and exits 0 (F62)", async (argv, reason) => {
    const { status, err } = await ovpnstats(["hook", ...argv], { env: END_ENV });
    expect(status).toBe(0);
    expect(err).toContain(reason);
  });

  test("does nothing at client-connect, which brings a word of its own", async () => {
    const env = { ...END_ENV, script_type: "client-connect" };
    const ran = await ovpnstats(["hook", "--spool", folder, "/tmp/openvpn_cc_1.tmp"], { env });
    expect(ran).toEqual({ status: 0, out: "", err: "" });
    expect(readdirSync(folder)).toEqual([]);
  });

  test("print prints the script; anything else is refused with status 2", async () => {
    expect((await ovpnstats(["hook", "print", "--spool", "/a/b"])).out).toBe(hookScript("/a/b"));
    expect((await ovpnstats(["hook", "print"])).status).toBe(2);
    expect((await ovpnstats(["hook"])).err).toContain('say "hook install" or "hook print"');
  });
});

describe("configuredUsers()", () => {
  test("tells the users of the servers, each once, and root where none is named", () => {
    const [one, other] = ["server", "openvpn"].map((name) => join(folder, name));
    for (const directory of [one, other]) mkdirSync(directory ?? "");
    const files = { configurations: [one ?? "", other ?? "", join(folder, "none")], passwd: "/x", group: "/x" };
    const write = (path: string, text: string) => writeFileSync(join(folder, path), text);
    write("openvpn/client.conf", "client\nuser somebody\n");
    write("server/notes.txt", "server\nuser somebody\n");
    expect(configuredUsers(files)).toEqual([]);
    write(
      "server/a.conf",
      "server 10.8.0.0 255.255.255.0 # office\n;user other\nuser nobody\n  group\tnogroup # why\n",
    );
    write("server/b.conf", "user nobody\nmode server\ngroup nogroup\n");
    expect(configuredUsers(files)).toEqual(["nobody:nogroup"]);
    write("openvpn/c.conf", "server-ipv6 fd00::/64\nuser nobody\n");
    write("openvpn/d.conf", "server-bridge\n");
    expect(configuredUsers(files)).toEqual(["nobody:nogroup", "nobody:root", "root:root"]);
  });
});

describe("findUser()", () => {
  test("knows names and numbers, and the user's own group", () => {
    const files = { configurations: [], passwd: join(folder, "passwd"), group: join(folder, "group") };
    writeFileSync(files.passwd, "root:x:0:0::/root:/bin/sh\nvpn:x:120:121::/:/x\n");
    writeFileSync(files.group, "root:x:0:\nnet:x:130:vpn\n");
    const found = (text: string) => {
      const user = findUser(text, files);
      return user && [user.uid, user.gid];
    };
    expect(found("vpn")).toEqual([120, 121]);
    expect(found("vpn:net")).toEqual([120, 130]);
    expect(found("vpn:root")).toEqual([120, 0]);
    expect(found("61184:5")).toEqual([61_184, 5]);
    for (const unknown of ["", "nobody", "61184", "vpn:staff", ":", "vpn:", "vpn:net:x"])
      expect(found(unknown)).toBeUndefined();
  });
});
