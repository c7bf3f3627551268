import { createHash } from "node:crypto";
import { closeSync, openSync, utimesSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Calendar } from "../account/calendar.ts";
import type { Identity } from "../account/sight.ts";
import { collect } from "../jobs/collect.ts";
import type { Counters, NameBytes, UnixSeconds } from "../model.ts";
import { parseStatus } from "../parse/status.ts";
import type { StatusReading } from "../source/status-file.ts";
import type { Database } from "../store/open.ts";
import { createCompany, showingsAt } from "./company.ts";
import type { ServerName } from "./devices.ts";
import { readingInstants } from "./history.ts";
import { createLedger } from "./ledger.ts";
import { fillMachine } from "./machine.ts";
import { demoLocator } from "./places.ts";
import { type StatusStyle, statusLines } from "./status-text.ts";

/** A server of the demonstration, as a `[[server]]` block would describe it. */
export interface DemoServer {
  readonly name: ServerName;
  readonly statusFile: string;
  readonly statusInterval: number;
  readonly identity: Identity;
}

export interface DemonstrationOptions {
  /** Private to the demonstration: its status files are written there. */
  readonly directory: string;
  readonly calendar: Calendar;
  /** When it begins: a year of history ends there. */
  readonly now: UnixSeconds;
  readonly seed?: number;
}

/** A company's VPN to look at, with its history: everything follows from the seed, the calendar and the beginning. */
export interface Demonstration {
  readonly servers: readonly DemoServer[];
  readonly locator: typeof demoLocator;
  /** Fills empty books with a year up to `now`, through the real accounting, and writes the status files. */
  fill(database: Database, now: UnixSeconds): Promise<void>;
  /** Writes the status files as of `now`, each in place as OpenVPN does; one has fallen silent. */
  tick(now: UnixSeconds): void;
  /** Each account's bytes as written so far: what the books hold if every written status was read. */
  truth(): ReadonlyMap<NameBytes, Counters>;
}

interface SetUp extends StatusStyle {
  readonly name: ServerName;
  readonly identity: Identity;
  /** It writes no more from so many seconds before the beginning. */
  readonly silentFor: number | undefined;
}

/** `--status FILE 5`. */
const STATUS_INTERVAL = 5;
const HISTORY_DAYS = 365;
const SEED = 20;

const SERVERS: readonly SetUp[] = [
  {
    ...{ name: "headquarters", version: 3, network: "10.8.0.", sharedName: undefined },
    ...{ identity: "common_name", silentFor: undefined },
  },
  {
    ...{ name: "field", version: 2, network: "10.9.0.", sharedName: "field-device" },
    ...{ identity: "username", silentFor: undefined },
  },
  {
    ...{ name: "porto", version: 1, network: "10.10.0.", sharedName: undefined },
    ...{ identity: "common_name", silentFor: 5 * 3600 + 780 },
  },
];

/** Makes a demonstration; nothing is written yet. */
export function createDemonstration(options: DemonstrationOptions): Demonstration {
  const { directory, calendar, now: beginning, seed = SEED } = options;
  const company = createCompany({ calendar, beginning, seed });
  const ledger = createLedger();
  const written = new Map<ServerName, UnixSeconds>();
  const fileOf = ({ name }: SetUp) => join(directory, `${name}.status`);
  const lastWrite = ({ silentFor }: SetUp, now: UnixSeconds) =>
    silentFor === undefined ? now : Math.min(now, beginning - silentFor);
  const linesAt = (server: SetUp, at: UnixSeconds): string[] => {
    const showings = showingsAt(company, server.name, at);
    ledger.note(server.name, showings);
    return statusLines(server, { at, text: company.text }, showings);
  };
  const tick = (now: UnixSeconds): void => {
    for (const server of SERVERS) {
      const at = lastWrite(server, now);
      // OpenVPN's own clock does not go back with the machine's.
      if (at <= (written.get(server.name) ?? 0)) continue;
      writeInPlace(fileOf(server), linesAt(server, at), at);
      written.set(server.name, at);
    }
  };
  const describe = (server: SetUp): DemoServer => ({
    name: server.name,
    statusFile: fileOf(server),
    statusInterval: STATUS_INTERVAL,
    identity: server.identity,
  });
  const fillServer = async (server: SetUp, database: Database, now: UnixSeconds): Promise<void> => {
    const { statusFile, ...description } = describe(server);
    const memory = { books: undefined, problem: undefined };
    const collected = {
      ...description,
      source: statusFile,
      serverTimeZone: undefined,
      calendar,
      database,
      newId: () => crypto.randomUUID(),
    };
    for (const at of readingInstants(company.daysBefore(HISTORY_DAYS), lastWrite(server, now), now))
      await collect(collected, memory, readingOf(linesAt(server, at), at), momentAt(at));
  };
  return {
    servers: SERVERS.map(describe),
    locator: demoLocator,
    async fill(database, now) {
      for (const server of SERVERS) await fillServer(server, database, now);
      await fillMachine(database, now);
      tick(now);
    },
    tick,
    truth: () => ledger.totals(),
  };
}

/** The machine of the past has no uptime: there were no steps of its clock. */
function momentAt(now: UnixSeconds) {
  return { now, uptime: undefined, bootId: undefined };
}

/** What the reader makes of a file of these lines. */
function readingOf(lines: readonly string[], at: UnixSeconds): StatusReading {
  const bytes = `${lines.join("\n")}\n`;
  const hash = createHash("sha256").update(bytes, "latin1").digest("hex");
  return { text: parseStatus(bytes), modifiedAt: at, contentHash: hash.slice(0, 16), size: bytes.length };
}

/** OpenVPN truncates the file and writes line by line (`status.c`). */
function writeInPlace(path: string, lines: readonly string[], at: UnixSeconds): void {
  const file = openSync(path, "w", 0o600);
  try {
    for (const line of lines) writeSync(file, `${line}\n`, null, "latin1");
  } finally {
    closeSync(file);
  }
  // The demonstration's time may run faster than the machine's.
  utimesSync(path, at, at);
}
