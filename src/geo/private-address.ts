import { BlockList } from "node:net";

/**
 * Networks whose addresses are nobody's place on the internet: the IANA special-purpose registries for IPv4 and IPv6
 * (RFC 6890), multicast and what is reserved. 192.0.0.0/24 and 2001::/23 are taken whole: the few public addresses in
 * them are services, never clients.
 */
const SPECIAL_IPV4 = [
  "0.0.0.0/8", // this network
  "10.0.0.0/8", // private
  "100.64.0.0/10", // carrier-grade NAT
  "127.0.0.0/8", // loopback
  "169.254.0.0/16", // link-local
  "172.16.0.0/12", // private
  "192.0.0.0/24", // protocol assignments
  "192.0.2.0/24", // documentation
  "192.31.196.0/24", // AS112
  "192.52.193.0/24", // AMT
  "192.88.99.0/24", // 6to4 relays
  "192.168.0.0/16", // private
  "192.175.48.0/24", // AS112
  "198.18.0.0/15", // benchmarks
  "198.51.100.0/24", // documentation
  "203.0.113.0/24", // documentation
  "224.0.0.0/4", // multicast
  "240.0.0.0/4", // reserved, and limited broadcast
];

const SPECIAL_IPV6 = [
  "2001::/23", // protocol assignments: Teredo, benchmarks, ORCHID
  "2001:db8::/32", // documentation
  "2002::/16", // 6to4
  "2620:4f:8000::/48", // AS112
  "3fff::/20", // documentation
];

/** What IANA gives out to networks; all else is loopback, unique local, link-local, multicast, translated or reserved. */
const GLOBAL_IPV6 = "2000::/3";

const special = listOf(SPECIAL_IPV4, "ipv4");
const specialIpv6 = listOf(SPECIAL_IPV6, "ipv6");
const globalIpv6 = listOf([GLOBAL_IPV6], "ipv6");

/** Whether an address, as `parseAddress()` writes it, can be somebody's on the internet. */
export function isPublicAddress(host: string): boolean {
  if (host.includes(":")) return globalIpv6.check(host, "ipv6") && !specialIpv6.check(host, "ipv6");
  return !special.check(host, "ipv4");
}

function listOf(networks: readonly string[], family: "ipv4" | "ipv6"): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", length] = network.split("/");
    list.addSubnet(address, Number(length), family);
  }
  return list;
}
