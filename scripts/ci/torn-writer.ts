/**
 * Reads status files that are being written all the time, as OpenVPN writes them: `bun scripts/ci/torn-writer.ts
 * [--reads N]`. Many readers look at each of three files, of versions 1 to 3; what is taken must be one writing, row by
 * row, and is accounted: none of the connections that are always there may end.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createCalendar } from "../../src/account/calendar.ts";
import { type Collected, collect, type Memory } from "../../src/jobs/collect.ts";
import { parseStatus } from "../../src/parse/status.ts";
import { StatusSyntaxError } from "../../src/parse/status-syntax-error.ts";
import { SourceError } from "../../src/source/source-error.ts";
import { type Clock, readStatusFile, type StatusReading } from "../../src/source/status-file.ts";
import { ALWAYS, FIRST_TIME, writingOf } from "../../test/source/writings.ts";
import { openTemporary } from "../../test/support/books.ts";
import { ROOT } from "../../test/support/process.ts";
import { PLACE } from "./faults/books.ts";

const title =
  "whole writings only are taken, beside a server that writes line by line, and nobody is closed by them (F4)";

const { values } = parseArgs({ options: { reads: { type: "string", default: "100000" } } });
const VERSIONS = ["1", "2", "3"] as const;
const READS_EACH = Math.ceil(Number(values.reads) / VERSIONS.length);

/** Most of a reading is waiting for the file to be left alone. */
const READERS = 80;

const LONGEST_RUN_MILLISECONDS = 3_600_000;

/** What was seen of one file. */
interface Seen {
  /** Looks at the file. */
  reads: number;
  taken: number;
  /** Writings that were accounted. */
  accounted: number;
  /** Looks at a file that was in the middle of being written. */
  torn: number;
  /** Those of them whose content alone does not tell. */
  mixed: number;
  readonly wrong: string[];
}

console.log(title);
const folder = mkdtempSync(join(PLACE, "ovpnstats-torn-"));
const all = await Promise.all(VERSIONS.map(readBesideWriter));
rmSync(folder, { recursive: true });
let [passed, failed] = [0, 0];
for (const [index, { reads, taken, accounted, torn, mixed, wrong }] of all.entries()) {
  // A file that is never torn, or never taken, proves nothing.
  const isProof = torn > 0 && accounted > 0;
  const found = `${taken} taken, ${accounted} writings accounted, ${torn} caught amid a writing (${mixed} looked whole)`;
  console.log(`version ${VERSIONS[index]}: ${reads} reads, ${found}, ${wrong.length} wrong`);
  for (const problem of wrong.slice(0, 5)) console.log(`  ${problem}`);
  if (isProof && wrong.length === 0) passed++;
  else failed++;
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

async function readBesideWriter(version: string): Promise<Seen> {
  const path = join(folder, `status.v${version}`);
  writeFileSync(path, "");
  const script = join(ROOT, "test", "source", "torn-writer.ts");
  const writer = spawn(process.execPath, [script, path, version, String(LONGEST_RUN_MILLISECONDS)], {
    stdio: "inherit",
  });
  const seen: Seen = { reads: 0, taken: 0, accounted: 0, torn: 0, mixed: 0, wrong: [] };
  const { account, close } = await openAccount(seen);
  const clock: Clock = {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    sleep(milliseconds) {
      seen.reads++;
      // Not all at once, nor in step with the writer.
      return Bun.sleep(milliseconds * 2 * Math.random());
    },
  };
  const work = async () => {
    while (seen.reads < READS_EACH) {
      look(readFileSync(path, "latin1"), seen);
      seen.reads++;
      const reading = await readStatusFile(path, { clock }).catch((error: unknown) => error);
      if (isReading(reading)) await account(reading);
      else if (!(reading instanceof SourceError) || (reading.kind !== "torn" && reading.kind !== "empty"))
        seen.wrong.push(String(reading));
    }
  };
  await Promise.all(Array.from({ length: READERS }, work));
  writer.kill();
  close();
  return seen;
}

function isReading(value: unknown): value is StatusReading {
  return typeof value === "object" && value !== null && "contentHash" in value;
}

/** A look as a reader takes it that has no rules. */
function look(text: string, seen: Seen): void {
  try {
    if (writingOf(parseStatus(text).clients) !== undefined) return;
    seen.mixed++;
  } catch (error) {
    if (!(error instanceof StatusSyntaxError)) throw error;
  }
  seen.torn++;
}

/** Books for one file: what is taken is checked, and accounted where it is news. */
async function openAccount(seen: Seen) {
  const { database, remove } = await openTemporary();
  const memory: Memory = { books: undefined, problem: undefined };
  const server: Collected = {
    ...{ name: "openvpn", source: "status", statusInterval: undefined, serverTimeZone: undefined },
    identity: "common_name",
    ...{ calendar: createCalendar("UTC"), database, newId: () => crypto.randomUUID() },
  };
  let last = 0;
  let turn = Promise.resolve();
  const add = async (reading: StatusReading, writing: number) => {
    if (writing <= last) return;
    last = writing;
    seen.accounted++;
    const moment = { now: reading.text.time ?? reading.modifiedAt, uptime: undefined, bootId: undefined };
    const { books } = await collect(server, memory, reading, moment);
    const open = new Set(books.open.map(({ facts }) => facts.commonName));
    for (let number = 0; number < ALWAYS; number++)
      if (!open.has(`user-${number}`)) seen.wrong.push(`user-${number} was closed by writing ${writing}`);
  };
  const account = (reading: StatusReading): Promise<void> => {
    seen.taken++;
    const { clients, time, warnings } = reading.text;
    const writing = writingOf(clients);
    const isTimed = time === undefined || writing === time - FIRST_TIME;
    if (writing === undefined || !isTimed || warnings.length > 0) {
      seen.wrong.push(`taken: ${clients.length} clients of ${writing ?? "several writings"} at ${time} ${warnings}`);
      return Promise.resolve();
    }
    turn = turn.then(() => add(reading, writing));
    return turn;
  };
  return { account, close: remove };
}
