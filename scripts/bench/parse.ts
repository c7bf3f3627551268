/**
 * parseStatus() with all its checks beside the least that a reader of status texts can do ("variant B"): hop
 * from separator to separator, client rows only, the same columns into objects, counters as numbers; no names
 * with commas, no routing table, no later end than the last client, nothing checked. The ratio of the two alone, and of
 * the two with what reading the file takes both.
 *
 *     bun scripts/bench/parse.ts [clients…]
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseStatus } from "../../src/parse/status.ts";
import { scratchPlace } from "./measure.ts";

const SIZES = [50, 1_000, 10_000, 100_000];
/** Each size gets about this long, and 7 rounds at least. */
const MILLISECONDS_PER_SIZE = 2_500;

type Version = 1 | 2 | 3;

interface LeanClient {
  readonly commonName: string;
  readonly realAddress: string;
  readonly virtualAddress: string;
  readonly virtualIpv6Address: string;
  readonly bytesReceived: number;
  readonly bytesSent: number;
  readonly connectedSinceText: string;
  readonly connectedSince: number;
  readonly username: string;
  readonly clientId: number;
  readonly cipher: string;
}

/** A small generator of even numbers, so that two runs measure the same text. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A status text as OpenVPN 2.6 writes it: each client with its row in the routing table, in another order. */
function statusText(version: Version, clients: number): string {
  const below = random(clients);
  const separator = version === 3 ? "\t" : ",";
  const row = (...fields: readonly (string | number)[]) => `${fields.join(separator)}\n`;
  const date = (seconds: number) => new Date(seconds * 1_000).toISOString().slice(0, 19).replace("T", " ");
  const now = date(1_795_334_913);
  const all = Array.from({ length: clients }, (_, id) => ({
    id,
    name: `user-${String(id).padStart(6, "0")}`,
    real: `${below(223) + 1}.${below(256)}.${below(256)}.${below(256)}:${below(60_000) + 1_024}`,
    virtual: `10.${(id >> 16) & 255}.${(id >> 8) & 255}.${id & 255}`,
    received: below(2 ** 32) * (id % 7 === 0 ? 4_096 : 1),
    sent: below(2 ** 32),
    since: 1_795_331_312 + below(3_600),
  }));
  const shuffled = all.toSorted((a, b) => ((a.id * 7_919) % 104_729) - ((b.id * 7_919) % 104_729));
  if (version === 1) {
    return [
      "OpenVPN CLIENT LIST\n",
      row("Updated", now),
      "Common Name,Real Address,Bytes Received,Bytes Sent,Connected Since\n",
      ...all.map(({ name, real, received, sent, since }) => row(name, real, received, sent, date(since))),
      "ROUTING TABLE\nVirtual Address,Common Name,Real Address,Last Ref\n",
      ...shuffled.map(({ name, real, virtual, since }) => row(virtual, name, real, date(since))),
      "GLOBAL STATS\nMax bcast/mcast queue length,0\nEND\n",
    ].join("");
  }
  return [
    row("TITLE", "OpenVPN 2.6.14 x86_64-pc-linux-gnu [SSL (OpenSSL)] [LZO] [LZ4] [EPOLL] [PKCS11] [MH/PKTINFO] [AEAD]"),
    row("TIME", now, 1_795_334_913),
    row(
      ...["HEADER", "CLIENT_LIST", "Common Name", "Real Address", "Virtual Address", "Virtual IPv6 Address"],
      ...["Bytes Received", "Bytes Sent", "Connected Since", "Connected Since (time_t)", "Username"],
      ...["Client ID", "Peer ID", "Data Channel Cipher"],
    ),
    ...all.map(({ id, name, real, virtual, received, sent, since }) =>
      row("CLIENT_LIST", name, real, virtual, "", received, sent, date(since), since, "UNDEF", id, id, "AES-256-GCM"),
    ),
    row("HEADER", "ROUTING_TABLE", "Virtual Address", "Common Name", "Real Address", "Last Ref", "Last Ref (time_t)"),
    ...shuffled.map(({ name, real, virtual, since }) => row("ROUTING_TABLE", virtual, name, real, date(since), since)),
    row("GLOBAL_STATS", "Max bcast/mcast queue length", 0),
    row("GLOBAL_STATS", "dco_enabled", 0),
    "END\n",
  ].join("");
}

function digits(text: string, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) value = value * 10 + text.charCodeAt(at) - 48;
  return value;
}

/** Variant B for versions 2 and 3: stops at the first line that is not a client's. */
function leanHeaded(text: string, separator: string): LeanClient[] {
  const clients: LeanClient[] = [];
  const tag = `CLIENT_LIST${separator}`;
  let at = text.indexOf(`\n${tag}`) + 1;
  while (text.startsWith(tag, at)) {
    const real = text.indexOf(separator, at + tag.length) + 1;
    const virtual = text.indexOf(separator, real) + 1;
    const virtual6 = text.indexOf(separator, virtual) + 1;
    const received = text.indexOf(separator, virtual6) + 1;
    const sent = text.indexOf(separator, received) + 1;
    const sinceText = text.indexOf(separator, sent) + 1;
    const since = text.indexOf(separator, sinceText) + 1;
    const username = text.indexOf(separator, since) + 1;
    const id = text.indexOf(separator, username) + 1;
    const peer = text.indexOf(separator, id) + 1;
    const cipher = text.indexOf(separator, peer) + 1;
    const end = text.indexOf("\n", cipher);
    clients.push({
      commonName: text.slice(at + tag.length, real - 1),
      realAddress: text.slice(real, virtual - 1),
      virtualAddress: text.slice(virtual, virtual6 - 1),
      virtualIpv6Address: text.slice(virtual6, received - 1),
      bytesReceived: digits(text, received, sent - 1),
      bytesSent: digits(text, sent, sinceText - 1),
      connectedSinceText: text.slice(sinceText, since - 1),
      connectedSince: digits(text, since, username - 1),
      username: text.slice(username, id - 1),
      clientId: digits(text, id, peer - 1),
      cipher: text.slice(cipher, end),
    });
    at = end + 1;
  }
  return clients;
}

/** Variant B for version 1: rows without commas in names. */
function leanV1(text: string): LeanClient[] {
  const clients: LeanClient[] = [];
  let at = text.indexOf("Connected Since\n") + "Connected Since\n".length;
  while (!text.startsWith("ROUTING TABLE", at)) {
    const real = text.indexOf(",", at) + 1;
    const received = text.indexOf(",", real) + 1;
    const sent = text.indexOf(",", received) + 1;
    const since = text.indexOf(",", sent) + 1;
    const end = text.indexOf("\n", since);
    clients.push({
      commonName: text.slice(at, real - 1),
      realAddress: text.slice(real, received - 1),
      virtualAddress: "",
      virtualIpv6Address: "",
      bytesReceived: digits(text, received, sent - 1),
      bytesSent: digits(text, sent, since - 1),
      connectedSinceText: text.slice(since, end),
      connectedSince: -1,
      username: "",
      clientId: -1,
      cipher: "",
    });
    at = end + 1;
  }
  return clients;
}

function lean(text: string, version: Version): LeanClient[] {
  return version === 1 ? leanV1(text) : leanHeaded(text, version === 2 ? "," : "\t");
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

/** Both variants must have read the same, or there is nothing to compare. */
function assertSame(text: string, version: Version): void {
  const ours = parseStatus(text).clients;
  const theirs = lean(text, version);
  const same =
    ours.length === theirs.length &&
    ours.every((client, index) => {
      const other = theirs[index];
      return (
        client.routed &&
        client.commonName === other?.commonName &&
        client.realAddress === other.realAddress &&
        client.bytesReceived === BigInt(other.bytesReceived) &&
        client.bytesSent === BigInt(other.bytesSent) &&
        (client.clientId ?? -1) === other.clientId
      );
    });
  if (!same) throw new Error(`The two readers disagree at version ${version}`);
}

function measure(version: Version, clients: number): string {
  const file = join(folder, `status-v${version}`);
  writeFileSync(file, statusText(version, clients), "latin1");
  // Bytes, and one flat string of one byte a character, new ones each time.
  const read = () => {
    const bytes = readFileSync(file);
    return { bytes, text: bytes.toString("latin1") };
  };
  assertSame(read().text, version);
  const took = { reading: [] as number[], lean: [] as number[], ours: [] as number[] };
  const started = performance.now();
  while (took.lean.length < 7 || performance.now() - started < MILLISECONDS_PER_SIZE) {
    const begin = performance.now();
    const { bytes, text } = read();
    const between = performance.now();
    lean(text, version);
    const middle = performance.now();
    parseStatus(text, bytes);
    took.ours.push(performance.now() - middle);
    took.lean.push(middle - between);
    took.reading.push(between - begin);
  }
  const [reading, leanly, ours] = [median(took.reading), median(took.lean), median(took.ours)];
  const columns = [
    `v${version}`.padEnd(7),
    clients.toLocaleString("en").padStart(9),
    ...[reading, leanly, ours].map((milliseconds, column) =>
      milliseconds.toFixed(3).padStart([10, 12, 15][column] ?? 0),
    ),
    `${(ours / leanly).toFixed(2)}×`.padStart(8),
    `${((reading + ours) / (reading + leanly)).toFixed(2)}×`.padStart(14),
  ];
  return columns.join("");
}

const folder = mkdtempSync(join(scratchPlace(), "ovpnstats-bench-"));
const chosen = process.argv.slice(2).map(Number);
const sizes = chosen.length > 0 ? chosen : SIZES;
console.log(
  "version  clients  read, ms variant B, ms parseStatus, ms   ratio with the file  (medians, interleaved in one run)",
);
const versions: readonly Version[] = [1, 2, 3];
for (const version of versions) for (const size of sizes) console.log(measure(version, size));
rmSync(folder, { recursive: true });
