import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { AppError } from "../errors.ts";
import { writeFileAtomically } from "../output/atomic-file.ts";
import { codeOf } from "../store/patience.ts";
import { type Observed, thinnest } from "./backlog.ts";
import { observedText } from "./observed-text.ts";

/** Readings of one server that wait on disk, in the order in which they were made; a directory of its own. */
export interface Spool {
  /** Keeps a reading, and says how many older ones had to make room for it. Throws an AppError where it cannot. */
  add(observed: Observed): Promise<number>;
  /** Files of the readings that wait, oldest first. Throws an AppError where it cannot tell. */
  names(): readonly string[];
  /** The reading; a file that is damaged, or another user's, is moved aside. */
  read(name: string): Observed | "gone" | "damaged" | "forbidden";
  remove(name: string): void;
  /** Moves a file out of the way: into the directory `damaged` beside it. */
  setAside(name: string): void;
}

export interface SpoolLimits {
  readonly mostFiles: number;
  readonly mostBytes: number;
}

/** A reading every 14 s for a day and a half, or of 500 clients for four hours; beyond that, ever further apart. */
const LIMITS: SpoolLimits = { mostFiles: 10_000, mostBytes: 128 * 1024 * 1024 };

/** Damaged files that are kept for whoever wants to know why. */
const MOST_DAMAGED = 20;

/** Number, instant, size and content of the reading: what there is to know without opening the file. */
const NAME = /^(\d{12})-(-?\d+)-(\d+)-([0-9a-f]+)\.json$/;

interface Waiting {
  readonly name: string;
  readonly number: number;
  readonly at: number;
  readonly size: number;
  readonly contentHash: string;
}

/** The spool in a directory, which is made when it is needed. A crash leaves all of a reading, or nothing. */
export function createSpool(directory: string, limits: SpoolLimits = LIMITS): Spool {
  const waiting = () => list(directory);
  const remove = (name: string) => rmSync(join(directory, name), { force: true });
  const setAside = (name: string) => {
    const damaged = join(directory, "damaged");
    mkdirSync(damaged, { recursive: true, mode: 0o700 });
    if (readdirSync(damaged).length >= MOST_DAMAGED) remove(name);
    else renameSync(join(directory, name), join(damaged, name));
  };
  return {
    async add(observed) {
      const before = waiting();
      const last = before.at(-1);
      // What is waiting already says it.
      if (last?.contentHash === observed.reading.contentHash) return 0;
      const text = JSON.stringify(observed, plain);
      try {
        mkdirSync(directory, { recursive: true, mode: 0o700 });
      } catch (cause) {
        throw unusable(directory, cause);
      }
      const name = nameOf(observed, (last?.number ?? 0) + 1, text.length);
      await writeFileAtomically(join(directory, name), text, { mode: 0o600, uid: undefined });
      return thin(waiting(), limits, remove);
    },
    names: () => waiting().map(({ name }) => name),
    read(name) {
      let text: string;
      try {
        text = readFileSync(join(directory, name), "utf8");
      } catch (error) {
        if (codeOf(error) === "ENOENT") return "gone";
        if (codeOf(error) !== "EACCES") throw unusable(directory, error);
        setAside(name);
        return "forbidden";
      }
      const parsed = v.safeParse(observedText, text);
      if (parsed.success) return parsed.output;
      setAside(name);
      return "damaged";
    },
    remove,
    setAside,
  };
}

function nameOf({ moment, reading }: Observed, number: number, size: number): string {
  return `${String(number).padStart(12, "0")}-${Math.round(moment.now)}-${size}-${reading.contentHash}.json`;
}

function list(directory: string): Waiting[] {
  let names: string[];
  try {
    names = readdirSync(directory);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw unusable(directory, error);
  }
  return names.sort().flatMap((name) => {
    const [, number, at, size, contentHash = ""] = NAME.exec(name) ?? [];
    return number === undefined
      ? []
      : [{ name, number: Number(number), at: Number(at), size: Number(size), contentHash }];
  });
}

function unusable(directory: string, cause: unknown): AppError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new AppError("output", `Cannot keep readings in ${directory}: ${reason}`, { cause });
}

/** Removes what is too much, and says how many. */
function thin(waiting: Waiting[], { mostFiles, mostBytes }: SpoolLimits, remove: (name: string) => void): number {
  let bytes = waiting.reduce((sum, { size }) => sum + size, 0);
  let dropped = 0;
  while (waiting.length > 1 && (waiting.length > mostFiles || bytes > mostBytes)) {
    const [gone] = waiting.splice(thinnest(waiting.map(({ at }) => at)), 1);
    if (gone === undefined) break;
    remove(gone.name);
    bytes -= gone.size;
    dropped++;
  }
  return dropped;
}

/** JSON has neither bytes' whole numbers nor a word for what is absent. */
function plain(_: string, value: unknown): unknown {
  if (value === undefined) return null;
  return typeof value === "bigint" ? String(value) : value;
}
