/** A value of an MMDB record. */
export type MmdbValue = string | number | readonly MmdbValue[] | { readonly [key: string]: MmdbValue };

/** A node's two records: an index of a node, an offset of data, or nothing known. */
type Entry = { readonly node: number } | { readonly data: number } | undefined;

export interface MmdbOptions {
  readonly ipVersion?: 4 | 6;
  /** Bytes of the data section, in place of those of the records, all of which then point to its beginning. */
  readonly data?: Uint8Array;
}

/** An MMDB file that knows these networks, in the form of its specification 2.0, with records of 28 bits. */
export function mmdbFile(networks: Readonly<Record<string, MmdbValue>>, options: MmdbOptions = {}): Buffer {
  const { ipVersion = 6 } = options;
  const nodes: [Entry, Entry][] = [[undefined, undefined]];
  const data: number[] = [...(options.data ?? [])];
  for (const [network, value] of Object.entries(networks)) {
    const at = options.data ? 0 : data.length;
    if (!options.data) data.push(...encoded(value));
    insert(nodes, bitsOf(network, ipVersion), { data: at });
  }
  const record = (entry: Entry) => {
    if (entry === undefined) return nodes.length;
    return "node" in entry ? entry.node : nodes.length + 16 + entry.data;
  };
  const tree = nodes.flatMap(([left, right]) => packed(record(left), record(right)));
  const metadata = encoded({
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1_780_000_000,
    database_type: "Test",
    description: { en: "made by a test" },
    ip_version: ipVersion,
    languages: ["en"],
    node_count: nodes.length,
    record_size: 28,
  });
  const marker = [0xab, 0xcd, 0xef, ...Buffer.from("MaxMind.com")];
  return Buffer.from([...tree, ...new Array<number>(16).fill(0), ...data, ...marker, ...metadata]);
}

function insert(nodes: [Entry, Entry][], bits: readonly number[], leaf: Entry): void {
  let node = 0;
  for (const [index, bit] of bits.entries()) {
    const pair = nodes[node];
    if (pair === undefined) throw new Error(`node ${node} is missing`);
    if (index === bits.length - 1) {
      pair[bit] = leaf;
      return;
    }
    const next = pair[bit];
    if (next !== undefined && "data" in next) throw new Error("networks must not lie in each other");
    node = next?.node ?? nodes.push([undefined, undefined]) - 1;
    pair[bit] = { node };
  }
}

function bitsOf(network: string, ipVersion: 4 | 6): number[] {
  const [address = "", length] = network.split("/");
  const isIpv4 = !address.includes(":");
  const bytes = isIpv4 ? address.split(".").map(Number) : ipv6Bytes(address);
  const bits = bytes.flatMap((byte) => [...byte.toString(2).padStart(8, "0")].map(Number)).slice(0, Number(length));
  return isIpv4 && ipVersion === 6 ? [...new Array<number>(96).fill(0), ...bits] : bits;
}

function ipv6Bytes(address: string): number[] {
  const [head = "", tail = ""] = address.split("::");
  const groups = (text: string) => (text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16)));
  const [before, after] = [groups(head), groups(tail)];
  const all = [...before, ...new Array<number>(8 - before.length - after.length).fill(0), ...after];
  return all.flatMap((group) => [group >> 8, group & 255]);
}

function packed(left: number, right: number): number[] {
  const [a, b] = [left, right].map((value) => [value >> 16, value >> 8, value].map((byte) => byte & 255));
  return [...(a ?? []), ((left >> 24) << 4) | (right >> 24), ...(b ?? [])];
}

/** A value in the data format of MMDB. */
export function encoded(value: MmdbValue): number[] {
  if (typeof value === "string") {
    const bytes = Buffer.from(value);
    return [...control(2, bytes.length), ...bytes];
  }
  if (typeof value === "number")
    return [...control(6, 4), value >>> 24, value >>> 16, value >>> 8, value].map((b) => b & 255);
  if (Array.isArray(value)) return [...control(11, value.length), ...value.flatMap(encoded)];
  const entries = Object.entries(value);
  return [...control(7, entries.length), ...entries.flatMap(([key, item]) => [...encoded(key), ...encoded(item)])];
}

/** The bytes before a value: its type and size. */
export function control(type: number, size: number): number[] {
  const [low, more] =
    size < 29
      ? [size, []]
      : size < 285
        ? [29, [size - 29]]
        : size < 65_821
          ? [30, [(size - 285) >> 8, (size - 285) & 255]]
          : [31, [(size - 65_821) >> 16, ((size - 65_821) >> 8) & 255, (size - 65_821) & 255]];
  return type < 8 ? [(type << 5) | low, ...more] : [low, type - 7, ...more];
}
