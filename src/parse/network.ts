import { ipv6Groups, ipv6Text, parseAddress } from "./address.ts";

/** A network of addresses; one address is the smallest of them. */
export interface Network {
  readonly family: 4 | 6;
  /** The 4 octets of IPv4, the 8 groups of IPv6; bits beyond the length are 0. */
  readonly parts: readonly number[];
  /** How many bits all its addresses begin with. */
  readonly length: number;
}

/** Bits of a whole address, and of a part of its text. */
const BITS = { 4: { all: 32, part: 8 }, 6: { all: 128, part: 16 } } as const;

const CIDR = /^([^/]+)\/(\d{1,3})$/;
/** One to three whole octets: "198.51.", "198.51.100". */
const IPV4_PREFIX = /^\d{1,3}\.(?:\d{1,3}\.?){0,2}$/;
/** One to seven whole groups: "2001:db8:". */
const IPV6_PREFIX = /^[\da-f]{1,4}(?::[\da-f]{1,4}){0,6}:$/i;

/** Reads an address in each of OpenVPN's spellings, a network as 198.51.100.0/24, or a beginning as "198.51."; undefined when it is none. */
export function parseNetwork(text: string): Network | undefined {
  const [, address, length] = CIDR.exec(text) ?? [];
  if (address !== undefined) return networkOf(address, Number(length));
  if (IPV4_PREFIX.test(text)) {
    const octets = text.split(".").filter((octet) => octet !== "");
    return networkOf([...octets, "0", "0", "0"].slice(0, 4).join("."), octets.length * BITS[4].part);
  }
  if (IPV6_PREFIX.test(text)) return networkOf(`${text}:`, (text.split(":").length - 1) * BITS[6].part);
  const host = parseAddress(text)?.host;
  return host === undefined ? undefined : cut(host, host.includes(":") ? BITS[6].all : BITS[4].all);
}

function networkOf(address: string, length: number): Network | undefined {
  const { host, port, protocol } = parseAddress(address) ?? {};
  if (host === undefined || port !== undefined || protocol !== undefined) return undefined;
  const isMapped = address.includes(":") && !host.includes(":");
  return cut(host, isMapped ? length - (BITS[6].all - BITS[4].all) : length);
}

function cut(host: string, length: number): Network | undefined {
  const family = host.includes(":") ? 6 : 4;
  const { all, part } = BITS[family];
  if (length < 0 || length > all) return undefined;
  return { family, length, parts: partsOf(host).map((bits, index) => bits & mask(length - index * part, part)) };
}

/** The first so many bits of a part. */
function mask(bits: number, part: number): number {
  const given = Math.max(0, Math.min(bits, part));
  return (2 ** given - 1) * 2 ** (part - given);
}

function partsOf(host: string): readonly number[] {
  return host.includes(":") ? (ipv6Groups(host) ?? []) : host.split(".").map(Number);
}

/** Whether it is one address. */
export function isAddress({ family, length }: Network): boolean {
  return length === BITS[family].all;
}

/** "198.51.100.7", "198.51.100.0/24", "2001:db8::/32". */
export function networkText(network: Network): string {
  const { family, parts, length } = network;
  const host = family === 4 ? parts.join(".") : ipv6Text(parts);
  return isAddress(network) ? host : `${host}/${length}`;
}

/** Whether an address, as `parseAddress()` writes it, is in the network. */
export function contains({ family, parts, length }: Network, host: string): boolean {
  if (host.includes(":") !== (family === 6)) return false;
  const { part } = BITS[family];
  const others = partsOf(host);
  return (
    others.length === parts.length &&
    parts.every((bits, index) => ((others[index] ?? 0) & mask(length - index * part, part)) === bits)
  );
}

/** What the text of each of its addresses, as `parseAddress()` writes it, begins with. */
export function textPrefix({ family, parts, length }: Network): string {
  const whole = parts.slice(0, Math.floor(length / BITS[family].part));
  if (family === 4) return whole.join(".") + (whole.length > 0 && whole.length < 4 ? "." : "");
  // From the first group of zeros on, how they are written depends on what follows them.
  const zeros = whole.indexOf(0);
  const told = zeros < 0 ? whole : whole.slice(0, zeros);
  return told.map((group) => group.toString(16)).join(":") + (told.length > 0 && told.length < 8 ? ":" : "");
}
