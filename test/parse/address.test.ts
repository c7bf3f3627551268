import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { parseAddress } from "../../src/parse/address.ts";
import { parseStatus } from "../../src/parse/status.ts";
import { WHOLE } from "./captures.ts";

describe("parseAddress()", () => {
  test.each([
    ["10.99.0.4:55296", "10.99.0.4", 55_296, undefined],
    ["udp4:10.99.0.4:55255", "10.99.0.4", 55_255, "udp"],
    ["tcp4-server:10.99.0.4:43554", "10.99.0.4", 43_554, "tcp"],
    ["fd99::1004", "fd99::1004", undefined, undefined],
    ["udp6:[fd99::1004]:45941", "fd99::1004", 45_941, "udp"],
    ["tcp6-server:[fd99::1002]:35048", "fd99::1002", 35_048, "tcp"],
    ["tcp4-client:10.0.0.1:1194", "10.0.0.1", 1_194, "tcp"],
    ["udp6:10.99.0.5:41576", "10.99.0.5", 41_576, "udp"],
    ["::ffff:10.99.0.5", "10.99.0.5", undefined, undefined],
    ["::ffff:a63:5", "10.99.0.5", undefined, undefined],
    ["10.99.0.4", "10.99.0.4", undefined, undefined],
    ["[fd99::1]", "fd99::1", undefined, undefined],
    ["FD99:0:0::ABCD", "fd99::abcd", undefined, undefined],
    ["2001:db8:0:1:0:0:0:1", "2001:db8:0:1::1", undefined, undefined],
    ["2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1", undefined, undefined],
    ["1:0:0:2:0:0:3:4", "1::2:0:0:3:4", undefined, undefined],
    ["::", "::", undefined, undefined],
    ["::1", "::1", undefined, undefined],
    ["fe80::", "fe80::", undefined, undefined],
    ["64:ff9b::192.0.2.33", "64:ff9b::c000:221", undefined, undefined],
    ["fe80::1%eth0", "fe80::1", undefined, undefined],
    ["udp6:[fe80::1%eth0]:1194", "fe80::1", 1_194, "udp"],
    ["0.0.0.0:0", "0.0.0.0", 0, undefined],
    ["255.255.255.255:65535", "255.255.255.255", 65_535, undefined],
  ] as const)("reads %s (F7)", (text, host, port, protocol) =>
    expect(parseAddress(text)).toEqual({ host, port, protocol }),
  );

  test.each([
    "",
    "UNKNOWN",
    "[NULL]",
    "example.org:1194",
    "1.2.3",
    "1.2.3.4.5",
    "256.1.1.1",
    "01.2.3.4",
    "1.2.3.4:65536",
    "1.2.3.4:",
    "1.2.3.4:x",
    "1.2.3.-4",
    " 1.2.3.4",
    "1.2.3.4\n",
    ":",
    ":::",
    "1::2::3",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4:5:6:7::8",
    "12345::",
    "g::",
    "::1.2.3.4:5",
    "1.2.3.4::",
    "[::1",
    "[::1]1194",
    "[1.2.3.4]x:1",
    "udp:",
    "udp4:udp4:1.2.3.4:5",
    "fe80::1%",
    "__proto__",
  ])("takes %j for no address", (text) => expect(parseAddress(text)).toBeUndefined());

  test("reads every real address of every capture", () => {
    const addresses = WHOLE.flatMap(({ text }) => parseStatus(text).clients.map((client) => client.realAddress));
    expect(addresses.length).toBeGreaterThan(1_000);
    expect(addresses.filter((address) => parseAddress(address) === undefined)).toEqual([]);
  });

  test("reads its own host back as the same", () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        const host = parseAddress(text)?.host;
        expect(host).toBeDefined();
        expect(parseAddress(host ?? "")).toEqual({ host: host ?? "", port: undefined, protocol: undefined });
      }),
      { numRuns: 2_000 },
    );
  });

  test("gives one host to every spelling of one address", () => {
    const groups = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff })), {
      minLength: 8,
      maxLength: 8,
    });
    fc.assert(
      fc.property(groups, fc.nat(65_535), (values, port) => {
        const long = values.map((value) => value.toString(16).padStart(4, "0")).join(":");
        const short = new URL(`http://[${long}]/`).hostname.slice(1, -1);
        const hosts = [long, long.toUpperCase(), short, `udp6:[${short}]:${port}`].map(
          (text) => parseAddress(text)?.host,
        );
        expect(new Set(hosts).size).toBe(1);
        if (!hosts[0]?.includes(".")) expect(hosts[0]).toBe(short);
      }),
      { numRuns: 1_000 },
    );
  });
});
