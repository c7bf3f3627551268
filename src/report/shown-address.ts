import { ipv6Groups, parseAddress } from "../parse/address.ts";
import type { Network } from "../parse/network.ts";

/** How much of real addresses is shown. */
export const ADDRESS_DETAILS = ["full", "masked", "none"] as const;

export type AddressDetail = (typeof ADDRESS_DETAILS)[number];

/** 2002::/16 holds an IPv4 address in its first 48 bits (RFC 3056). */
const SIX_TO_FOUR = 0x2002;

/**
 * A real address as it may be shown: whole, its network alone (`198.51.100.x`; of IPv6 the first 48 bits,
 * `2001:db8:4c::x`), or not at all. Undefined: nothing is to be shown, as also where the books no longer keep it, or
 * where what is to be masked is no address. What is searched for must be compared with this too: else a search tells
 * what the page hides. Virtual addresses are not covered: they are the VPN's own.
 */
export function shownAddress(address: string, detail: AddressDetail): string | undefined {
  switch (detail) {
    case "full":
      return address === "" ? undefined : address;
    case "masked":
      return networkOf(address);
    case "none":
      return undefined;
  }
}

function networkOf(address: string): string | undefined {
  const host = parseAddress(address)?.host;
  if (host === undefined) return undefined;
  const groups = ipv6Groups(host);
  if (groups === undefined) return host.replace(/\d+$/, "x");
  const [a = 0, b = 0, c = 0] = groups;
  const network = [a, b, a === SIX_TO_FOUR ? c & 0xff00 : c];
  while (network.at(-1) === 0) network.pop();
  return `${network.map((group) => group.toString(16)).join(":")}::x`;
}

/** Why a network cannot be looked for. */
export const SEARCHABLE: Readonly<Record<AddressDetail, string>> = {
  full: "can be any network",
  masked: "must be a network that is shown: of IPv4 at most 24 bits long, of IPv6 at most 48 (of 2002::/16: 40)",
  none: "cannot be looked for: addresses are not shown here",
};

/** Whether looking for a network tells no more than what is shown. */
export function isSearchable({ family, parts, length }: Network, detail: AddressDetail): boolean {
  switch (detail) {
    case "full":
      return true;
    case "masked":
      return length <= (family === 4 ? 24 : parts[0] === SIX_TO_FOUR ? 40 : 48);
    case "none":
      return false;
  }
}
