import { describe, expect, test } from "bun:test";
import type { StatusText } from "../../src/model.ts";
import { parseStatus } from "../../src/parse/status.ts";
import { StatusSyntaxError } from "../../src/parse/status-syntax-error.ts";
import { type PrintedClient, printedClient, printStatus } from "./print.ts";

const VERSIONS = [1, 2, 3] as const;

/** Why a text is refused; undefined when it is not. */
function refusal(text: string): StatusSyntaxError | undefined {
  try {
    parseStatus(text);
    return undefined;
  } catch (error) {
    if (error instanceof StatusSyntaxError) return error;
    throw error;
  }
}

function kindOf(text: string): string | undefined {
  return refusal(text)?.kind;
}

function countsOf({ clients }: StatusText) {
  return clients.map(({ commonName, bytesReceived, bytesSent }) => [commonName, bytesReceived, bytesSent]);
}

const two = [
  printedClient(),
  printedClient({ commonName: "bob", realAddress: "10.99.0.5:1194", clientId: 1, routes: [] }),
];

describe("parseStatus() reads", () => {
  test("all columns of version 3 (F7)", () => {
    expect(parseStatus(printStatus(two, { version: 3 }))).toEqual({
      version: 3,
      title: "OpenVPN 2.6.9 x86_64-pc-linux-gnu [SSL (OpenSSL)] built on Nov 22 2026",
      time: 1_795_334_881,
      timeText: "2026-11-22 08:08:01",
      clients: [
        {
          commonName: "alice",
          realAddress: "10.99.0.4:55296",
          virtualAddress: "10.8.0.2",
          virtualIpv6Address: "fd08::1000",
          bytesReceived: 2_121n,
          bytesSent: 2_111n,
          connectedSinceText: "2026-11-22 08:07:57",
          connectedSince: 1_795_334_877,
          username: undefined,
          clientId: 0,
          cipher: "AES-256-GCM",
          routed: true,
        },
        {
          commonName: "bob",
          realAddress: "10.99.0.5:1194",
          virtualAddress: "10.8.0.2",
          virtualIpv6Address: "fd08::1000",
          bytesReceived: 2_121n,
          bytesSent: 2_111n,
          connectedSinceText: "2026-11-22 08:07:57",
          connectedSince: 1_795_334_877,
          username: undefined,
          clientId: 1,
          cipher: "AES-256-GCM",
          routed: false,
        },
      ],
      dcoEnabled: false,
      warnings: [],
    });
  });

  test("the same from version 2 as from version 3, found anew at each call (F6)", () => {
    const { version: second, ...fromSecond } = parseStatus(printStatus(two, { version: 2 }));
    const { version: third, ...fromThird } = parseStatus(printStatus(two, { version: 3 }));
    expect([second, third]).toEqual([2, 3]);
    expect(fromSecond).toEqual(fromThird);
  });

  test("what there is in version 1 (F6)", () => {
    const text = parseStatus(printStatus(two, { version: 1 }));
    expect(text).toMatchObject({ version: 1, timeText: "2026-11-22 08:08:01", warnings: [] });
    expect([text.title, text.time, text.dcoEnabled]).toEqual([undefined, undefined, undefined]);
    expect(text.clients[0]).toEqual({
      commonName: "alice",
      realAddress: "10.99.0.4:55296",
      virtualAddress: undefined,
      virtualIpv6Address: undefined,
      bytesReceived: 2_121n,
      bytesSent: 2_111n,
      connectedSinceText: "2026-11-22 08:07:57",
      connectedSince: undefined,
      username: undefined,
      clientId: undefined,
      cipher: undefined,
      routed: true,
    });
    expect(text.clients[1]?.routed).toBeFalse();
  });

  test.each([
    ["2.1", { username: undefined, clientId: undefined, cipher: undefined, virtualIpv6Address: undefined }],
    ["2.3", { username: "jane", clientId: undefined, cipher: undefined, virtualIpv6Address: undefined }],
    ["2.4", { username: "jane", clientId: 7, cipher: undefined, virtualIpv6Address: "fd08::1000" }],
    ["2.6", { username: "jane", clientId: 7, cipher: "AES-256-GCM", virtualIpv6Address: "fd08::1000" }],
  ] as const)("the columns that OpenVPN %s has (F7)", (openvpn, wanted) => {
    const client = printedClient({ username: "jane", clientId: 7 });
    for (const version of [2, 3] as const) {
      const text = parseStatus(printStatus([client], { version, openvpn }));
      expect(text.clients[0]).toMatchObject({ bytesReceived: 2_121n, connectedSince: 1_795_334_877, ...wanted });
      expect(text.dcoEnabled).toBe(openvpn === "2.6" ? false : undefined);
    }
  });

  test("columns by the names in the HEADER, and passes over those it does not know (F7)", () => {
    const text = printStatus(two, { version: 3 })
      .replace("\tBytes Received", "\tMood\tBytes Received")
      .replaceAll("\tfd08::1000", "\tfd08::1000\tsunny, mostly")
      .replace("Data Channel Cipher", "Data Channel Cipher\tLast")
      .replaceAll("AES-256-GCM", "AES-256-GCM\t");
    expect(parseStatus(text)).toEqual(parseStatus(printStatus(two, { version: 3 })));
  });

  test("columns that a later OpenVPN puts elsewhere (F7)", () => {
    const lines = printStatus([printedClient()], { version: 3 }).split("\n");
    const moved = lines.map((line) => {
      const [tag = "", ...rest] = line.split("\t");
      const from = tag === "HEADER" && rest[0] === "CLIENT_LIST" ? 5 : tag === "CLIENT_LIST" ? 4 : -1;
      return from === -1 ? line : [tag, ...rest.toSpliced(from, 2), ...rest.slice(from, from + 2)].join("\t");
    });
    expect(parseStatus(moved.join("\n"))).toEqual(parseStatus(lines.join("\n")));
  });

  test("tables that it does not know, where a HEADER announces them (F7)", () => {
    const table = "HEADER\tPEER_LIST\tPeer\tMood\nPEER_LIST\t1\tsunny\nPEER_LIST\t2\t\n";
    const text = printStatus(two, { version: 3 });
    for (const before of ["HEADER\tCLIENT_LIST", "HEADER\tROUTING_TABLE", "GLOBAL_STATS\tMax", "END\n"]) {
      expect(parseStatus(text.replace(before, table + before))).toEqual(parseStatus(text));
    }
  });

  test("statistics of any name, and dco_enabled", () => {
    const text = printStatus([], { version: 2 });
    expect(parseStatus(text.replace("END\n", "GLOBAL_STATS,moons,2\nEND\n")).dcoEnabled).toBeFalse();
    expect(parseStatus(text.replace("dco_enabled,0", "dco_enabled,1")).dcoEnabled).toBeTrue();
    expect(parseStatus(text.replace(/GLOBAL_STATS.*\n/g, "")).dcoEnabled).toBeUndefined();
  });

  test("lines that end in CR LF as lines that end in LF (F8)", () => {
    for (const version of VERSIONS) {
      const text = printStatus(two, { version });
      expect(parseStatus(text.replaceAll("\n", "\r\n"))).toEqual(parseStatus(text));
      expect(kindOf(text.replaceAll("\n", "\r\n").replace("\r\nEND", "\nEND"))).toBe("torn");
      expect(kindOf(text.replace("\nEND", "\r\nEND"))).toBe(version === 1 ? "torn" : undefined);
    }
  });

  test("a CR at a line's end as part of its last field, where lines end in LF (F8)", () => {
    const text = printStatus(two, { version: 3 }).replace("AES-256-GCM\n", "AES-256-GCM\r\n");
    expect(parseStatus(text).clients[0]?.cipher).toBe("AES-256-GCM\r");
  });

  test("a last line without its line end", () => {
    for (const version of VERSIONS) {
      const text = printStatus(two, { version });
      expect(parseStatus(text.slice(0, -1))).toEqual(parseStatus(text));
    }
  });

  test("names byte for byte: not UTF-8, NUL, BOM, and none is another (F8)", () => {
    const names = ["caf\xe9", "caf\xc3\xa9", "caf", "caf\0", "\xef\xbb\xbfcaf", "\ufffd".slice(1), "caf\x80", "CAF"]
      .filter((name) => name !== "")
      .map((commonName, clientId) => printedClient({ commonName, clientId, realAddress: `10.0.0.1:${clientId}` }));
    for (const version of VERSIONS) {
      const { clients } = parseStatus(printStatus(names, { version }));
      expect(clients.map((client) => client.commonName)).toEqual(names.map((client) => client.commonName));
    }
  });

  test.each([
    ["END"],
    ["UNDEF"],
    ["ROUTING TABLE"],
    ["GLOBAL STATS"],
    ["HEADER"],
    ["CLIENT_LIST"],
    ["TITLE"],
    ["OpenVPN CLIENT LIST"],
    ["__proto__"],
    ["constructor"],
    ["hasOwnProperty"],
    ["SUCCESS:"],
    [">CLIENT:ESTABLISHED,0"],
    ["ERROR: bad"],
    ["XENDX"],
    [" lead and trail "],
  ])("a client of the name %j as a client (F18)", (commonName) => {
    const client = printedClient({ commonName, username: commonName });
    for (const version of VERSIONS) {
      const [row] = parseStatus(printStatus([client], { version })).clients;
      expect(row).toMatchObject({ commonName, bytesReceived: 2_121n, bytesSent: 2_111n, routed: true });
      expect(row?.username).toBe(version === 1 || commonName === "UNDEF" ? undefined : commonName);
    }
  });

  test("rows that are alike as so many rows, which is for the books to judge (F12)", () => {
    const alike = [1n, 2n, 3n].map((bytesReceived, clientId) =>
      printedClient({ bytesReceived, clientId, realAddress: "fd99::1004" }),
    );
    for (const version of VERSIONS) {
      const { clients } = parseStatus(printStatus(alike, { version }));
      expect(clients.map(({ bytesReceived, routed }) => [bytesReceived, routed])).toEqual([
        [1n, true],
        [2n, true],
        [3n, true],
      ]);
    }
  });

  test("a route only for the client whose name and real address it names", () => {
    const routes = [
      "10.8.0.2",
      "fd08::1000",
      "192.168.50.0/24",
      "fd50::/64",
      "192.168.50.7C",
      "/0",
      "9e:b9:4f:e7:01:a9@0",
    ];
    const clients = [
      printedClient({ routes }),
      printedClient({ clientId: 1, realAddress: "10.99.0.4:55297", routes: [] }),
      printedClient({ clientId: 2, commonName: "alic", routes: [] }),
      printedClient({ clientId: 3, commonName: "bob", realAddress: "fd99::1", routes: ["10.8.0.9"] }),
    ];
    for (const version of VERSIONS) {
      const { clients: rows } = parseStatus(printStatus(clients, { version }));
      expect(rows.map((row) => row.routed)).toEqual([true, false, false, true]);
    }
  });

  test("a Client ID that is empty, where OpenVPN was built without management, and still finds the route", () => {
    for (const version of [2, 3] as const) {
      const separator = version === 2 ? "," : "\t";
      const text = printStatus(two, { version }).replaceAll(
        /UNDEF.\d.\d.AES/g,
        ["UNDEF", "", "", "AES"].join(separator),
      );
      const { clients } = parseStatus(text);
      expect(clients.map((client) => [client.clientId, client.routed])).toEqual([
        [undefined, true],
        [undefined, false],
      ]);
    }
  });
});

describe("parseStatus() counts", () => {
  const text = (received: string, version: 1 | 2 | 3) =>
    printStatus([printedClient({ bytesReceived: 77_777n }), ...two.slice(1)], { version }).replace("77777", received);

  test.each([
    ["0", 0n],
    ["007", 7n],
    ["999999999999999", 999_999_999_999_999n],
    ["1000000000000000", 1_000_000_000_000_000n],
    ["9007199254740993", 9_007_199_254_740_993n],
    ["9223372036854775807", 2n ** 63n - 1n],
  ])("%s exactly (F11)", (digits, count) => {
    for (const version of VERSIONS) expect(parseStatus(text(digits, version)).clients[0]?.bytesReceived).toBe(count);
  });

  test.each([
    "",
    "-1",
    "+1",
    "1e9",
    "0x10",
    "1.5",
    " 1",
    "1 ",
    "9223372036854775808",
    "18446744073709551616",
    "99999999999999999999",
    "٣",
    "NaN",
  ])("nothing for %j, warns, and uses the other rows (F11)", (digits) => {
    for (const version of VERSIONS) {
      const status = parseStatus(text(digits, version));
      expect(countsOf(status)).toEqual([["bob", 2_121n, 2_111n]]);
      expect(status.warnings).toEqual(["Line 4 is left out: its byte counts are not whole numbers from 0 to 2^63-1"]);
    }
  });

  test("nothing for a bad counter of a name with commas either (F11, F17)", () => {
    const client = printedClient({ commonName: "Doe, John", bytesSent: 77_777n });
    for (const version of [1, 2] as const) {
      const status = parseStatus(printStatus([client, ...two.slice(1)], { version }).replace("77777", "-7"));
      expect(countsOf(status)).toEqual([["bob", 2_121n, 2_111n]]);
      expect(status.warnings).toHaveLength(1);
    }
  });

  test("on with the warnings, and tells a hundred one by one (F11)", () => {
    const clients = Array.from({ length: 150 }, (_, clientId) => printedClient({ clientId, bytesSent: 77_777n }));
    const { warnings } = parseStatus(printStatus(clients, { version: 3 }).replaceAll("77777", "x"));
    expect(warnings).toHaveLength(101);
    expect(warnings.at(-1)).toBe("50 more lines are left out");
  });
});

describe("parseStatus() with commas in names", () => {
  const FORGED_ROW = "bob,1.1.1.1:1,9999999999,8888888888,2026-01-01 00:00:00";

  test.each(["Doe, John,Ltd", ",", ",,,", "a,", ",a", FORGED_ROW, "a,10.0.0.9:1194,1,2,Mon Jan  1 00:00:00 2024"])(
    "reads the common name %j from the row's end in version 1 (F17)",
    (commonName) => {
      const status = parseStatus(printStatus([printedClient({ commonName }), ...two.slice(1)], { version: 1 }));
      expect(countsOf(status)).toEqual([
        [commonName, 2_121n, 2_111n],
        ["bob", 2_121n, 2_111n],
      ]);
      expect(status.clients[0]?.routed).toBeTrue();
    },
  );

  test("reads common name and username by the fields around them in version 2 (F17)", () => {
    const clients = [
      printedClient({ commonName: "Doe, John", username: "jane,doe" }),
      printedClient({ commonName: ",", username: ",,", clientId: 1, realAddress: "fd99::1", routes: [] }),
      printedClient({ commonName: FORGED_ROW, username: FORGED_ROW, clientId: 2, realAddress: "10.0.0.7:7" }),
      printedClient({ commonName: "plain", username: "a,b", clientId: 3, virtualAddress: "", virtualIpv6Address: "" }),
    ];
    const { clients: rows, warnings } = parseStatus(printStatus(clients, { version: 2 }));
    expect(warnings).toEqual([]);
    expect(rows).toMatchObject(
      clients.map(({ commonName, username, realAddress, routes }) => ({
        commonName,
        username,
        realAddress,
        bytesReceived: 2_121n,
        bytesSent: 2_111n,
        routed: routes.length > 0,
      })),
    );
  });

  /** A username that holds all the fields a row has between its common name and its username. */
  const forging = (client: PrintedClient, victim = "victim") =>
    `x,${client.realAddress},10.8.0.66,,999999,999999,2026-11-22 08:00:00,1795334400,${victim}`;
  const rival = printedClient({ commonName: "rival", realAddress: "10.66.6.6:666", clientId: 6, routes: [] });

  test("decides by the routing table where more than one reading fits (F17)", () => {
    const client = printedClient({ username: forging(rival) });
    const { clients, warnings } = parseStatus(printStatus([client], { version: 2 }));
    expect(warnings).toEqual([]);
    expect(clients).toMatchObject([
      { commonName: "alice", username: forging(rival), bytesReceived: 2_121n, routed: true },
    ]);
  });

  test("drops a row that the routing table does not decide, and recommends version 3 (F17)", () => {
    const client = printedClient({ username: forging(rival), routes: [] });
    const { clients, warnings } = parseStatus(printStatus([client, ...two.slice(1)], { version: 2 }));
    expect(clients.map((row) => row.commonName)).toEqual(["bob"]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/^Line 4 .*`status-version 3`/);
  });

  test("does not take another row's route for the forger's (F17)", () => {
    // The forged reading of the first row has the very name and address of the second, which can be read as the
    // first one's in turn: whose route it is nobody can tell.
    const forger = printedClient({ username: forging(rival), routes: [] });
    const commonName = `alice,${forger.realAddress},10.8.0.2,fd08::1000,2121,2111,2026-11-22 08:07:57,1795334877,x`;
    const victim = { ...rival, commonName, routes: ["10.8.0.66"] };
    const { clients, warnings } = parseStatus(printStatus([forger, victim, ...two.slice(1)], { version: 2 }));
    expect(clients.map((row) => row.commonName)).toEqual(["bob"]);
    expect(warnings).toHaveLength(2);
  });

  test("reads everything from version 3, which has no commas to mind (F17)", () => {
    const clients = [
      printedClient({ commonName: FORGED_ROW, username: forging(rival), routes: [] }),
      printedClient({ commonName: ",", username: ",", clientId: 1 }),
    ];
    const { clients: rows, warnings } = parseStatus(printStatus(clients, { version: 3 }));
    expect(warnings).toEqual([]);
    expect(rows).toMatchObject(clients.map(({ commonName, username }) => ({ commonName, username })));
  });

  test("refuses a row with a tab too many or too few in version 3 (F17)", () => {
    const text = printStatus(two, { version: 3 });
    expect(kindOf(text.replace("\talice\t", "\tali\tce\t"))).toBe("torn");
    expect(kindOf(text.replace("\talice\t", "\talice"))).toBe("torn");
    expect(kindOf(text.replace("\tUNDEF\t", "\t"))).toBe("torn");
  });

  test("gives up on a line of commas quickly (F9, F17)", () => {
    const started = performance.now();
    const crowd = ",10.0.0.9:1,10.8.0.2,,1,2,2026-11-22 08:00:00,1795334400".repeat(250);
    for (const username of [",".repeat(15_000), crowd]) {
      const { clients } = parseStatus(printStatus([printedClient({ username })], { version: 2 }));
      expect(clients).toMatchObject([{ commonName: "alice", bytesReceived: 2_121n }]);
    }
    expect(performance.now() - started).toBeLessThan(500);
    expect(kindOf(printStatus([printedClient({ username: "x".repeat(20_000) })], { version: 2 }))).toBe("torn");
  });
});

describe("parseStatus() refuses", () => {
  test("an empty text as empty (F2)", () => {
    expect(refusal("")).toMatchObject({ name: "StatusSyntaxError", kind: "empty", line: 1 });
    expect(refusal("")).toBeInstanceOf(SyntaxError);
  });

  test("what is no status text as unknown", () => {
    for (const text of [
      "hello\n",
      "# comment\nTITLE\tx\n",
      "\0\0\0\0",
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
    ["a line longer than any of OpenVPN's", (text: string) => text.replace("alice", "x".repeat(20_000))],
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
