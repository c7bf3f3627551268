import { expect, test } from "bun:test";
import { run } from "../../src/commands/systemd.ts";
import { ovpnstats } from "./cli.ts";

/** What the executable at this path says. */
async function asked(executable: string | undefined, ...argv: readonly string[]) {
  const said = { out: "", err: "" };
  const world = {
    executable,
    cwd: "/etc/vpn",
    print: (text: string) => {
      said.out += text;
    },
    complain: (text: string) => {
      said.err += text;
    },
  };
  return { status: await run(argv, world), ...said };
}

test("systemd prints a unit that starts this very executable", async () => {
  const { status, out, err } = await asked("/opt/vpn/ovpnstats");
  expect([status, err]).toEqual([0, ""]);
  expect(out).toContain("\nExecStart=/opt/vpn/ovpnstats serve\n");
});

test("systemd lets the service empty the spools of hooks", async () => {
  const { out } = await asked("/opt/vpn/ovpnstats");
  expect(out).toContain("\nReadWritePaths=-/var/spool/ovpnstats\n");
});

test("systemd --config names the file by its whole path", async () => {
  const { out } = await asked("/opt/vpn/ovpnstats", "--config", "stats.toml");
  expect(out).toContain("\nExecStart=/opt/vpn/ovpnstats serve --config /etc/vpn/stats.toml\n");
});

test("systemd names the usual place for an executable that the service could not see, and says so", async () => {
  const { status, out, err } = await asked("/home/anna\u001b/ovpnstats");
  expect(status).toBe(0);
  expect(out).toContain("\nExecStart=/usr/local/bin/ovpnstats serve\n");
  expect(err).toBe(
    "ovpnstats: warning: the unit names /usr/local/bin/ovpnstats instead of /home/anna\\u{1b}/ovpnstats, " +
      "copy the executable there: the unit hides /home from the service\n",
  );
});

test("systemd from the sources says that these are no executable", async () => {
  const { status, out, err } = await ovpnstats(["systemd"]);
  expect(status).toBe(0);
  expect(out).toContain("\nExecStart=/usr/local/bin/ovpnstats serve\n");
  expect(err).toContain("the unit names /usr/local/bin/ovpnstats, copy the executable there: these are its sources");
});

test.each([
  [["now"], '"now" is not expected here'],
  [["--confg", "x"], "flag --confg is not known; did you mean --config?"],
  [["--config"], "flag --config needs a value"],
  [["--config", "/root/stats.toml"], "flag --config /root/stats.toml: the unit hides /root from the service"],
])("systemd %j is refused with status 2", async (argv, reason) => {
  const { status, out, err } = await ovpnstats(["systemd", ...argv]);
  expect([status, out]).toEqual([2, ""]);
  expect(err).toContain(reason);
});
