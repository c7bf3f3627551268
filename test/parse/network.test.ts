import { describe, expect, test } from "bun:test";
import { parseAddress } from "../../src/parse/address.ts";
import { contains, isAddress, networkText, parseNetwork, textPrefix } from "../../src/parse/network.ts";

function network(text: string) {
  const parsed = parseNetwork(text);
  if (parsed === undefined) throw new Error(`${text} is no network`);
  return parsed;
}

describe("parseNetwork()", () => {
  test.each([
    ["198.51.100.7", "198.51.100.7"],
    ["198.51.100.7:51234", "198.51.100.7"],
    ["udp4:198.51.100.7:51234", "198.51.100.7"],
    ["198.51.100.7/32", "198.51.100.7"],
    ["198.51.100.7/24", "198.51.100.0/24"],
    ["198.51.100.255/27", "198.51.100.224/27"],
    ["0.0.0.0/0", "0.0.0.0/0"],
    ["255.255.255.255/1", "128.0.0.0/1"],
    ["198.", "198.0.0.0/8"],
    ["198.51", "198.51.0.0/16"],
    ["198.51.", "198.51.0.0/16"],
    ["198.51.100", "198.51.100.0/24"],
    ["198.51.100.", "198.51.100.0/24"],
    ["2001:DB8::7", "2001:db8::7"],
    ["[2001:db8::7]:1194", "2001:db8::7"],
    ["fe80::1%eth0", "fe80::1"],
    ["2001:db8:ffff::/33", "2001:db8:8000::/33"],
    ["2001:db8::7/128", "2001:db8::7"],
    ["::/0", "::/0"],
    ["2001:db8:", "2001:db8::/32"],
    ["2001:", "2001::/16"],
    ["1:2:3:4:5:6:7:", "1:2:3:4:5:6:7:0/112"],
    ["::ffff:198.51.100.7", "198.51.100.7"],
    ["::ffff:198.51.100.7/120", "198.51.100.0/24"],
  ])("reads %s as %s", (text, normal) => {
    expect(networkText(network(text))).toBe(normal);
    expect(network(normal)).toEqual(network(text));
  });

  test.each([
    ...["", "10", ".", "198", "198.51.100.7.", "198..", "198.51.100.256", "256.", "198.051.", "198.51.100.0/33"],
    ...[
      "198.51.100.0/",
      "198.51.100.0/-1",
      "198.51.100.0/2x",
      "198.51.100.7:80/24",
      "198.51.*",
      "/24",
      "1.2.3.4/24/24",
    ],
    ...["2001:db8", "2001:db8::/129", "g::", "1:2:3:4:5:6:7:8:", "::ffff:1.2.3.4/95", "alice", "%", "10.8.0.1 "],
  ])("refuses %j", (text) => {
    expect(parseNetwork(text)).toBeUndefined();
  });
});

describe("contains()", () => {
  test.each([
    ["198.51.100.0/24", "198.51.100.0 198.51.100.255", "198.51.99.255 198.51.101.0 2001:db8::1"],
    ["198.51.100.128/25", "198.51.100.128 198.51.100.255", "198.51.100.127"],
    ["198.51.", "198.51.0.0 198.51.255.1", "198.5.1.0 198.50.0.0 198.52.0.0"],
    ["0.0.0.0/0", "0.0.0.0 255.255.255.255", "::"],
    ["198.51.100.7", "198.51.100.7", "198.51.100.70 198.51.100.6"],
    ["2001:db8::/32", "2001:db8:: 2001:db8::1 2001:db8:ffff:1:2:3:4:5", "2001:db9:: 2001:d:: 32.1.13.184"],
    ["2001:db8:0:8000::/49", "2001:db8:0:8000:: 2001:db8:0:ffff::1", "2001:db8:0:7fff::1 2001:db8::"],
    ["fd00:1::/64", "fd00:1:: fd00:1::5 fd00:1::1:2:3:4", "fd00:1:0:1::5"],
    ["::/0", ":: ffff::", "0.0.0.0"],
    ["2001:db8::7", "2001:db8::7", "2001:db8::70"],
  ])("of %s has %s and not %s", (text, inside, outside) => {
    const given = network(text);
    for (const host of inside.split(" ")) {
      expect([host, contains(given, host)]).toEqual([host, true]);
      expect(host.startsWith(textPrefix(given))).toBe(true);
    }
    for (const host of outside.split(" ")) expect([host, contains(given, host)]).toEqual([host, false]);
  });

  test("agrees with a reckoning in one large number, over many networks and addresses", () => {
    const bitsOf = (host: string) =>
      host.includes(":")
        ? BigInt(
            `0x${network(host)
              .parts.map((group) => group.toString(16).padStart(4, "0"))
              .join("")}`,
          )
        : host.split(".").reduce((all, octet) => all * 256n + BigInt(octet), 0n);
    const hosts = [
      "198.51.100.7",
      "198.51.200.7",
      "10.8.0.14",
      "2001:db8::7",
      "2001:db8:0:1::7",
      "2001:db8:0:1:8::",
      "fd00::",
    ];
    for (const one of hosts) {
      const all = one.includes(":") ? 128 : 32;
      for (let length = 0; length <= all; length++) {
        const given = network(`${one}/${length}`);
        expect(isAddress(given)).toBe(length === all);
        for (const other of hosts) {
          const shift = BigInt(all - length);
          const isIn = one.includes(":") === other.includes(":") && bitsOf(one) >> shift === bitsOf(other) >> shift;
          expect([one, length, other, contains(given, other)]).toEqual([one, length, other, isIn]);
          if (isIn) expect(parseAddress(other)?.host.startsWith(textPrefix(given))).toBe(true);
        }
      }
    }
  });
});
