/** A client's public address, as far as the status text tells it. */
export interface Address {
  /** IPv4 in dotted form, also for a v4-mapped IPv6 address; IPv6 in the one form of RFC 5952, without zone. */
  readonly host: string;
  /** Absent for IPv6 before OpenVPN 2.7, which prints no port there. */
  readonly port: number | undefined;
  /** Told since OpenVPN 2.7. */
  readonly protocol: "udp" | "tcp" | undefined;
}

/** OpenVPN 2.7 puts the protocol first: `udp4:`, `tcp6-server:` (`socket_util.c`: proto2ascii). */
const PROTOCOL = /^(udp|tcp)[46]?(?:-server|-client)?:/;
const BRACKETED = /^\[([^\]]*)\](?::(\d{1,5}))?$/;
const IPV4_WITH_PORT = /^([\d.]+):(\d{1,5})$/;

/** Reads a real address in each of OpenVPN's spellings; undefined when it is none. */
export function parseAddress(text: string): Address | undefined {
  const prefix = PROTOCOL.exec(text);
  const rest = prefix === null ? text : text.slice(prefix[0].length);
  const protocol = prefix?.[1] === "udp" || prefix?.[1] === "tcp" ? prefix[1] : undefined;
  // IPv6 without brackets has no port: what follows its last colon is part of the address (2.3 to 2.6).
  const withPort = BRACKETED.exec(rest) ?? IPV4_WITH_PORT.exec(rest);
  const host = normalHost(withPort?.[1] ?? rest);
  const port = withPort?.[2] === undefined ? undefined : Number(withPort[2]);
  if (host === undefined || (port !== undefined && port > 0xffff)) return undefined;
  return { host, port, protocol };
}

function normalHost(text: string): string | undefined {
  if (!text.includes(":")) return ipv4Bytes(text) && text;
  const groups = ipv6Groups(text.replace(/%[^%]+$/, ""));
  if (groups === undefined) return undefined;
  const [a, b, c, d, e, mark, high = 0, low = 0] = groups;
  const mapped = !a && !b && !c && !d && !e && mark === 0xffff;
  return mapped ? `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}` : ipv6Text(groups);
}

/** No leading zeros: some readers take them as octal, and OpenVPN never prints them. */
function ipv4Bytes(text: string): readonly number[] | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)) {
    return undefined;
  }
  return parts.map(Number);
}

/** The 8 groups of an IPv6 address; undefined when it is none. */
export function ipv6Groups(text: string): readonly number[] | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head = "", tail] = halves;
  if (tail === undefined) {
    const groups = groupsOf(head, true);
    return groups?.length === 8 ? groups : undefined;
  }
  const before = groupsOf(head, false);
  const after = groupsOf(tail, true);
  if (before === undefined || after === undefined || before.length + after.length > 7) return undefined;
  return [...before, ...new Array<number>(8 - before.length - after.length).fill(0), ...after];
}

function groupsOf(text: string, mayEndInIpv4: boolean): readonly number[] | undefined {
  if (text === "") return [];
  const groups: number[] = [];
  const parts = text.split(":");
  for (const [index, part] of parts.entries()) {
    const bytes = mayEndInIpv4 && index === parts.length - 1 && part.includes(".") ? ipv4Bytes(part) : undefined;
    if (bytes !== undefined) {
      const [a = 0, b = 0, c = 0, d = 0] = bytes;
      groups.push(a * 256 + b, c * 256 + d);
    } else if (/^[\da-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}

/** RFC 5952: lower case, the first longest run of two or more zero groups as `::`. */
export function ipv6Text(groups: readonly number[]): string {
  let zerosAt = -1;
  let zeros = 1;
  for (let at = 0, run = 0; at < groups.length; at++) {
    run = groups[at] === 0 ? run + 1 : 0;
    if (run > zeros) {
      zeros = run;
      zerosAt = at - run + 1;
    }
  }
  const hex = groups.map((group) => group.toString(16));
  if (zerosAt === -1) return hex.join(":");
  return `${hex.slice(0, zerosAt).join(":")}::${hex.slice(zerosAt + zeros).join(":")}`;
}
