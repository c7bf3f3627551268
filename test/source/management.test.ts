import { afterEach, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import type { ManagementEvent } from "../../src/parse/management-event.ts";
import { askIntroduction, askStatus, tell } from "../../src/source/management.ts";
import { commandLine, type ManagementCommand } from "../../src/source/management-command.ts";
import { converse, type ManagementOptions } from "../../src/source/management-socket.ts";
import { SourceError, type SourceErrorKind } from "../../src/source/source-error.ts";
import { type FakeOptions, fakeManagement, transcriptOf, VERSIONS } from "../support/management.ts";

const { replies } = transcriptOf("2.6.14");
const NOW = 1_795_335_300;

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function start(options: FakeOptions = {}) {
  const server = await fakeManagement({ replies, ...options });
  open.push(server);
  return server;
}

/** Asks a fake server for its status. */
async function ask(options: FakeOptions, own: Partial<ManagementOptions> = {}) {
  const server = await start(options);
  return await converse({ place: server.place, password: undefined, ...own }, (socket) => askStatus(socket, () => NOW));
}

/** How asking it fails, and after how many milliseconds. */
async function failure(options: FakeOptions, own: Partial<ManagementOptions> = {}) {
  const before = performance.now();
  const error = await ask(options, { deadlineMilliseconds: 300, ...own }).catch((error: unknown) => error);
  if (!(error instanceof SourceError)) throw new Error(`expected a SourceError, got ${error}`);
  return { kind: error.kind, message: error.message, took: performance.now() - before };
}

describe("a status that is asked for", () => {
  test.each(VERSIONS)("of OpenVPN %s is read, and the next client served", async (version) => {
    const server = await start(transcriptOf(version));
    const options = { place: server.place, password: undefined };
    for (let round = 0; round < 2; round++) {
      const { text, upSince, ...reading } = await converse(options, (socket) => askStatus(socket, () => NOW));
      expect(text).toMatchObject({ version: 3, dcoEnabled: version === "2.4.12" ? undefined : false });
      expect(text.clients.map(({ commonName }) => commonName).sort()).toEqual(["Bob, B <b>", "alice"]);
      expect(upSince).toBe(Number(transcriptOf(version).replies.get("state")?.split(",")[0]));
      expect(reading).toEqual({
        modifiedAt: NOW,
        contentHash: expect.stringMatching(/^[\da-f]{16}$/),
        size: 1231 - 1231 + reading.size,
      });
    }
    expect(server.heard).toEqual(["status 3", "state", "quit", "status 3", "state", "quit"]);
  });

  test("is read through a unix socket, and with a password (F59)", async () => {
    const folder = mkdtempSync(join(tmpdir(), "ovpnstats-management-"));
    try {
      const path = join(folder, "socket");
      const { text } = await ask({ path, password: "lab-secret" }, { password: "lab-secret" });
      expect(text.clients).toHaveLength(2);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("is read byte by byte, with events in between (F58)", async () => {
    const noisy = new Map(replies);
    const status = replies.get("status 3") ?? "";
    noisy.set("status 3", status.replaceAll("\r\n", "\r\n>BYTECOUNT_CLI:0,1,2\r\n>CLIENT:ENV,common_name=x\r\n"));
    const events: ManagementEvent[] = [];
    const hear = (event: ManagementEvent) => events.push(event);
    const { text } = await ask({ replies: noisy, pieceBytes: 1 }, { hear });
    expect(text.clients).toHaveLength(2);
    expect(events.length).toBeGreaterThan(8);
    expect(events[0]).toEqual({ kind: "bytes", clientId: 0, bytesReceived: 1n, bytesSent: 2n });
  });

  test("is not there while OpenVPN starts: nothing is wrong, the next poll tries again", async () => {
    const starting = new Map([
      ["status 3", "ERROR: The 'status' command is not supported by the current daemon mode\r\n"],
      ["state", "1795331704,RECONNECTING,SIGUSR1,,,,,\r\nEND\r\n"],
    ]);
    const { kind, message } = await failure({ replies: starting });
    expect([kind, message]).toEqual([
      "torn",
      "Cannot ask OpenVPN for its status: it is starting or about to stop, its state is RECONNECTING",
    ]);
  });

  test("is told with what OpenVPN says of itself", async () => {
    const server = await start();
    const told = await converse({ place: server.place, password: undefined }, askIntroduction);
    expect(told.version).toStartWith("OpenVPN 2.6.14");
    expect(told.load).toMatchObject({ clients: 2 });
  });
});

describe("what misbehaves", () => {
  test("F60: a place that somebody else holds is busy, and its only place is named", async () => {
    const { kind, message, took } = await failure({ isHeld: true });
    expect(kind).toBe("busy");
    expect(message).toContain("OpenVPN serves one management client at a time, and another holds it");
    expect(took).toBeLessThan(1000);
  });

  test.each<[string, FakeOptions, SourceErrorKind, string]>([
    [
      "says nothing after its greeting",
      { replies: new Map([["status 3", ""]]) },
      "silent",
      "does not answer within 0.3 s",
    ],
    ["hangs within a reply", { replies: new Map([["status 3", "TITLE\tOpenVPN 2"]]) }, "silent", "does not answer"],
    ["hangs up at once", { behave: (socket) => socket.end() }, "silent", "it hung up"],
    [
      "hangs up within a reply",
      { behave: (socket) => socket.end(">INFO:OpenVPN Management Interface\r\nTIT") },
      "silent",
      "it hung up",
    ],
    ["resets the connection", { behave: (socket) => socket.resetAndDestroy() }, "silent", "it hung up"],
    [
      "speaks another protocol",
      { behave: (socket) => socket.write("SSH-2.0-OpenSSH_9.2\r\n") },
      "unknown",
      "it begins with something else",
    ],
    [
      "sends garbage",
      { behave: (socket) => socket.write(Buffer.alloc(1e6, "\xff\0x")) },
      "unknown",
      "a line is longer",
    ],
    [
      "answers garbage",
      {
        replies: new Map([
          ["status 3", "\x1b]0;x\r\nEND\r\n"],
          ["state", "END\r\n"],
        ]),
      },
      "unknown",
      "Cannot use OpenVPN's answer",
    ],
    [
      "says what nobody asked for",
      { greeting: ">INFO:OpenVPN Management Interface\r\nSUCCESS: hello\r\nEND\r\nEND\r\nEND\r\n" },
      "unknown",
      "",
    ],
    [
      "refuses",
      {
        replies: new Map([
          ["status 3", "ERROR: not \x1b[31msupported\r\n"],
          ["state", "END\r\n"],
        ]),
      },
      "refused",
      "its answer is: not \\u{1b}[31msupported",
    ],
    [
      "has others decide on logins",
      { greeting: ">INFO:OpenVPN Management Interface\r\n>CLIENT:CONNECT,0,1\r\n>CLIENT:ENV,password=hunter2\r\n" },
      "logins",
      "management-client-auth",
    ],
  ])("F58: what %s is told from all else", async (_, options, kind, message) => {
    const failed = await failure(options);
    expect(failed.kind).toBe(kind);
    expect(failed.message).toContain(message);
    expect(failed.message).not.toContain("hunter2");
    expect(failed.took).toBeLessThan(1000);
  });

  test("F58: one that sends a byte now and then has no more time than any other", async () => {
    const drip = async (socket: Socket) => {
      const text = ">INFO:OpenVPN Management Interface Version 5\r\n";
      for (const byte of text) {
        if (socket.destroyed) return;
        socket.write(byte);
        await Bun.sleep(40);
      }
    };
    const { kind, took } = await failure({ behave: drip });
    expect(kind).toBe("silent");
    expect(took).toBeLessThan(1000);
  });

  test("F58: 100 MB are not taken", async () => {
    const line = `CLIENT_LIST\t${"x".repeat(1000)}\r\n`;
    const flooded = new Map([["status 3", line.repeat(100_000)]]);
    const { kind, message } = await failure({ replies: flooded, pieceBytes: 1e6 }, { deadlineMilliseconds: 30_000 });
    expect(kind).toBe("unknown");
    expect(message).toContain("a reply is larger than 67108864 bytes");
  }, 30_000);

  test("F58: what is no status has 64 KB", async () => {
    const flooded = new Map([...replies, ["state", "1,CONNECTED\r\n".repeat(10_000)]]);
    expect((await failure({ replies: flooded })).message).toContain("a reply is larger than 65536 bytes");
  });

  test("F59: a wrong password is tried once, and never told", async () => {
    const server = await start({ password: "right" });
    const options = { place: server.place, password: "canary-7c2e", deadlineMilliseconds: 300 };
    const error = await converse(options, (socket) => askStatus(socket, () => NOW)).catch(String);
    expect(error).toContain("it does not take the password of management_password_file");
    expect(error).not.toContain("canary");
    expect(server.heard).toEqual(["canary-7c2e"]);
  });

  test("F59: a password that is wanted and not there is told at once", async () => {
    expect(await failure({ password: "right" })).toMatchObject({
      kind: "password",
      message: expect.stringContaining("it wants a password: set management_password_file"),
    });
  });

  test("nobody there, and no such socket, is told as such", async () => {
    const server = await fakeManagement();
    await server.close();
    for (const place of [server.place, { kind: "unix", path: "/nonexistent/socket" }] as const) {
      const error = await converse({ place, password: undefined }, askIntroduction).catch((error: unknown) => error);
      expect(error).toMatchObject({ kind: "missing", message: expect.stringContaining("nobody listens there") });
    }
  });
});

describe("commands", () => {
  const WORDS = ["status 3", "state", "state on", "version", "load-stats", "quit"] as const;
  // Whatever comes instead of a number, also from where types end.
  const number: fc.Arbitrary<number> = fc.oneof(fc.double(), fc.maxSafeInteger(), fc.anything().map(asNumber));
  const command: fc.Arbitrary<ManagementCommand> = fc.oneof(
    fc.record({ say: fc.constantFrom(...WORDS) }),
    fc.record({ say: fc.constant("bytecount" as const), seconds: number }),
    fc.record({ say: fc.constant("client-kill" as const), clientId: number }),
  );

  test("are a fixed set with whole numbers, whatever is put into them", () => {
    const allowed = /^(?:status 3|state|state on|version|load-stats|quit|bytecount \d{1,16}|client-kill \d{1,16})\n$/;
    fc.assert(
      fc.property(command, (one) => {
        try {
          return allowed.test(commandLine(one));
        } catch (error) {
          return error instanceof RangeError || error instanceof TypeError;
        }
      }),
      { numRuns: 2000 },
    );
  });

  test("are done, or refused in OpenVPN's words", async () => {
    const { place } = await start();
    const kill = (clientId: number) =>
      converse({ place, password: undefined }, (socket) => tell(socket, { say: "client-kill", clientId }));
    await kill(0);
    await expect(kill(99)).rejects.toThrow("its answer is: client-kill command failed");
  });
});

/** As a value that the types let through wrongly. */
function asNumber(value: unknown): number {
  return JSON.parse(JSON.stringify({ value }) ?? "{}").value;
}
