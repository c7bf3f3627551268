import { describe, expect, test } from "bun:test";
import { isPublicAddress } from "../../src/geo/private-address.ts";
import { parseAddress } from "../../src/parse/address.ts";

/** First and last address of each network, and where they are public, those just outside it. */
const SPECIAL = [
  ["this network", "0.0.0.0", "0.255.255.255", [null, "1.0.0.0"]],
  ["private 10/8", "10.0.0.0", "10.255.255.255", ["9.255.255.255", "11.0.0.0"]],
  ["carrier-grade NAT", "100.64.0.0", "100.127.255.255", ["100.63.255.255", "100.128.0.0"]],
  ["loopback", "127.0.0.0", "127.255.255.255", ["126.255.255.255", "128.0.0.0"]],
  ["link-local", "169.254.0.0", "169.254.255.255", ["169.253.255.255", "169.255.0.0"]],
  ["private 172.16/12", "172.16.0.0", "172.31.255.255", ["172.15.255.255", "172.32.0.0"]],
  ["protocol assignments", "192.0.0.0", "192.0.0.255", ["191.255.255.255", "192.0.1.0"]],
  ["documentation TEST-NET-1", "192.0.2.0", "192.0.2.255", ["192.0.1.255", "192.0.3.0"]],
  ["AS112 192.31.196/24", "192.31.196.0", "192.31.196.255", ["192.31.195.255", "192.31.197.0"]],
  ["AMT", "192.52.193.0", "192.52.193.255", ["192.52.192.255", "192.52.194.0"]],
  ["6to4 relays", "192.88.99.0", "192.88.99.255", ["192.88.98.255", "192.88.100.0"]],
  ["private 192.168/16", "192.168.0.0", "192.168.255.255", ["192.167.255.255", "192.169.0.0"]],
  ["AS112 192.175.48/24", "192.175.48.0", "192.175.48.255", ["192.175.47.255", "192.175.49.0"]],
  ["benchmarks", "198.18.0.0", "198.19.255.255", ["198.17.255.255", "198.20.0.0"]],
  ["documentation TEST-NET-2", "198.51.100.0", "198.51.100.255", ["198.51.99.255", "198.51.101.0"]],
  ["documentation TEST-NET-3", "203.0.113.0", "203.0.113.255", ["203.0.112.255", "203.0.114.0"]],
  ["multicast", "224.0.0.0", "239.255.255.255", ["223.255.255.255", null]],
  ["reserved and broadcast", "240.0.0.0", "255.255.255.255", [null, null]],
  ["v4-mapped private", "::ffff:192.168.1.1", "::ffff:c0a8:101", [null, "::ffff:8.8.8.8"]],
  ["unspecified and loopback", "::", "::1", [null, null]],
  ["v4-compatible", "::8.8.8.8", "::ffff:ffff", [null, null]],
  ["NAT64", "64:ff9b::", "64:ff9b::ffff:ffff", [null, null]],
  ["local NAT64", "64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff", [null, null]],
  ["discard", "100::", "100::ffff:ffff:ffff:ffff", [null, null]],
  ["protocol assignments, Teredo among them", "2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", [null, "2001:200::"]],
  ["documentation", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", ["2001:db7:ffff::", "2001:db9::"]],
  ["6to4", "2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff", ["2001:ffff::", "2003::"]],
  ["AS112", "2620:4f:8000::", "2620:4f:8000:ffff:ffff:ffff:ffff:ffff", ["2620:4f:7fff::", "2620:4f:8001::"]],
  ["documentation 3fff::/20", "3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", ["3ffe:ffff::", "3fff:1000::"]],
  ["not given out", "4000::", "5eff:ffff::", ["3fff:ffff::", null]],
  ["segment routing", "5f00::", "5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff", [null, null]],
  ["unique local", "fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", [null, null]],
  ["link-local", "fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", [null, null]],
  ["link-local with a zone", "fe80::1%eth0", "fe80::1%2", [null, null]],
  ["site-local", "fec0::", "feff::1", [null, null]],
  ["multicast", "ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", [null, null]],
] as const;

function isPublic(text: string): boolean {
  const host = parseAddress(text)?.host;
  if (host === undefined) throw new Error(`${text} is no address`);
  return isPublicAddress(host);
}

describe("F63: isPublicAddress() knows the special networks", () => {
  test.each(SPECIAL)("%s: %s to %s", (_, first, last, around) => {
    expect([first, last].map(isPublic)).toEqual([false, false]);
    expect(around.filter((address) => address !== null && !isPublic(address))).toEqual([]);
  });

  test.each(["1.1.1.1", "8.8.8.8", "223.255.255.255", "2001:4860:4860::8888", "2a00:1450:4001::1"])(
    "%s is public",
    (address) => expect(isPublic(address)).toBe(true),
  );
});
