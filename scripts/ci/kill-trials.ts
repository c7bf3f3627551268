/**
 * Kills ovpnstats at any moment, hundreds of times and more: `bun scripts/ci/kill-trials.ts [--trials N] [--program
 * "dist/ovpnstats"]`. In each trial one to three processes work on one database while the status file moves on and
 * connections end, with or without hooks: `once` in a loop, and `serve`. Most are killed, at random or just when they
 * commit. After one that nobody disturbs the books must be right to the byte, by another SQLite's account, the spool
 * empty, and nothing may lie about.
 */
import { existsSync, mkdtempSync, readdirSync, rmSync, watch } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { audit } from "../../test/store/audit.ts";
import { type MovingServer, startMovingServer } from "../../test/store/moving-server.ts";
import { FROM_SOURCES, type Started, start } from "../../test/support/process.ts";
import { ageLeftovers, FLAGS, isAmidTransaction, makeCleaningDue } from "./faults/books.ts";

const title = "the books are right to the byte, whenever ovpnstats is killed (F26)";

const { values } = parseArgs({ options: { trials: { type: "string", default: "100" }, program: { type: "string" } } });
const TRIALS = Number(values.trials);
const PROGRAM = values.program?.split(" ").map((word) => (existsSync(word) ? resolve(word) : word)) ?? FROM_SOURCES;

/** So many processes work at a time in one trial or another; the third is a daemon. */
const MOST_PROCESSES = 3;
const ROUNDS = 3;

/** Trials under way: each is often but one process. */
const AT_ONCE = 2;

/** Problems of one trial that are printed: what is wrong in one place is so at every resolution. */
const TOLD = 8;

/** How long a process takes that nobody disturbs: learned, since kills must fall into it. */
let usualMs = 100;

const killed = { "at random": 0, "at a commit": 0 };
let finished = 0;
/** Killed, or met by a kill of the other, when a transaction was under way. */
let midway = 0;

console.log(`${TRIALS} trials: ${title}`);
const began = performance.now();
let [trials, failed] = [0, 0];
await Promise.all(Array.from({ length: AT_ONCE }, work));
console.log(`${TRIALS - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 && TRIALS > 0 ? 0 : 1;

async function work(): Promise<void> {
  while (trials < TRIALS) {
    const trial = ++trials;
    const problems = await problemsOf(trial);
    if (problems.length > 0) failed++;
    for (const problem of problems.slice(0, TOLD)) console.log(`trial ${trial}: ${problem}`);
    if (problems.length > TOLD) console.log(`trial ${trial}: and ${problems.length - TOLD} more`);
    if (trial % 100 === 0 || trial === TRIALS) console.log(progress(trial));
  }
}

function progress(trials: number): string {
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  const kills = Object.entries(killed).map(([when, count]) => `${count} killed ${when}`);
  return `${trials} trials in ${seconds} s: ${finished} processes finished, ${kills.join(", ")}, ${midway} amid a transaction`;
}

/** One trial's place: the books, and the server whose books they are. */
interface Place {
  readonly folder: string;
  readonly server: MovingServer;
  readonly words: readonly string[];
}

async function problemsOf(trial: number): Promise<readonly string[]> {
  // A disk: memory would be done with a commit before a kill arrives.
  const folder = mkdtempSync(join(tmpdir(), "ovpnstats-kill-"));
  const server = startMovingServer(trial, Math.floor(Date.now() / 1000), trial % 2 === 0);
  const spool = server.spool === undefined ? [] : ["--hook-spool-dir", server.spool];
  const words = ["--db-file-location", folder, "--input-file-name", server.statusFile, ...spool, ...FLAGS];
  const place = { folder, server, words };
  const problems: string[] = [];
  const tell = (problem: string | undefined) => {
    if (problem !== undefined) problems.push(`at version ${server.version()} of the status: ${problem}`);
  };
  server.move();
  for (let phase = 0; phase < 2; phase++) {
    const loops = Array.from({ length: 1 + (trial % MOST_PROCESSES) }, async (_, process) => {
      for (let round = 0; round < ROUNDS; round++) {
        tell(process === 2 ? await runServe(place) : await runOnce(place, disturbance(folder)));
        server.move();
      }
    });
    await Promise.all(loops);
    makeCleaningDue(folder);
  }
  ageLeftovers(folder);
  tell(await runOnce(place));
  problems.push(...audit(join(folder, "connection.db"), server.truth()));
  if (server.spool) problems.push(...readdirSync(server.spool).map((name) => `left in the spool: ${name}`));
  server.remove();
  rmSync(folder, { recursive: true, force: true });
  return problems;
}

/** Runs `once`, and tells what is wrong with how it ended. */
async function runOnce({ folder, server, words }: Place, disturb?: (process: Started) => () => void) {
  const version = server.version();
  const started = start([...PROGRAM, "once", "--json", ...words]);
  const calm = disturb?.(started);
  const since = performance.now();
  const { status, signal, out, err } = await started.ended;
  calm?.();
  if (signal === "SIGKILL") {
    if (isAmidTransaction(folder)) midway++;
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

/** Runs `serve` until it is killed, some polls later at the latest. */
async function runServe({ folder, words }: Place): Promise<string | undefined> {
  const serve = ["serve", "--listen", "127.0.0.1:0", "--input-file-parse-interval", "1s"];
  const started = start([...PROGRAM, ...serve, ...words]);
  killAtRandom(started);
  const { status, signal, err } = await started.ended;
  if (signal !== "SIGKILL") return `serve: exit status ${status}, signal ${signal}: ${err.trimEnd()}`;
  if (isAmidTransaction(folder)) midway++;
  return undefined;
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
