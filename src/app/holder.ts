import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import * as v from "valibot";
import { AppError } from "../errors.ts";
import { readBootClock } from "../health/boot-clock.ts";
import { writeFileAtomically } from "../output/atomic-file.ts";
import type { Holder } from "../store/holder.ts";
import { machinePath } from "../store/own-files.ts";
import { codeOf } from "../store/patience.ts";

/** A machine that was silent for so long has lost its leases; cron may run `once` as seldom as every five minutes. */
const LEASE_SECONDS = 600;

const kept = v.pipe(
  v.string(),
  v.parseJson(),
  v.strictObject({ id: v.pipe(v.string(), v.uuid()), boot_id: v.nullable(v.string()) }),
);

/**
 * This machine, as it holds leases: an id of its own, kept beside the locks, and the id of its boot. A copy of the
 * machine, with all its files, is another since it was booted by itself; the machine itself is told after a new start
 * by what the file says of the one before.
 */
export function thisMachine(directory: string): Holder {
  const path = machinePath(directory);
  const bootId = readBootClock().bootId ?? null;
  const { id, boot_id: before } = read(path) ?? begin(path, bootId);
  const isNew = before !== bootId;
  return {
    id: `${id} ${bootId}`,
    former: isNew ? `${id} ${before}` : undefined,
    host: hostname(),
    seconds: LEASE_SECONDS,
    held: async () => {
      if (isNew) await writeFileAtomically(path, textOf({ id, boot_id: bootId }), { mode: 0o600, uid: undefined });
    },
  };
}

type Kept = v.InferOutput<typeof kept>;

function textOf(machine: Kept): string {
  return `${JSON.stringify(machine)}\n`;
}

/** Begins the file, unless another process just did: what it says then is this machine. */
function begin(path: string, bootId: string | null): Kept {
  const machine = { id: crypto.randomUUID(), boot_id: bootId };
  const temporary = `${path}.${machine.id}`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(temporary, textOf(machine), { mode: 0o600, flag: "wx" });
    try {
      // Unlike a renaming, this replaces nothing.
      linkSync(temporary, path);
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
    }
    rmSync(temporary);
  } catch (cause) {
    throw new AppError(
      "database",
      `Cannot write ${path}, by which this machine is told from others: set db_file_location`,
      { cause },
    );
  }
  return read(path) ?? machine;
}

function read(path: string): Kept | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw new AppError("database", `Cannot read ${path}: change its owner or mode`, { cause: error });
  }
  const parsed = v.safeParse(kept, text);
  if (parsed.success) return parsed.output;
  throw new AppError("database", `Cannot use ${path}: it is not what ovpnstats wrote there; delete it`);
}
