import { describe, expect, test } from "bun:test";
import { createManagementReader, type ManagementMessage, ManagementSyntaxError } from "../../src/parse/management.ts";
import { parseEvent } from "../../src/parse/management-event.ts";
import {
  loadStatsIn,
  type ManagementReply,
  openLine,
  openLines,
  stateIn,
  versionIn,
} from "../../src/parse/management-reply.ts";
import { parseStatus } from "../../src/parse/status.ts";
import { transcriptOf, VERSIONS } from "../support/management.ts";

/** All messages of pieces that come one after the other. */
function read(pieces: readonly string[]): readonly ManagementMessage[] {
  const reader = createManagementReader();
  return pieces.flatMap((piece) => reader.push(piece));
}

/** What OpenVPN said in a whole connection, with its password. */
function spoken(version: (typeof VERSIONS)[number]): string {
  const { greeting, replies } = transcriptOf(version);
  return `ENTER PASSWORD:SUCCESS: password is correct\r\n${greeting}${[...replies.values()].join("")}`;
}

function replyOf(version: (typeof VERSIONS)[number], command: string, open = openLines(1e6)): ManagementReply {
  for (const message of read([transcriptOf(version).replies.get(command) ?? ""])) {
    const reply = message.kind === "line" ? open.take(message.text) : undefined;
    if (reply) return reply;
  }
  throw new Error(`no reply to ${command}`);
}

describe("createManagementReader()", () => {
  test.each(VERSIONS)("F58: what OpenVPN %s said is the same, split at every byte", (version) => {
    const said = spoken(version);
    const whole = read([said]);
    expect(whole.length).toBeGreaterThan(150);
    expect(whole.slice(0, 2)).toEqual([
      { kind: "password prompt" },
      { kind: "line", text: "SUCCESS: password is correct" },
    ]);
    expect(read([...said])).toEqual(whole);
    for (let at = 0; at < said.length; at += 1) {
      // Apart from what is behind the cut nothing can differ: a window is enough.
      const window = said.slice(0, at + 300);
      if (at % 7 === 0) expect(read([window.slice(0, at), window.slice(at)])).toEqual(read([window]));
    }
  });

  test("F59: the question for the password is heard without its line end, whole or in pieces", () => {
    expect(read(["ENTER PASSWORD:"])).toEqual([{ kind: "password prompt" }]);
    expect(read(["ENTER PASS", "WORD:", "ENTER PASSWORD:ENTER"])).toHaveLength(2);
  });

  test.each([
    ["a line that ends in LF", "SUCCESS: pid=1\n"],
    ["an empty line without CR", "\n"],
    ["an event without a name", ">what\r\n"],
    ["a line without end", "x".repeat(65_537)],
  ])("F58: %s is not OpenVPN's", (_, said) => {
    expect(() => read([said])).toThrow(ManagementSyntaxError);
  });
});

describe("replies", () => {
  test.each(VERSIONS)("of OpenVPN %s are understood", (version) => {
    expect(versionIn(replyOf(version, "version"))).toStartWith(`OpenVPN ${version} x86_64-pc-linux-gnu`);
    expect(stateIn(replyOf(version, "state"))).toEqual({ name: "CONNECTED", since: expect.any(Number) });
    expect(loadStatsIn(replyOf(version, "load-stats", openLine()))).toMatchObject({ clients: 2 });
    const status = replyOf(version, "status 3");
    if (status.kind !== "lines") throw new Error("no status");
    expect(parseStatus(`${status.lines.join("\n")}\nEND\n`).clients).toHaveLength(2);
  });

  test("of refusal end a reply of many lines, too", () => {
    expect(openLines(10).take("ERROR: no")).toEqual({ kind: "error", text: "no" });
    expect(openLine().take("ERROR: client-kill command failed")).toEqual({
      kind: "error",
      text: "client-kill command failed",
    });
  });

  test("F58: a reply that is too large, or none, is refused", () => {
    const open = openLines(10);
    open.take("12345");
    expect(() => open.take("12345")).toThrow("a reply is larger than 10 bytes");
    expect(() => openLine().take("pid=1")).toThrow(ManagementSyntaxError);
  });

  test("that do not say what was asked are no figures", () => {
    const success = (text: string) => ({ kind: "success", text }) as const;
    expect(loadStatsIn(success("nclients=2,bytesin=9223372036854775808,bytesout=1"))).toBeUndefined();
    expect(loadStatsIn(success("nclients=-1,bytesin=1,bytesout=1"))).toBeUndefined();
    expect(loadStatsIn(success("nclients=0,bytesin=9223372036854775807,bytesout=1"))?.bytesReceived).toBe(
      0x7fff_ffff_ffff_ffffn,
    );
    expect(stateIn({ kind: "lines", lines: ["soon,CONNECTED"] })).toBeUndefined();
    expect(stateIn(success("1"))).toBeUndefined();
    expect(versionIn({ kind: "lines", lines: ["Management Version: 5"] })).toBeUndefined();
  });
});

test("parseEvent() knows bytes, clients and states, and passes over the rest", () => {
  expect(parseEvent("BYTECOUNT_CLI", "1,2332,1693")).toEqual({
    kind: "bytes",
    clientId: 1,
    bytesReceived: 2332n,
    bytesSent: 1693n,
  });
  expect(parseEvent("CLIENT", "ESTABLISHED,2")).toEqual({ kind: "established", clientId: 2 });
  expect(parseEvent("CLIENT", "CONNECT,0,1")).toEqual({ kind: "login" });
  expect(parseEvent("STATE", "1795331704,RECONNECTING,SIGUSR1,,,,,")).toEqual({
    kind: "state",
    state: { name: "RECONNECTING", since: 1_795_331_704 },
  });
  for (const text of ["1,2", "a,1,2", "1,2,3,4", "1,-2,3", "1,2,"]) {
    expect(parseEvent("BYTECOUNT_CLI", text)).toBeUndefined();
  }
  for (const text of ["ENV,password=x", "ENV,END", "ESTABLISHED", "ESTABLISHED,x", "ADDRESS,0,10.8.0.2,1"]) {
    expect(parseEvent("CLIENT", text)).toBeUndefined();
  }
  expect(parseEvent("STATE", "now,CONNECTED")).toBeUndefined();
  expect(parseEvent("LOG", "1,N,text")).toBeUndefined();
});
