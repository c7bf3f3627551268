import { AppError } from "../errors.ts";
import type { Memory } from "../jobs/collect.ts";
import { leasedLock } from "../store/lease.ts";
import { openServerLock, type ServerLock } from "../store/lock.ts";
import { type Database, type DatabaseLocation, databaseError, isOfDatabase, openDatabase } from "../store/open.ts";
import { serverLockPath } from "../store/own-files.ts";
import type { Patience } from "../store/patience.ts";
import { isClosedClient } from "../store/remote.ts";
import { thisMachine } from "./holder.ts";

/** The open books, with what goes by them: the locks beside them, and what is remembered of them. */
export interface Books {
  readonly database: Database;
  lockOf(server: string): Promise<ServerLock>;
  memoryOf(server: string): Memory;
}

/** The books of a process that lives as long as the machine, while disks fill up and directories come and go. */
export interface Ledger {
  /** Does something with the books. What the database fails in is an AppError, and the books are opened anew next. */
  use<T>(action: (books: Books) => Promise<T>): Promise<T>;
  close(): void;
}

export interface LedgerOptions {
  readonly location: DatabaseLocation;
  /** Where the locks lie. */
  readonly directory: string;
  readonly patience: Patience;
  /** There were books here before: where they are gone, none are begun. */
  readonly mustExist?: boolean | undefined;
}

interface Open extends Books {
  close(): void;
}

/**
 * A ledger that is not open yet. Once there were books, a database file that is gone or another one is not replaced by
 * new books: it fails until the file is back, since what was counted must not be lost by going on.
 */
export function createLedger(options: LedgerOptions): Ledger {
  let opening: Promise<Open> | undefined;
  let wasOpen = options.mustExist ?? false;
  let isClosed = false;
  const discard = async (books: Promise<Open> | undefined) => {
    if (books === undefined || books !== opening) return;
    opening = undefined;
    (await books.catch(() => undefined))?.close();
  };
  const open = async (): Promise<Open> => {
    if (opening && !(await opening).database.isInPlace()) await discard(opening);
    opening ??= openBooks(options, wasOpen);
    const books = await opening;
    wasOpen = true;
    return books;
  };
  const use = async <T>(action: (books: Books) => Promise<T>): Promise<T> => {
    let books: Promise<Open> | undefined;
    try {
      const opened = await open();
      books = opening;
      return await action(opened);
    } catch (error) {
      // Somebody else met a failure first and had them closed: it says nothing of them.
      if (isClosedClient(error) && books !== opening && !isClosed) return await use(action);
      if (isOfDatabase(error)) await discard(books ?? opening);
      throw databaseError(options.location, error);
    }
  };
  return {
    use,
    close() {
      isClosed = true;
      void discard(opening);
    },
  };
}

async function openBooks({ location, directory, patience }: LedgerOptions, mustExist: boolean): Promise<Open> {
  const holder = location.kind === "remote" ? thisMachine(directory) : undefined;
  const database = await openDatabase(location, { patience, mustExist, holder });
  const locks = new Map<string, Promise<ServerLock>>();
  const memories = new Map<string, Memory>();
  return {
    database,
    lockOf(server) {
      const lock =
        locks.get(server) ??
        openServerLock(serverLockPath(directory, server), patience).then((one) => leasedLock(one, database, server));
      locks.set(server, lock);
      return lock;
    },
    memoryOf(server) {
      const memory = memories.get(server) ?? { books: undefined, problem: undefined };
      memories.set(server, memory);
      return memory;
    },
    close() {
      database.close();
      for (const lock of locks.values()) lock.then((one) => one.close()).catch(ignoreFailedLock);
    },
  };
}

/** Who asked for it has been told. */
function ignoreFailedLock(error: unknown): void {
  if (!(error instanceof AppError)) throw error;
}
