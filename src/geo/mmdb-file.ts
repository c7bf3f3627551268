import { constants } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import type { Mmdb } from "./mmdb.ts";
import type { Place } from "./place.ts";

/** Hears what is wrong, in a sentence for the log. */
export type Complain = (problem: string) => void;

/** An MMDB file of the operator's, which may be replaced at any time. */
export interface MmdbFile {
  /** Reads the file where it is another than before; one that cannot be used is told of once, and the old one kept. */
  refresh(): Promise<void>;
  /** What the file knows of an address; never throws. */
  find(host: string): Place | undefined;
  /** Differs where the file does. */
  stamp(): Promise<string>;
}

const REMEDY = "download it again, or take it out of location_databases";

export function mmdbFile(path: string, complain: Complain): MmdbFile {
  let database: Mmdb | undefined;
  let seen: string | undefined;
  let told: string | undefined;
  const tell = (what: string, error: unknown) => {
    const problem = `${what}: ${reasonOf(error)}; ${REMEDY}`;
    if (problem !== told) complain(problem);
    told = problem;
  };
  return {
    async refresh() {
      try {
        const fresh = await readIfNew(path, seen);
        told = undefined;
        if (fresh === undefined) return;
        seen = fresh.stamp;
        const { openMmdb } = await import("./mmdb.ts");
        database = openMmdb(fresh.bytes);
      } catch (error) {
        tell(`Cannot use ${path} for locations${database ? ", the one before it is kept" : ""}`, error);
      }
    },
    find(host) {
      try {
        return database?.find(host);
      } catch (error) {
        tell(`${path} is damaged, it does not tell every location`, error);
        return undefined;
      }
    },
    stamp: () => whileOpen(path, stampOf).catch(reasonOf),
  };
}

async function readIfNew(path: string, seen: string | undefined) {
  return await whileOpen(path, async (file) => {
    // Before reading: what is written meanwhile is another file the next time.
    const stamp = await stampOf(file);
    return stamp === seen ? undefined : { stamp, bytes: await file.readFile() };
  });
}

async function whileOpen<T>(path: string, action: (file: FileHandle) => Promise<T>): Promise<T> {
  const { open } = await import("node:fs/promises");
  // A pipe of that name would keep us waiting for its writer.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    return await action(file);
  } finally {
    await file.close();
  }
}

async function stampOf(file: FileHandle): Promise<string> {
  const stats = await file.stat({ bigint: true });
  if (!stats.isFile()) throw new Error("it is not a regular file");
  return [stats.ino, stats.size, stats.mtimeNs].join(" ");
}

/** What the system or the reader said, without the call and the path that our own message has already. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/, [a-z]+( '[^']*')?$/, "");
}
