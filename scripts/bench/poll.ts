/**
 * One poll (read, parse, account, commit) at a number of clients whose counters all moved, on disk, with
 * synchronous=FULL: `bun scripts/bench/poll.ts N [--history] [--polls K]` prints its figures as JSON.
 */
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createCalendar } from "../../src/account/calendar.ts";
import { collect, type Memory } from "../../src/jobs/collect.ts";
import { readStatusFile } from "../../src/source/status-file.ts";
import { openDatabase } from "../../src/store/open.ts";
import { fillHistory } from "./history.ts";
import { median, scratchPlace } from "./measure.ts";
import { statusText } from "./status-text.ts";

const clients = Number(process.argv[2]);
const polls = process.argv.includes("--polls")
  ? Number(process.argv[process.argv.indexOf("--polls") + 1])
  : clients > 1000
    ? 9
    : 41;
const WARMING_POLLS = clients > 10_000 ? 3 : 20;
const folder = mkdtempSync(join(scratchPlace(), "ovpnstats-bench-"));
const file = join(folder, "status.log");
const clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (milliseconds: number) => Bun.sleep(milliseconds),
};

const database = await openDatabase(
  { kind: "file", path: join(folder, "books.db") },
  { patience: { ...clock, limit: 5000 } },
);
let at = Math.floor(Date.now() / 1000) - 20_000;
if (process.argv.includes("--history")) await fillHistory(database, clients, at);
const memory: Memory = { books: undefined, problem: undefined };
const server = {
  name: "openvpn",
  source: file,
  statusInterval: undefined,
  serverTimeZone: undefined,
  identity: "common_name" as const,
  calendar: createCalendar("UTC"),
  database,
  newId: () => crypto.randomUUID(),
};

const took: number[] = [];
const written: number[] = [];
// A daemon polls for months: what counts is how it runs once it is warm.
for (let i = 0; i < WARMING_POLLS; i++) {
  prepare();
  await poll();
}
for (let i = 0; i < polls; i++) {
  prepare();
  const before = bytesWritten();
  const started = performance.now();
  await poll();
  took.push(performance.now() - started);
  written.push(bytesWritten() - before);
}
database.close();
rmSync(folder, { recursive: true });
console.log(JSON.stringify({ milliseconds: median(took), bytes: median(written) }));

function prepare(): void {
  at += 14;
  writeFileSync(file, statusText(3, clients, at, at % 1_000_000), "latin1");
  utimesSync(file, at, at);
}

async function poll(): Promise<void> {
  const reading = await readStatusFile(file, { clock });
  await collect(server, memory, reading, { now: at + 1, uptime: at, bootId: "bench" });
}

/** Bytes given to write calls so far, whether the disk has them yet or not. */
function bytesWritten(): number {
  return Number(/^wchar: (\d+)$/m.exec(readFileSync("/proc/self/io", "utf8"))?.[1]);
}
