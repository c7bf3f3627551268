import type { NameBytes } from "../model.ts";
import { parseAddress } from "./address.ts";

/*
 * Of a connection whose address, or whose user's name, is no longer kept, 12 bits are left: its trace. They tell
 * neither (a million addresses have the same), but among the few that began in the same second they tell one
 * connection from another, so that a late row or end still finds the one it names, and its bytes count once.
 */

const BITS = 12;

/** What is left of a name and an address: two numbers in one, of the address with its port and without. */
export function traceOf(commonName: NameBytes, realAddress: string): number {
  const { host, port } = parseAddress(realAddress) ?? { host: realAddress, port: undefined };
  const whole = fold(`${commonName}\n${host}\n${port ?? ""}`);
  // Only of IPv6 the status may not tell the port that a hook tells.
  const portless = port === undefined || !host.includes(":") ? whole : fold(`${commonName}\n${host}\n`);
  return whole + portless * 2 ** BITS;
}

/** Whether two traces may be of one name and address: equal, or one of them without port. */
export function areAlike(one: number, other: number): boolean {
  const [whole, portless] = [one % 2 ** BITS, Math.floor(one / 2 ** BITS)];
  const [otherWhole, otherPortless] = [other % 2 ** BITS, Math.floor(other / 2 ** BITS)];
  return whole === otherWhole || whole === otherPortless || portless === otherWhole;
}

/** A text's hash (FNV-1a, with the last step of MurmurHash3 to mix its bits), cut to as few bits. */
function fold(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> (32 - BITS);
}
