import { afterAll, afterEach, beforeAll, beforeEach, describe } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { collectGarbage } from "../../src/runtime/garbage.ts";
import { type Database, type DatabaseLocation, openDatabase } from "../../src/store/open.ts";
import type { Patience } from "../../src/store/patience.ts";
import { type Sqld, startSqld } from "../support/sqld.ts";

/** Time as it really passes: other processes and clients hold the database, too. */
export const patience: Patience = {
  monotonic: () => performance.now(),
  sleep: (milliseconds) => Bun.sleep(milliseconds),
  limit: 10_000,
  collectGarbage,
};

/** An empty place for books, a new one in each test. */
export interface Store {
  /** Opens the books; each call as another process would. They are closed when the test ends. */
  open(): Promise<Database>;
  /** Opens other, empty books, which are the store's from now on. */
  openEmpty(): Promise<Database>;
  location(): DatabaseLocation;
}

/** Where books may be kept. */
interface Driver {
  readonly name: string;
  start(): Promise<void>;
  /** An empty database. */
  fresh(): Promise<DatabaseLocation>;
  stop(): Promise<void>;
}

/** The server is started when scripts/ci/sqld.ts asks for it: the file alone takes a tenth of the time. */
const DRIVERS: readonly Driver[] = process.env.OVPNSTATS_TEST_SQLD === "1" ? [onFile(), onSqld()] : [onFile()];

/** Describes what must hold wherever the books are kept: the same suite on every driver. */
export function describeStore(title: string, suite: (store: Store) => void): void {
  describe.each(DRIVERS.map((driver) => [driver.name, driver] as const))(`${title} on %s`, (_, driver) => {
    let location: DatabaseLocation;
    let opened: Database[] = [];
    const open = async () => {
      const database = await openDatabase(location, { patience });
      opened.push(database);
      return database;
    };
    beforeAll(driver.start);
    beforeEach(async () => {
      location = await driver.fresh();
    });
    afterEach(() => {
      for (const database of opened) database.close();
      opened = [];
    });
    afterAll(driver.stop);
    const openEmpty = async () => {
      location = await driver.fresh();
      return open();
    };
    suite({ open, openEmpty, location: () => location });
  });
}

function onFile(): Driver {
  let folder = "";
  let count = 0;
  return {
    name: "a file",
    async start() {
      folder = mkdtempSync(join(tmpdir(), "ovpnstats-store-"));
    },
    fresh: async () => ({ kind: "file", path: join(folder, `${count++}.db`) }),
    async stop() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** As `calendar` in poller.ts. */
const ZONE = { timeZone: "Europe/Vienna", monthStartsOn: 1 };

/** One server for a suite; its database is emptied for each test. */
function onSqld(): Driver {
  let server: Sqld | undefined;
  return {
    name: "sqld",
    async start() {
      server = await startSqld();
    },
    async fresh() {
      if (server === undefined) throw new Error("the server was not started");
      await dropEverything(server.url);
      return { kind: "remote", url: server.url, authToken: undefined, zone: ZONE };
    },
    async stop() {
      await server?.stop();
    },
  };
}

async function dropEverything(url: string): Promise<void> {
  const { createClient } = await import("@libsql/client");
  const client = createClient({ url });
  const { rows } = await client.execute(
    "SELECT type, name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'libsql_%'",
  );
  await client.batch(
    rows.map(({ type, name }) => `DROP ${type} "${name}"`),
    "write",
  );
  client.close();
}
