import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Client, InStatement } from "@libsql/client";
import { createCalendar } from "../../src/account/calendar.ts";
import type { Moment } from "../../src/account/clock.ts";
import type { ConnectionEnd } from "../../src/account/observation.ts";
import { type Collected, collect, collectEnds, type Memory } from "../../src/jobs/collect.ts";
import type { UnixSeconds } from "../../src/model.ts";
import { parseStatus } from "../../src/parse/status.ts";
import { forgetAccount } from "../../src/store/forget.ts";
import { type Database, openDatabase } from "../../src/store/open.ts";
import { clean, cleaningState, type Retention } from "../../src/store/retention.ts";
import type { Books, BooksOptions, Clock, Final, Reading } from "../oracle/books.ts";
import { dumpBooks } from "./dump.ts";

/** The defaults of the retention keys. */
export const RETENTION: Retention = {
  five_minutes: 48 * 3600,
  hour: 62 * 86_400,
  day: 3 * 365 * 86_400,
  connections: 31 * 86_400,
  addresses: 31 * 86_400,
};

/** Waits for no lock: in these tests nobody else holds one. */
export const impatient = { monotonic: () => 0, sleep: async () => {}, limit: 1000 };

/** Memory where there is some to be had as a file system: thousands of books are opened, and each waits for its disk. */
const PLACE = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

/** Opens a database in a new folder of its own; `remove` deletes both. */
export async function openTemporary(): Promise<{ database: Database; path: string; remove: () => void }> {
  const folder = mkdtempSync(join(PLACE, "ovpnstats-test-"));
  const path = join(folder, "connection.db");
  const database = await openDatabase({ kind: "file", path }, { patience: impatient });
  const remove = () => {
    database.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { database, path, remove };
}

/** The product's own books, on a real database: what the oracle judges. */
export async function openBooks(options: BooksOptions): Promise<Books> {
  const { database, remove } = await openTemporary();
  return booksOn(database, options, remove);
}

/** The product's books, of which at every third turn somebody is forgotten who is in them. */
export async function openForgetfulBooks(options: BooksOptions): Promise<Books> {
  const { database, remove } = await openTemporary();
  const books = booksOn(database, options, remove);
  let turns = 0;
  const forgetSomebody = async () => {
    if (turns++ % 3 !== 0) return;
    const { rows } = await database.client.execute("SELECT id, name FROM users WHERE name <> x'' ORDER BY id");
    const [id, name] = Object.values(rows[turns % rows.length] ?? {});
    if (!(name instanceof ArrayBuffer)) return;
    const account = { id: Number(id), name: Buffer.from(name).toString("latin1") };
    await forgetAccount(database, account, () => crypto.randomUUID());
  };
  return {
    ...books,
    async poll(reading) {
      await books.poll(reading);
      await forgetSomebody();
    },
    async end(final) {
      await forgetSomebody();
      await books.end(final);
    },
  };
}

/** The product's books on an open database. */
export function booksOn(database: Database, options: BooksOptions, close: () => void): Books {
  const faulty = faultyClient(database.client);
  const calendar = createCalendar(options.timeZone);
  const memories = new Map<string, Memory>();
  const server = (name: string): Collected => ({
    name,
    source: `/var/log/openvpn/${name}.log`,
    statusInterval: options.statusInterval,
    serverTimeZone: undefined,
    identity: "common_name",
    calendar,
    database: { ...database, client: faulty.client },
    newId: () => crypto.randomUUID(),
  });
  const memoryOf = (poller: number, name: string): Memory => {
    const key = `${poller} ${name}`;
    const memory = memories.get(key) ?? { books: undefined, problem: undefined };
    memories.set(key, memory);
    return memory;
  };
  return {
    async poll(reading: Reading) {
      const text = parseStatus(reading.text);
      const modifiedAt = Math.floor(reading.mtime);
      const status = { text, modifiedAt, contentHash: Bun.hash(reading.text).toString(16), size: reading.text.length };
      const memory = memoryOf(reading.poller, reading.server);
      faulty.next = reading.fault;
      try {
        await collect(server(reading.server), memory, status, momentOf(reading));
      } catch (error) {
        if (reading.fault !== "crash" || error !== CRASH) throw error;
        memories.delete(`${reading.poller} ${reading.server}`);
      } finally {
        faulty.next = undefined;
      }
    },
    async end({ server: name, ...final }: Final) {
      const { commonName, connectedSince, connectedSinceText, realAddress, at, toldAt, ...counters } = final;
      const end: ConnectionEnd = {
        kind: "end",
        ...{ commonName, connectedSince, connectedSinceText, realAddress, at, toldAt },
        ...{ bytesReceived: counters.bytesReceived, bytesSent: counters.bytesSent },
        username: undefined,
        virtualAddress: undefined,
        virtualIpv6Address: undefined,
        moment: momentOf(final),
      };
      await collectEnds(server(name), memoryOf(0, name), [end]);
    },
    async clean(now: UnixSeconds) {
      const { cleanedAt } = await cleaningState(database);
      const addresses = options.addressesKeptFor ?? RETENTION.addresses;
      await clean(database, { now, retention: { ...RETENTION, addresses }, id: crypto.randomUUID(), cleanedAt });
    },
    dump: () => dumpBooks(database.client),
    async close() {
      close();
    },
  };
}

function momentOf({ wall, uptime, bootId }: Clock): Moment {
  return { now: wall, uptime, bootId };
}

const CRASH = new Error("the process died");

/** A client whose next commit of an observation fails as told. */
function faultyClient(client: Client): { readonly client: Client; next: Reading["fault"] | undefined } {
  const state = {
    next: undefined as Reading["fault"] | undefined,
    client: new Proxy(client, {
      get(target, name) {
        if (name !== "batch") {
          const value: unknown = Reflect.get(target, name, target);
          return typeof value === "function" ? value.bind(target) : value;
        }
        return async (statements: InStatement[], mode: "read" | "write") => {
          const fault = statements.some(isObservation) ? state.next : undefined;
          if (fault !== undefined) state.next = undefined;
          if (fault === "crash") throw CRASH;
          const results = await target.batch(statements, mode);
          // A locked database is what the product waits out, and tries again.
          if (fault === "loseReply") throw Object.assign(new Error("the reply was lost"), { code: "SQLITE_BUSY" });
          return results;
        };
      },
    }),
  };
  return state;
}

function isObservation(statement: InStatement): boolean {
  return typeof statement === "object" && statement.sql.includes("INSERT INTO observations");
}
