import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FakeManagement, fakeManagement, transcriptOf } from "../support/management.ts";
import { ovpnstats } from "./cli.ts";

/** alice is client 0, `Bob, B <b>` client 1. */
const { replies } = transcriptOf("2.6.14");

let folder = "";
let servers: FakeManagement[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ovpnstats-kick-"));
  servers = [];
});

afterEach(async () => {
  for (const server of servers) await server.close();
  rmSync(folder, { recursive: true });
});

/** Starts a server, which can do what it did and lets client 1 be disconnected, too. */
async function start(change: (status: string) => string = (status) => status): Promise<FakeManagement> {
  const known = new Map([...replies, ["client-kill 1", "SUCCESS: client-kill command succeeded\r\n"]]);
  const server = await fakeManagement({ replies: known.set("status 3", change(replies.get("status 3") ?? "")) });
  servers.push(server);
  return server;
}

/** Runs kick with the servers started so far, of the names a, b, …. */
function kick(...argv: readonly string[]) {
  const blocks = servers.map(({ place }, index) => {
    if (place.kind === "unix") throw new Error("not expected");
    return `[[server]]\nname = "${"ab"[index]}"\nmanagement = "${place.host}:${place.port}"\n`;
  });
  writeFileSync(join(folder, "ovpnstats.toml"), blocks.join(""), { mode: 0o600 });
  return ovpnstats(["kick", ...argv], { cwd: folder, env: { STATE_DIRECTORY: folder } });
}

/** Both clients are Bob's. */
function twins(status: string): string {
  return status.replaceAll("\talice\t", "\tBob, B <b>\t");
}

/** What a server was told to do, all that only asks left out. */
function told(server: FakeManagement): readonly string[] {
  return server.heard.filter((line) => !["status 3", "state", "quit"].includes(line));
}

test("kick disconnects the client of a name, and says so", async () => {
  const server = await start();
  const { status, out, err } = await kick("Bob, B <b>");
  expect({ status, err }).toEqual({ status: 0, err: "" });
  expect(out).toMatch(/^Disconnected Bob, B <b> \(client 1 of a, from 10\.99\.0\.5:\d+\)\n$/);
  expect(told(server)).toEqual(["client-kill 1"]);
});

test("kick takes a number for a client id where nobody has that name", async () => {
  const server = await start();
  expect(await kick("0")).toMatchObject({ status: 0, err: "" });
  expect(told(server)).toEqual(["client-kill 0"]);
});

test("kick takes a number for a name where somebody has it, unless told otherwise", async () => {
  const server = await start((status) => status.replaceAll("\talice\t", "\t1\t"));
  await kick("1");
  await kick("1", "--id");
  expect(told(server)).toEqual(["client-kill 0", "client-kill 1"]);
});

test("kick knows names beyond ASCII by their bytes", async () => {
  const server = await start((status) =>
    status.replaceAll("\talice\t", `\t${Buffer.from("Zoë").toString("latin1")}\t`),
  );
  expect((await kick("Zoë")).out).toStartWith("Disconnected Zoë (client 0");
  expect(told(server)).toEqual(["client-kill 0"]);
});

describe("several clients", () => {
  test("are listed, and nothing is done", async () => {
    const server = await start(twins);
    const { status, out, err } = await kick("Bob, B <b>");
    expect({ status, out }).toEqual({ status: 1, out: "" });
    expect(err).toContain('Cannot disconnect "Bob, B <b>": 2 clients are meant; say --all, or --id and one\'s id\n');
    expect(err.match(/client \d of a/g)?.sort()).toEqual(["client 0 of a", "client 1 of a"]);
    expect(told(server)).toEqual([]);
  });

  test("are all disconnected where that is said", async () => {
    const server = await start(twins);
    expect(await kick("Bob, B <b>", "--all")).toMatchObject({ status: 0, err: "" });
    expect([...told(server)].sort()).toEqual(["client-kill 0", "client-kill 1"]);
  });

  test("at several servers are told apart by --server", async () => {
    const [a, b] = [await start(), await start()];
    expect((await kick("alice")).err).toContain("2 clients are meant");
    expect((await kick("alice", "--server", "b")).status).toBe(0);
    expect([told(a), told(b)]).toEqual([[], ["client-kill 0"]]);
  });
});

test("kick says that nobody is meant, or what OpenVPN refuses", async () => {
  const server = await start();
  expect(await kick("nobody")).toMatchObject({
    status: 1,
    err: 'ovpnstats: Cannot disconnect "nobody": nobody of that name or client id is connected\n',
  });
  expect(await kick("99", "--id")).toMatchObject({ status: 1 });
  expect(told(server)).toEqual([]);
  await server.close();
  const refusing = await fakeManagement({ replies: new Map([...replies, ["client-kill 0", "ERROR: no\r\n"]]) });
  servers = [refusing];
  expect((await kick("alice")).err).toContain("Cannot have OpenVPN do `client-kill`: its answer is: no");
});

test("kick --all goes on with the others where one is refused", async () => {
  const server = await fakeManagement({
    replies: new Map([
      ...replies,
      ["status 3", twins(replies.get("status 3") ?? "")],
      ["client-kill 0", "ERROR: client-kill command failed\r\n"],
      ["client-kill 1", "SUCCESS: client-kill command succeeded\r\n"],
    ]),
  });
  servers.push(server);
  const { status, out, err } = await kick("Bob, B <b>", "--all");
  expect([status, [...told(server)].sort()]).toEqual([1, ["client-kill 0", "client-kill 1"]]);
  expect(out).toMatch(/^Disconnected Bob, B <b> \(client 1 of a, from .+\)\n$/);
  expect(err).toMatch(/^ovpnstats: Cannot disconnect Bob, B <b> \(client 0 of a, .+\): Cannot have OpenVPN do/);
});

test("kick says how to look at one server where another cannot be asked", async () => {
  servers.push(await fakeManagement({ isHeld: true }));
  await start();
  expect((await kick("alice")).err).toContain("; --server NAME looks at one server alone");
  expect((await kick("alice", "--server", "b")).status).toBe(0);
});

test("kick tells an interface that cannot be asked (F60)", async () => {
  servers.push(await fakeManagement({ isHeld: true }));
  const { status, err } = await kick("alice");
  expect(status).toBe(1);
  expect(err).toContain("OpenVPN serves one management client at a time, and another holds it");
});

test.each([
  [[], 'say whom first, as in "ovpnstats kick NAME"'],
  [["--all", "alice"], "say whom first"],
  [["alice", "--id"], "--id needs a client id, a whole number"],
  [["alice", "bob"], '"bob" is not expected here'],
  [["alice", "--server", "bb"], 'Cannot find a server "bb"; did you mean b?'],
])("kick %j is wrong usage", async (argv, message) => {
  await start();
  await start();
  const { status, err } = await kick(...argv);
  expect(status).toBe(2);
  expect(err).toContain(message);
});

test("kick needs a management interface, and says which key", async () => {
  const { status, err } = await kick("alice");
  expect(status).toBe(2);
  expect(err).toContain("no server has a management interface configured (management)");
});
