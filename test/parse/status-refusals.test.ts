import { describe, expect, test } from "bun:test";
import { printStatus, two } from "./print.ts";
import { kindOf, refusal } from "./refusal.ts";

const VERSIONS = [1, 2, 3] as const;

describe("parseStatus() refuses", () => {
  test("an empty text as empty (F2)", () => {
    expect(refusal("")).toMatchObject({ name: "StatusSyntaxError", kind: "empty", line: 1 });
    expect(refusal("")).toBeInstanceOf(SyntaxError);
  });

  test("what is no status text as unknown", () => {
    for (const text of [
      "hello\n",
      "# comment\nTITLE\tx\n",
      "\x01\0",
      "\ufffd\n",
      "title\tx\n",
      "<html>",
      "OpenVPN\n",
    ]) {
      expect(kindOf(text)).toBe("unknown");
    }
    for (const version of VERSIONS) expect(kindOf(`\xef\xbb\xbf${printStatus(two, { version })}`)).toBe("unknown");
    expect(kindOf("ERROR: bad status format version number\n")).toBe("unknown");
  });

  test("a hole where the text should begin as torn (F4, F8)", () => {
    for (const version of VERSIONS) {
      const text = printStatus(two, { version });
      expect(kindOf("\0".repeat(90) + text.slice(90))).toBe("torn");
      expect(kindOf("\0".repeat(text.length))).toBe("torn");
    }
  });

  test("a client's own statistics, and says so politely", () => {
    const text = "OpenVPN STATISTICS\nUpdated,2026-11-22 08:07:42\nTUN/TAP read bytes,1112316\nEND\n";
    expect(kindOf(text)).toBe("client-mode");
    expect(kindOf(text.replaceAll("\n", "\r\n"))).toBe("client-mode");
    expect(refusal(text)?.message).toContain("statistics of an OpenVPN client");
  });

  test.each([
    ["one END more in the middle", (text: string) => text.replace(/\n(?=GLOBAL)/, "\nEND\n")],
    ["one END more at the end", (text: string) => `${text}END\n`],
    ["the rest of a longer text behind END (F4)", (text: string) => `${text},5\nEND\n`],
    ["an empty line behind END", (text: string) => `${text}\n`],
    ["an empty line in between", (text: string) => text.replace("\n", "\n\n")],
    ["no END", (text: string) => text.replace("END\n", "")],
    ["END cut short", (text: string) => text.slice(0, -2)],
    ["END in small letters", (text: string) => text.replace("END\n", "end\n")],
    ["blanks behind END", (text: string) => text.replace("END\n", "END \n")],
    ["a client's row cut at its beginning (F4)", (text: string) => text.replace(/\n[^\n]*alice(?=[^\n]*2121)/, "\n")],
    ["a client's row cut at its end (F4)", (text: string) => text.replace(/,?\t?2111[^\n]*\n/, "\n")],
    ["a route cut at its beginning (F4)", (text: string) => text.replace(/\n[^\n]*10\.8\.0\.2.alice/, "\n")],
    ["a route cut at its end (F4)", (text: string) => text.replace(/(10\.8\.0\.2.alice.10[.:\d]*)[^\n]*/, "$1")],
    ["the client list twice", (text: string) => text.replace(/(\n[^\n]*Bytes[^\n]*)/, "$1$1")],
    ["the routing table's title twice", (text: string) => text.replace(/(\n[^\n]*Last Ref[^\n]*)/, "$1$1")],
    ["no client list", (text: string) => text.replace(/\n[^\n]*Bytes[^\n]*/, "")],
    ["no routing table", (text: string) => text.replace(/\n[^\n]*Last Ref[^\n]*/, "")],
    ["no date of its own", (text: string) => text.replace("08:08:01", "08:08")],
    ["a day that there is not", (text: string) => text.replace("2026-11-22 08:08:01", "2026-11-31 08:08:01")],
    ["a second line of another kind", (text: string) => text.replace(/\n(TIME|Updated)/, "\nXIME")],
    ["the first line alone", (text: string) => text.slice(0, text.indexOf("\n") + 1)],
    ["a line longer than any of OpenVPN's", (text: string) => text.replace("alice", "x".repeat(4_096))],
  ] as const)("a text with %s", (_, change) => {
    for (const version of VERSIONS) {
      const text = printStatus(two, { version });
      expect(change(text)).not.toBe(text);
      expect([version, kindOf(change(text))]).toEqual([version, "torn"]);
    }
  });

  test.each([
    ["the same Client ID twice (F4)", (text: string) => text.replace(/UNDEF(.)1(.)1/, "UNDEF$10$20")],
    ["a Client ID of letters", (text: string) => text.replace(/UNDEF(.)1/, "UNDEF$1I")],
    ["a Client ID without end", (text: string) => text.replace(/UNDEF(.)1/, `UNDEF$1${"9".repeat(20)}`)],
    ["a time that is no number", (text: string) => text.replace("1795334877", "17953x4877")],
    ["a negative time", (text: string) => text.replace("1795334877", "-795334877")],
    ["TIME that is no number", (text: string) => text.replace("1795334881", "")],
    ["TIME with a field too many", (text: string) => text.replace(/1795334881/, "1795334881\t1,1")],
    [
      "a client behind the routing table's HEADER (F4)",
      (text: string) => text.replace(/(CLIENT_LIST[^\n]*bob[^\n]*\n)([\s\S]*?)(?=GLOBAL)/, "$2$1"),
    ],
    [
      "a route behind the statistics (F4)",
      (text: string) => text.replace(/(ROUTING_TABLE.10[^\n]*\n)([\s\S]*?)(?=END)/, "$2$1"),
    ],
    ["statistics before the tables (F4)", (text: string) => text.replace("HEADER", "GLOBAL_STATS\tx\t1\nHEADER")],
    ["statistics without a value", (text: string) => text.replace(/queue length.0/, "queue length")],
    ["a tag cut short (F4)", (text: string) => text.replace("\nCLIENT_LIST", "\nIENT_LIST")],
    ["a fragment of one field (F4)", (text: string) => text.replace("\nHEADER", "\nGCM\nHEADER")],
    ["an unknown table without HEADER", (text: string) => text.replace("\nEND", "\nPEER_LIST\t1\t2\nEND")],
    [
      "a row of an unknown table out of its place",
      (text: string) => text.replace("\nHEADER", "\nHEADER\tP\ta\nHEADER").replace("\nEND", "\nP\t1\nEND"),
    ],
    [
      "a row of an unknown table with a field too few (F4)",
      (text: string) => text.replace(/\n(?=GLOBAL_STATS(.)M)/, "\nHEADER$1P$1a$1b\nP$11\n"),
    ],
    ["a HEADER of statistics", (text: string) => text.replace("\nEND", "\nHEADER\tGLOBAL_STATS\ta\nEND")],
    ["a HEADER without names", (text: string) => text.replace(/(HEADER.CLIENT_LIST)[^\n]*/, "$1")],
    ["a column named twice", (text: string) => text.replace("Peer ID", "Client ID")],
    ["no column of bytes", (text: string) => text.replace("Bytes Sent", "Bytes Spent")],
    [
      "name and address apart",
      (text: string) => text.replace(/Real Address(.)Virtual Address/, "Virtual Address$1Real Address"),
    ],
  ] as const)("a text of version 2 or 3 with %s", (_, change) => {
    for (const version of [2, 3] as const) {
      const text = printStatus(two, { version });
      expect(change(text)).not.toBe(text);
      expect([version, kindOf(change(text))]).toEqual([version, "torn"]);
    }
  });

  test.each([
    ["an address that is none", (text: string) => text.replace("10.99.0.5:1194,2121", "bob's,2121")],
    ["an address without a dot or colon (F4)", (text: string) => text.replace("10.99.0.5:1194,2121", "bobs,2121")],
    ["an empty name: the rest of a longer row (F4)", (text: string) => text.replace("\nbob,", "\n,")],
    ["a date that is none", (text: string) => text.replace("2111,2026-11-22", "2111,2026-11-2")],
    ["a date that there is not", (text: string) => text.replace("2111,2026-11-22", "2111,2026-11-32")],
    ["a route to a name", (text: string) => text.replace("\n10.8.0.2,", "\nbeef,")],
    ["a statistic without a number", (text: string) => text.replace("length,0", "length,")],
    ["a statistic without a name", (text: string) => text.replace("Max bcast/mcast queue length,0", ",0")],
  ] as const)("a text of version 1 with %s", (_, change) => {
    const text = printStatus(two, { version: 1 });
    expect(change(text)).not.toBe(text);
    expect(kindOf(change(text))).toBe("torn");
  });

  test("and names the line, but nothing of what stands there", () => {
    const error = refusal(printStatus(two, { version: 3 }).replace("\tbob\t", "\t<b>bob</b>"));
    expect(error).toMatchObject({ kind: "torn", line: 5 });
    expect(error?.message).toContain("line 5");
    expect(error?.message).not.toContain("bob");
  });
});
