/**
 * Kills ovpnstats at any moment, a hundred times and more: `bun scripts/ci/kill-trials.ts [--trials N] [--program
 * "dist/ovpnstats"]`. In each trial two processes run `once` in a loop on one database, while the status file moves on;
 * most are killed, at random or just when they commit. After one that nobody disturbs the books must be right to the
 * byte, by another SQLite's account, and nothing may lie about.
 */
import { Database as Sqlite } from "bun:sqlite";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, watch } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { audit } from "../../test/store/audit.ts";
import { type MovingServer, startMovingServer } from "../../test/store/moving-server.ts";
import { FROM_SOURCES, type Started, start } from "../../test/support/process.ts";

const title = "the books are right to the byte, whenever ovpnstats is killed (F26)";

const { values } = parseArgs({ options: { trials: { type: "string", default: "100" }, program: { type: "string" } } });
const TRIALS = Number(values.trials);
const PROGRAM = values.program?.split(" ").map((word) => (existsSync(word) ? resolve(word) : word)) ?? FROM_SOURCES;

const PROCESSES = 2;
const ROUNDS = 3;

/** Problems of one trial that are printed: what is wrong in one place is so at every resolution. */
const TOLD = 8;

/** Short, so that cleaning has something to move; and no status of the last 60 hours is stale. */
const FLAGS = [
  ...["--status-interval", "1 day", "--retention-five-minutes", "1h", "--retention-hours", "1 day"],
  ...["--db-clean-how-many-days-keep-data", "1", "--ip-information-shown-in-web", "1"],
];

/** How long a process takes that nobody disturbs: learned, since kills must fall into it. */
let usualMs = 100;

const killed = { "at random": 0, "at a commit": 0 };
let finished = 0;
/** Killed, or met by a kill of the other, when a transaction was under way. */
let midway = 0;

console.log(`${TRIALS} trials: ${title}`);
const began = performance.now();
let failed = 0;
for (let trial = 1; trial <= TRIALS; trial++) {
  const problems = await problemsOf(trial);
  if (problems.length > 0) failed++;
  for (const problem of problems.slice(0, TOLD)) console.log(`trial ${trial}: ${problem}`);
  if (problems.length > TOLD) console.log(`trial ${trial}: and ${problems.length - TOLD} more`);
  if (trial % 100 === 0 || trial === TRIALS) console.log(progress(trial));
}
console.log(`${TRIALS - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 && TRIALS > 0 ? 0 : 1;

function progress(trials: number): string {
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  const kills = Object.entries(killed).map(([when, count]) => `${count} killed ${when}`);
  return `${trials} trials in ${seconds} s: ${finished} processes finished, ${kills.join(", ")}, ${midway} amid a transaction`;
}

async function problemsOf(trial: number): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), "ovpnstats-kill-"));
  const database = join(folder, "connection.db");
  const server = startMovingServer(trial, Math.floor(Date.now() / 1000));
  const problems: string[] = [];
  const once = async (disturb?: (process: Started) => () => void) => {
    const { version } = server;
    const problem = await runOnce(folder, server, disturb);
    if (problem !== undefined) problems.push(`at version ${version()} of the status: ${problem}`);
  };
  server.move();
  for (let phase = 0; phase < 2; phase++) {
    const loops = Array.from({ length: PROCESSES }, async () => {
      for (let round = 0; round < ROUNDS; round++) {
        await once(disturbance(folder));
        server.move();
      }
    });
    await Promise.all(loops);
    if (existsSync(database)) makeCleaningDue(database);
  }
  ageLeftovers(folder);
  await once();
  problems.push(...audit(database, server.truth()));
  server.remove();
  rmSync(folder, { recursive: true, force: true });
  return problems;
}

/** Runs `once`, and tells what is wrong with how it ended. */
async function runOnce(folder: string, server: MovingServer, disturb?: (process: Started) => () => void) {
  const version = server.version();
  const paths = ["--db-file-location", folder, "--input-file-name", server.statusFile];
  const started = start([...PROGRAM, "once", "--json", ...paths, ...FLAGS]);
  const calm = disturb?.(started);
  const since = performance.now();
  const { status, signal, out, err } = await started.ended;
  calm?.();
  if (signal === "SIGKILL") {
    if (isHot(join(folder, "connection.db-journal"))) midway++;
    return undefined;
  }
  usualMs += (performance.now() - since - usualMs) / 10;
  if (status !== 0 || err !== "") return `exit status ${status}, signal ${signal}: ${err.trimEnd()}`;
  finished++;
  const outcome: unknown = JSON.parse(out).servers[0].outcome;
  if (outcome === "torn") return undefined;
  server.acknowledge(version);
  return outcome === "read" || outcome === "unchanged" ? undefined : `outcome ${outcome}`;
}

/** One way to kill a process, or not to; called with it, gives what ends the watch for it. */
function disturbance(folder: string): ((process: Started) => () => void) | undefined {
  const kind = Math.random();
  if (kind < 0.2) return undefined;
  return kind < 0.6 ? killAtRandom : (process) => killAtCommit(process, folder);
}

function killAtRandom({ child }: Started): () => void {
  const timer = setTimeout(() => child.kill("SIGKILL") && killed["at random"]++, 5 + 1.2 * usualMs * Math.random());
  return () => clearTimeout(timer);
}

/** At the first to thirtieth change of the database or its journal, whoever makes it, or a moment after. */
function killAtCommit({ child }: Started, folder: string): () => void {
  let changes = 1 + Math.floor(30 * Math.random() ** 2);
  const watcher = watch(folder, (_, name) => {
    if (!name?.startsWith("connection.db") || --changes !== 0) return;
    setTimeout(() => child.kill("SIGKILL") && killed["at a commit"]++, Math.floor(3 * Math.random()));
  });
  return () => watcher.close();
}

/** The journal's first bytes are zeros unless a transaction is under way, or was when its process died. */
function isHot(journal: string): boolean {
  return (
    existsSync(journal) &&
    readFileSync(journal)
      .subarray(0, 8)
      .some((byte) => byte !== 0)
  );
}

/** Files of killed processes, as they are met an hour later: whoever writes next may take young ones for another's. */
function ageLeftovers(folder: string): void {
  const hourAgo = Date.now() / 1000 - 3600;
  for (const name of readdirSync(folder)) if (name.endsWith(".tmp")) utimesSync(join(folder, name), hourAgo, hourAgo);
}

/** As if a day had gone by since the last one. */
function makeCleaningDue(database: string): void {
  using sqlite = new Sqlite(database);
  const isOurs = sqlite.query("SELECT 1 FROM sqlite_schema WHERE name = 'settings'").get() !== null;
  if (isOurs) sqlite.exec("DELETE FROM settings WHERE name = 'cleaned_at'");
}
