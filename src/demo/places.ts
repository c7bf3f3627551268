import type { Place } from "../geo/place.ts";
import type { Coordinates } from "../model.ts";

/*
 * The ranges kept for documentation (RFC 5737, RFC 3849): nobody real is met in them. Each place has 32 addresses of
 * IPv4, and of IPv6 the network of its number.
 */
const NETWORKS = ["192.0.2.", "198.51.100.", "203.0.113."];
const IPV6_PREFIX = "2001:db8:";
const ADDRESSES = 32;
const PER_NETWORK = 256 / ADDRESSES;

const PLACES = [
  ["Vienna", "Vienna", "Austria", "AS64500 Donau Kabel"],
  ["Vienna", "Vienna", "Austria", "AS64501 Alpenfunk Mobile"],
  ["Linz", "Upper Austria", "Austria", "AS64500 Donau Kabel"],
  ["Graz", "Styria", "Austria", "AS64502 Mur Telekom"],
  ["Salzburg", "Salzburg", "Austria", "AS64501 Alpenfunk Mobile"],
  ["Munich", "Bavaria", "Germany", "AS64503 Isarnetz"],
  ["Berlin", "Berlin", "Germany", "AS64504 Spree Breitband"],
  ["Zürich", "Zürich", "Switzerland", "AS64505 Limmat Fiber"],
  ["Oslo", "Oslo", "Norway", "AS64506 Fjordbredbånd"],
  ["Gothenburg", "Västra Götaland", "Sweden", "AS64507 Kattegatt Data"],
  ["Lisbon", "Lisbon", "Portugal", "AS64508 Tejo Comunicações"],
  ["Porto", "Porto", "Portugal", "AS64508 Tejo Comunicações"],
  ["Kraków", "Lesser Poland", "Poland", "AS64509 Wisła Net"],
  ["Athens", "Attica", "Greece", "AS64510 Hymettus Online"],
  ["London", "England", "United Kingdom", "AS64511 Tower Hamlets Fibre"],
  [undefined, undefined, "Japan", "AS64496 Ginza Roaming"],
  ["São Paulo", "São Paulo", "Brazil", "AS64497 Paulista Fibra"],
  ["Singapore", undefined, "Singapore", "AS64498 Merlion Roaming"],
] as const;

/** Where the cities are, about. */
const COORDINATES: Readonly<Record<string, Coordinates>> = {
  Athens: { latitude: 37.98, longitude: 23.73 },
  Berlin: { latitude: 52.52, longitude: 13.4 },
  Gothenburg: { latitude: 57.71, longitude: 11.97 },
  Graz: { latitude: 47.07, longitude: 15.44 },
  Kraków: { latitude: 50.06, longitude: 19.94 },
  Linz: { latitude: 48.31, longitude: 14.29 },
  Lisbon: { latitude: 38.72, longitude: -9.14 },
  London: { latitude: 51.51, longitude: -0.13 },
  Munich: { latitude: 48.14, longitude: 11.58 },
  Oslo: { latitude: 59.91, longitude: 10.75 },
  Porto: { latitude: 41.15, longitude: -8.61 },
  Salzburg: { latitude: 47.8, longitude: 13.04 },
  Singapore: { latitude: 1.35, longitude: 103.82 },
  "São Paulo": { latitude: -23.55, longitude: -46.63 },
  Vienna: { latitude: 48.21, longitude: 16.37 },
  Zürich: { latitude: 47.38, longitude: 8.54 },
};

/** Number of a place in the list above. */
export const PLACE = {
  vienna: 0,
  viennaMobile: 1,
  linz: 2,
  graz: 3,
  salzburg: 4,
  munich: 5,
  berlin: 6,
  zurich: 7,
  oslo: 8,
  gothenburg: 9,
  lisbon: 10,
  porto: 11,
  krakow: 12,
  athens: 13,
  london: 14,
  japan: 15,
  saoPaulo: 16,
  singapore: 17,
} as const;

export type PlaceNumber = (typeof PLACE)[keyof typeof PLACE];

/** The IPv4 address number `host` of a place; there are 30, then they come again. */
export function ipv4At(place: PlaceNumber, host: number): string {
  const network = NETWORKS[Math.floor(place / PER_NETWORK)] ?? "";
  return `${network}${(place % PER_NETWORK) * ADDRESSES + 1 + (host % (ADDRESSES - 2))}`;
}

/** The IPv6 address number `host` of a place. */
export function ipv6At(place: PlaceNumber, host: number): string {
  return `${IPV6_PREFIX}${(place + 1).toString(16)}::${(host + 16).toString(16)}`;
}

/** Tells the places of the demonstration's invented addresses, as a provider of locations would. */
export const demoLocator = {
  /** Undefined: not an address of the demonstration. */
  locate(host: string): Place | undefined {
    const place = PLACES[numberOf(host)];
    if (place === undefined) return undefined;
    const [city, region, country, provider] = place;
    return { city, region, country, provider, coordinates: COORDINATES[city ?? ""] };
  },
};

function numberOf(host: string): number {
  if (host.startsWith(IPV6_PREFIX)) return Number.parseInt(host.slice(IPV6_PREFIX.length), 16) - 1;
  const network = NETWORKS.findIndex((prefix) => host.startsWith(prefix));
  return network < 0 ? -1 : network * PER_NETWORK + Math.floor(Number(host.split(".")[3]) / ADDRESSES);
}
