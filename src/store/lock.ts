import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { type Client, createClient } from "@libsql/client/sqlite3";
import { AppError } from "../errors.ts";
import { fileUrl } from "./file-url.ts";
import { isLocked, type Patience, patiently } from "./patience.ts";

/** Held while a server's source is read and the reading is committed. */
export interface ServerLock {
  hold<T>(action: () => Promise<T>): Promise<T>;
  close(): void;
}

/**
 * The lock of a server, on a file of its own. It is SQLite's: the system releases it whenever the process ends,
 * however that comes about, and nobody has to judge whether the holder is still alive.
 */
export async function openServerLock(path: string, patience: Patience): Promise<ServerLock> {
  const client = await open(path);
  return {
    async hold(action) {
      const lock = await patiently(freeing(patience), () => client.transaction("write")).catch((cause) => {
        throw unusable(path, cause);
      });
      try {
        return await action();
      } finally {
        lock.close();
      }
    },
    close: () => client.close(),
  };
}

/**
 * Patience that frees, once, what this process itself may have left locked: libSQL closes a file only when the last
 * statement on it that failed is collected as garbage.
 */
function freeing(patience: Patience): Patience {
  let isFreed = false;
  return {
    ...patience,
    async renew() {
      if (isFreed) return;
      isFreed = true;
      patience.collectGarbage?.();
      await patience.sleep(1);
    },
  };
}

async function open(path: string): Promise<Client> {
  try {
    // Beside a remote database nothing has made it yet.
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const client = createClient({ url: fileUrl(path), intMode: "bigint", concurrency: 1, timeout: 0 });
    // Nothing is ever written to it; without this, taking the lock would leave a journal file behind.
    await client.execute("PRAGMA journal_mode = MEMORY");
    return client;
  } catch (cause) {
    throw unusable(path, cause);
  }
}

function unusable(path: string, cause: unknown): AppError {
  const why = isLocked(cause)
    ? "another ovpnstats has held this server for too long"
    : `${cause instanceof Error ? cause.message : cause}; change its owner or mode, or delete it`;
  return new AppError("database", `Cannot lock ${path}: ${why}`, { cause });
}
