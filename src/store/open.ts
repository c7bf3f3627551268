import type { Client } from "@libsql/client";
import { AppError } from "../errors.ts";
import type { NameBytes } from "../model.ts";
import { checkFile, refusal, watchPlace } from "./database-file.ts";
import { openFileClient } from "./file-client.ts";
import type { Holder } from "./holder.ts";
import { countMigrations, migrate } from "./migrate.ts";
import { MIGRATIONS } from "./migrations.ts";
import { codeOf, isLocked, type Patience, patiently } from "./patience.ts";
import { connectRemote, type RemoteLocation, Unreachable } from "./remote.ts";
import { unusable } from "./unusable.ts";
import { agreeOnZone } from "./zone.ts";

/** Where the books are kept: a file, or a remote libSQL server. */
export type DatabaseLocation = { readonly kind: "file"; readonly path: string } | RemoteLocation;

/**
 * Row ids of the accounts met. When a user is forgotten they no longer hold, so each reading of a server's books puts
 * new ones in their place: whoever commits by older books is overtaken, and reads them anew. A call keeps to those that
 * it found here when it began.
 */
export interface KnownUsers {
  ids: Map<NameBytes, number>;
}

/** The open books. */
export interface Database {
  readonly client: Client;
  readonly location: DatabaseLocation;
  readonly patience: Patience;
  /** Who writes; undefined for a local file, and for readers. */
  readonly holder: Holder | undefined;
  readonly users: KnownUsers;
  /** Whether the file at its path is still the one that was opened, not gone or another. */
  isInPlace(): boolean;
  close(): void;
}

export interface OpenOptions {
  readonly patience: Patience;
  readonly readOnly?: boolean;
  /** Refuses to begin new books: there were some before. */
  readonly mustExist?: boolean;
  /** Who writes into a remote database. */
  readonly holder?: Holder | undefined;
}

/**
 * Longer waits than this are made in JavaScript, since libSQL's local calls block the whole process; shorter ones here,
 * since finding a lock costs the connection.
 */
const BUSY_TIMEOUT_MS = 250;

/**
 * Opens the books, creating or migrating them as needed. Refuses whatever is not ours without touching it.
 * `readOnly` neither creates nor migrates, `mustExist` does not create.
 */
export async function openDatabase(location: DatabaseLocation, options: OpenOptions): Promise<Database> {
  const { readOnly = false, mustExist = readOnly } = options;
  const name = databaseName(location);
  if (location.kind === "file") checkFile(location.path, { readOnly, mustExist });
  const client = await connect(location);
  const patience = location.kind === "file" ? renewing(options.patience, client, readOnly) : options.patience;
  try {
    // Looked at first: setting the journal mode already changes a file that may not be ours.
    const applied = await patiently(patience, () => countMigrations(client, name));
    if (readOnly && applied < MIGRATIONS.length)
      throw new AppError("database", `Cannot read ${name}: run "ovpnstats once" first, to bring it up to date`);
    if (location.kind === "file") await patiently(patience, () => setUp(client, readOnly));
    await patiently(patience, () => migrate(client, name, applied));
    if (location.kind === "remote")
      await patiently(patience, () => agreeOnZone(client, name, location.zone, { readOnly }));
    const isInPlace = location.kind === "file" ? watchPlace(location.path) : () => true;
    const holder = location.kind === "remote" ? options.holder : undefined;
    return { client, location, patience, holder, users: { ids: new Map() }, isInPlace, close: () => client.close() };
  } catch (cause) {
    client.close();
    throw location.kind === "file" ? refusal(location.path, cause) : unusable(location.url, cause);
  }
}

/**
 * Opens the books for an action and closes them after it. What goes wrong with the database meanwhile, a damaged
 * page or a full disk, is an AppError that names it, like what goes wrong at opening.
 */
export async function withDatabase<T>(
  location: DatabaseLocation,
  options: OpenOptions,
  action: (database: Database) => Promise<T>,
): Promise<T> {
  const database = await openDatabase(location, options);
  try {
    return await action(database);
  } catch (error) {
    throw databaseError(location, error);
  } finally {
    database.close();
  }
}

/** Whether the database is what failed: libSQL's errors carry a code, or say what they are where no server answered. */
export function isOfDatabase(error: unknown): boolean {
  if (error instanceof AppError) return error.code === "database";
  if (error instanceof Unreachable) return true;
  return (codeOf(error)?.startsWith("SQLITE_") ?? false) || (error instanceof Error && error.name.startsWith("Libsql"));
}

/** The error as operators read it, where the database is what failed; else the error itself. */
export function databaseError(location: DatabaseLocation, error: unknown): unknown {
  return isOfDatabase(error) ? unusable(databaseName(location), error) : error;
}

/** What the operator calls the database. */
function databaseName(location: DatabaseLocation): string {
  return location.kind === "file" ? location.path : location.url;
}

async function connect(location: DatabaseLocation): Promise<Client> {
  try {
    return location.kind === "file" ? openFileClient(location.path, BUSY_TIMEOUT_MS) : await connectRemote(location);
  } catch (cause) {
    throw cause instanceof AppError ? cause : unusable(databaseName(location), cause);
  }
}

/**
 * No WAL: the SQLite inside libSQL can lose committed data when two processes share a WAL database, and `serve`
 * beside `once` is just that. PERSIST spares creating and unlinking the journal at every commit.
 */
async function setUp(client: Client, readOnly: boolean): Promise<void> {
  // Pages of 8 KiB halve the writes of a poll, of which the journal makes three a page.
  await client.executeMultiple(
    "PRAGMA page_size = 8192; PRAGMA synchronous = FULL; PRAGMA cache_size = -32000; PRAGMA foreign_keys = OFF;",
  );
  if (readOnly) return;
  const { rows } = await client.execute("PRAGMA journal_mode = PERSIST");
  const mode = rows[0]?.[0];
  if (mode !== "persist") throw new Error(`its journal mode is ${mode} and cannot be changed while others use it`);
}

/**
 * Patience that replaces a connection once it found the database locked. libSQL leaves the statement that failed
 * unfinished: until it is collected as garbage, nothing can be committed any more, and a lock it has stays.
 */
function renewing(patience: Patience, client: Client, readOnly: boolean): Patience {
  return {
    ...patience,
    async renew() {
      await client.reconnect();
      patience.collectGarbage?.();
      await patience.sleep(1);
      try {
        await setUp(client, readOnly);
      } catch (error) {
        // Still locked: then so is what is tried next, and the connection is replaced again.
        if (!isLocked(error)) throw error;
        await client.reconnect();
      }
    },
  };
}
