import { createHash } from "node:crypto";
import { closeSync, openSync, utimesSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Calendar } from "../account/calendar.ts";
import type { Identity } from "../account/sight.ts";
import { collect, type Memory } from "../jobs/collect.ts";
import { locate } from "../jobs/locate.ts";
import type { Counters, NameBytes, UnixSeconds } from "../model.ts";
import { parseStatus } from "../parse/status.ts";
import type { StatusReading } from "../source/status-file.ts";
import type { Database } from "../store/open.ts";
import { createCompany, type Showing, showingsAt } from "./company.ts";
import type { ServerName } from "./devices.ts";
import { createLedger } from "./ledger.ts";
import { fillMachine, fillOutage } from "./machine.ts";
import { inOneTransaction } from "./one-transaction.ts";
import { demoLocator } from "./places.ts";
import { type DemoServer, SERVERS, STATUS_INTERVAL } from "./servers.ts";
import { statusLines } from "./status-text.ts";

/** A server as a `[[server]]` block would describe it. */
export interface DescribedServer {
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
  readonly servers: readonly DescribedServer[];
  readonly locator: typeof demoLocator;
  /**
   * Fills empty books with a year up to `now`, through the real accounting and in one transaction, and writes the
   * status files. Takes about 3 s.
   */
  fill(database: Database, now: UnixSeconds): Promise<void>;
  /** Writes the status files as of `now`, each in place as OpenVPN does; one has fallen silent. */
  tick(now: UnixSeconds): void;
  /** Each account's bytes as written so far: what the books hold if every written status was read. */
  truth(): ReadonlyMap<NameBytes, Counters>;
  /** What a server's status shows when it is written at an instant, of which the books can be asked as well. */
  showings(server: ServerName, at: UnixSeconds): Showing[];
}

const SEED = 20;

/** Where users connect from is known since then. */
const KNOWN_SECONDS = 25 * 86_400;

/** A stretch of the past, up to and with `to`. */
interface Stretch {
  /** The last reading before it; undefined: from the beginning. */
  readonly from: UnixSeconds | undefined;
  readonly to: UnixSeconds;
  readonly memory: Memory;
}

/** Readings after which others have their turn: signals, and who waits for the page. */
const READINGS_IN_A_ROW = 50;

/** Makes a demonstration; nothing is written yet. */
export function createDemonstration(options: DemonstrationOptions): Demonstration {
  const { directory, calendar, now: beginning, seed = SEED } = options;
  const company = createCompany({ calendar, beginning, seed });
  const ledger = createLedger();
  const written = new Map<ServerName, UnixSeconds>();
  const lastWrite = ({ silentFor }: DemoServer, now: UnixSeconds) =>
    silentFor === undefined ? now : Math.min(now, beginning - silentFor);
  const linesAt = (server: DemoServer, at: UnixSeconds): string[] => {
    const showings = showingsAt(company, server.name, at);
    ledger.note(server.name, showings);
    return statusLines(server, { at, text: company.text }, showings);
  };
  const tick = (now: UnixSeconds): void => {
    for (const server of SERVERS) {
      const at = lastWrite(server, now);
      // OpenVPN's own clock does not go back with the machine's.
      if (at <= (written.get(server.name) ?? 0)) continue;
      writeInPlace(statusFile(directory, server), linesAt(server, at), at);
      written.set(server.name, at);
    }
  };
  const fillServer = async (server: DemoServer, database: Database, { from, to, memory }: Stretch): Promise<void> => {
    const collected = {
      ...{ name: server.name, identity: server.identity, calendar, database },
      ...{ source: statusFile(directory, server), statusInterval: STATUS_INTERVAL, serverTimeZone: undefined },
      newId: () => crypto.randomUUID(),
    };
    const { startOfDay, readingAfter } = company.history;
    const end = lastWrite(server, to);
    const start = from === undefined ? startOfDay(server.opened) : Math.min(readingAfter(from), end);
    let readings = 0;
    for (let at = start; at <= end; at = at < end ? Math.min(readingAfter(at), end) : end + 1) {
      const upSince = lastRestart(server, at, beginning);
      await collect(collected, memory, { ...readingOf(linesAt(server, at), at), upSince }, momentAt(at));
      if (++readings % READINGS_IN_A_ROW === 0) await database.patience.sleep(0);
    }
  };
  return {
    servers: SERVERS.map((server) => describe(server, directory)),
    locator: demoLocator,
    async fill(database, now) {
      await inOneTransaction(database, async (books) => {
        const memories = SERVERS.map((): Memory => ({ books: undefined, problem: undefined }));
        const fillAll = async (from: UnixSeconds | undefined, to: UnixSeconds) => {
          for (const [index, memory] of memories.entries()) {
            const server = SERVERS[index];
            if (server) await fillServer(server, books, { from, to, memory });
          }
          await locate(books, { locator: demoLocator, now: () => to, interval: 0 });
        };
        // Looked up in between, so that who is new somewhere since then is seen to be.
        const between = company.history.readingAfter(now - KNOWN_SECONDS);
        await fillAll(undefined, between);
        await fillAll(between, now);
        await fillMachine(books, now);
        const [headquarters] = memories;
        if (headquarters?.books) await fillOutage(books, headquarters.books.server, now);
      });
      tick(now);
    },
    tick,
    truth: () => ledger.totals(),
    showings: (server, at) => showingsAt(company, server, at),
  };
}

function describe(server: DemoServer, directory: string): DescribedServer {
  const { name, identity } = server;
  return { name, identity, statusFile: statusFile(directory, server), statusInterval: STATUS_INTERVAL };
}

function statusFile(directory: string, { name }: DemoServer): string {
  return join(directory, `${name}.status`);
}

/** As its management interface tells it. */
function lastRestart({ restarts }: DemoServer, at: UnixSeconds, beginning: UnixSeconds): UnixSeconds | undefined {
  return restarts.map((hours) => beginning - Math.round(hours * 3600)).findLast((restart) => restart < at);
}

/** In the past there is no uptime: no step of the clock is looked for. */
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
