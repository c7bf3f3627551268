import { describe, expect, test } from "bun:test";
import { parseStatus } from "../../src/parse/status.ts";
import { printedClient, printStatus, two } from "./print.ts";
import { kindOf } from "./refusal.ts";

const VERSIONS = [1, 2, 3] as const;

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

  test("a routing table by the names in its HEADER (F7)", () => {
    const text = printStatus(two, { version: 3 });
    const other = text
      .replace("\tLast Ref\tLast Ref (time_t)", "\tMood")
      .replace(/(ROUTING_TABLE.*10\.99\.0\.4:55296)\t.*/, "$1\tsunny, mostly");
    expect(other).not.toBe(text);
    expect(parseStatus(other)).toEqual(parseStatus(text));
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
