import { readFileSync } from "node:fs";
import { join } from "node:path";
import { exampleToml } from "../../src/config/example.ts";
import { AppError } from "../../src/errors.ts";
import { isWhole, parseHookEnd } from "../../src/parse/hook-env.ts";
import { createManagementReader, ManagementSyntaxError } from "../../src/parse/management.ts";
import { parseEvent } from "../../src/parse/management-event.ts";
import {
  loadStatsIn,
  type OpenReply,
  openLine,
  openLines,
  stateIn,
  versionIn,
} from "../../src/parse/management-reply.ts";
import { parseStatus } from "../../src/parse/status.ts";
import { StatusSyntaxError } from "../../src/parse/status-syntax-error.ts";
import { placeReading } from "../../src/source/snapshot.ts";
import { load } from "../config/load.ts";
import { REFUSED, WHOLE } from "../parse/captures.ts";
import { CAPTURES, hookCalls, hookCaptures, hookText } from "./hooks.ts";

/** Larger inputs are refused before they are read, or cut in pieces. */
export const MOST_BYTES = 64 * 1024;

/** Something that reads what others wrote, one character per byte. */
export interface FuzzTarget {
  readonly name: string;
  /** Inputs to begin with. */
  readonly seeds: () => readonly string[];
  /** What its grammar is made of. */
  readonly words: readonly string[];
  /** Reads the input and tells in a word what came of it. Throws what must never happen. */
  readonly run: (input: string) => string | Promise<string>;
}

const COMMON_WORDS = [
  ...["0", "-1", "1e9", "0x10", "4294967296", "9007199254740993", "9223372036854775807", "9223372036854775808"],
  ...[
    "18446744073709551616",
    "253402300799",
    "253402300800",
    "1795334862",
    "2026-11-22 08:07:42",
    "9999-99-99 99:99:99",
  ],
  ...["END", "UNDEF", "__proto__", "constructor", "10.8.0.2", "fd08::1000", "[::1]:1194", "udp4:10.9.8.7:1194"],
];

const status: FuzzTarget = {
  name: "status",
  seeds: () => [...WHOLE, ...REFUSED].map(({ text }) => text).filter((text) => text.length < 8192),
  words: [
    ...COMMON_WORDS,
    ...["CLIENT_LIST\t", "CLIENT_LIST,", "ROUTING_TABLE\t", "HEADER\t", "HEADER,CLIENT_LIST,", "TITLE,", "TIME,"],
    ...[
      "GLOBAL_STATS\tdco_enabled\t1",
      "ROUTING TABLE\n",
      "GLOBAL STATS\n",
      "Updated,",
      "\nEND\n",
      "Client ID",
      "Username",
    ],
    ...[
      "Common Name,Real Address,Bytes Received,Bytes Sent,Connected Since",
      "Bytes Received",
      "Sun Nov 22 08:07:42 2026",
    ],
  ],
  run(input) {
    const text = refusedAs(StatusSyntaxError, () => parseStatus(input));
    if (typeof text === "string") return text;
    for (const { commonName, realAddress, bytesReceived, bytesSent } of text.clients)
      for (const part of [commonName, realAddress, String(bytesReceived), String(bytesSent)])
        if (part !== "UNDEF" && !input.includes(part)) throw new Error(`invented: ${JSON.stringify(part)}`);
    const reading = { text, modifiedAt: 1_795_334_870, contentHash: "", size: input.length };
    const moment = { now: 1_795_334_880, uptime: undefined, bootId: undefined };
    for (const serverTimeZone of [undefined, "Asia/Kolkata"])
      placeReading(reading, { moment, serverTimeZone, timeZone: "Europe/Vienna", statusInterval: 60 });
    return `version ${text.version}, ${Math.min(text.clients.length, 3)} clients, ${text.warnings.map(withoutNumbers).join()}`;
  },
};

const COMMANDS: Readonly<Record<string, () => OpenReply>> = {
  status: () => openLines(MOST_BYTES),
  state: () => openLines(1000),
  line: openLine,
};

const management: FuzzTarget = {
  name: "management",
  seeds: managementSeeds,
  words: [
    ...COMMON_WORDS,
    ...["ENTER PASSWORD:", "SUCCESS: ", "ERROR: ", "\r\nEND\r\n", ">CLIENT:ESTABLISHED,0\r\n", ">CLIENT:ENV,END\r\n"],
    ...[">BYTECOUNT_CLI:0,1,2\r\n", ">STATE:1795335285,CONNECTED,SUCCESS,10.8.0.1,,,,\r\n", ">INFO:", ">HOLD:", "\r\n"],
    ...[
      "SUCCESS: nclients=2,bytesin=4210,bytesout=4268\r\n",
      "OpenVPN Version: OpenVPN 2.6.14\r\n",
      ">CLIENT:CONNECT,0,1\r\n",
    ],
  ],
  run(input) {
    const outcomes = Object.entries(COMMANDS).map(([name, open]) =>
      refusedAs(ManagementSyntaxError, () => `${name} ${converse(input, open)}`),
    );
    return outcomes.join("; ");
  },
};

/** Reads a connection in pieces of any size, with the replies to one command over and over. */
function converse(input: string, open: () => OpenReply): string {
  const reader = createManagementReader();
  const seen = new Set<string>();
  let reply = open();
  for (let at = 0, size = 1; at < input.length; at += size, size = 1 + ((size * 7 + input.charCodeAt(at - 1)) % 1500)) {
    for (const message of reader.push(input.slice(at, at + size))) {
      if (message.kind === "event") seen.add(`event ${parseEvent(message.name, message.text)?.kind}`);
      if (message.kind !== "line") continue;
      const done = reply.take(message.text);
      if (done === undefined) continue;
      seen.add([done.kind, stateIn(done)?.name, versionIn(done) && "version", loadStatsIn(done) && "load"].join(" "));
      reply = open();
    }
  }
  return [...seen].sort().slice(0, 6).join();
}

const hook: FuzzTarget = {
  name: "hook",
  seeds: () => hookCaptures().flatMap((capture) => hookCalls(capture).map(({ env }) => hookText(env))),
  words: [
    ...COMMON_WORDS,
    "ovpnstats-hook=1\0",
    "script_type=client-disconnect\0",
    "bytes_sent=",
    "time_unix=",
    "trusted_ip6=",
    "END\0",
    "=",
    "\0",
  ],
  run(input) {
    const end = refusedAs(SyntaxError, () => parseHookEnd(input));
    if (typeof end === "string") return `${isWhole(input)} ${end}`;
    if (end === undefined) return "no end";
    if (!isWhole(input)) throw new Error("read, and yet not whole");
    for (const count of [end.bytesReceived, end.bytesSent])
      if (count !== 0n && !input.includes(String(count))) throw new Error(`invented: ${count}`);
    return `${end.commonName === "UNDEF"} ${end.virtualAddress === undefined} ${end.durationSeconds === undefined}`;
  },
};

const config: FuzzTarget = {
  name: "config",
  seeds: () => [exampleToml(), exampleToml().replaceAll(/^#(?=[a-z[])/gm, ""), ...SMALL_CONFIGURATIONS],
  words: [
    ...COMMON_WORDS,
    ...[
      '[[server]]\nname = "',
      '"""',
      "'''",
      '[users."',
      "= [",
      "= {",
      "true",
      "1h",
      "14s",
      '"',
      "= 2026-11-22",
      "inf",
      "nan",
    ],
    ...(exampleToml()
      .match(/^#[a-z_]+ = /gm)
      ?.map((line) => `\n${line.slice(1)}`) ?? []),
  ],
  async run(input) {
    try {
      const { config, warnings } = await load({ toml: input });
      return `${config.servers.length} servers, ${warnings.map(withoutNumbers).join()}`;
    } catch (error) {
      if (error instanceof AppError && error.code === "config") return withoutNumbers(error.message).slice(0, 200);
      throw error;
    }
  },
};

const SMALL_CONFIGURATIONS = [
  'input_file_name = "/run/a.log"\nmonth_starts_on = 5\nweb_listen = ["127.0.0.1:8080", "[::1]:80", "/run/x.sock"]\n',
  '[[server]]\nname = "a"\ninput_file_name = "/run/a"\n[[server]]\nname = "b"\nmanagement = "127.0.0.1:7505"\n',
  'time_zone = "Asia/Kolkata"\ndb_url = "libsql://x.example"\nretention_hours = "62 days"\n[users.alice]\nalias = "A"\n',
];

/** All that is fuzzed. */
export const FUZZ_TARGETS: readonly FuzzTarget[] = [status, management, hook, config];

/** What `read` gives, or how it refuses: only by an error of this class. */
function refusedAs<T>(kind: new (...args: never[]) => Error, read: () => T): T | string {
  try {
    return read();
  } catch (error) {
    if (error instanceof kind) return withoutNumbers(error.message);
    throw error;
  }
}

/** A message with what differs from input to input left out. */
function withoutNumbers(message: string): string {
  return message.replaceAll(/"(?:[^"\\]|\\.)*"|\d+/g, "_").slice(0, 200);
}

function managementSeeds(): readonly string[] {
  const transcripts = [...new Bun.Glob("openvpn-*/management-transcript.txt").scanSync(CAPTURES)].sort();
  const texts = transcripts.map((path) => readFileSync(join(CAPTURES, path), "latin1"));
  return texts.flatMap((text) =>
    text.split(/^## /m).map((part) =>
      part
        .split("\n")
        .filter((line) => line.endsWith("\\r\\n"))
        .map((line) => `${line.slice(0, -4)}\r\n`)
        .join(""),
    ),
  );
}
