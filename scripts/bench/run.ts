/**
 * Measures against the stand-in for the program that this one replaces, side by side in one run, and prints a
 * table: `bun scripts/bench/run.ts [--quick]`. Needs python3, strace and a built executable. Read the ratios: times
 * depend on the machine and on what else it does.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { sampleMachine } from "../../src/health/sample.ts";
import { openDatabase } from "../../src/store/open.ts";
import { addTrafficOf } from "../../src/store/traffic.ts";
import { figuresOf, median, peakMemory, race, scratchPlace, standIn } from "./measure.ts";
import { statusText } from "./status-text.ts";

interface Row {
  readonly figure: string;
  readonly measured: string;
  readonly must: string;
  readonly aim: string;
}

interface ReportFigures extends Pick<PageFigures, "milliseconds" | "gzipped"> {
  /** Those of the other pages, by their paths. */
  readonly pages: Readonly<Record<string, PageFigures>>;
}

interface PageFigures {
  readonly milliseconds: number;
  /** Its time against that of the first page, in turn. */
  readonly ratio: number;
  readonly gzipped: number;
}

interface PollFigures {
  readonly milliseconds: number;
  readonly bytes: number;
}

const quick = process.argv.includes("--quick");
const EXECUTABLE = resolve(import.meta.dir, "../../dist/ovpnstats");
const scratch = mkdtempSync(join(scratchPlace(), "ovpnstats-bench-"));
const rows: Row[] = [];

await benchPolls();
benchReports();
benchPages();
await benchProcesses();
benchWrites();
await benchHourTable();
await benchDaemon();
rmSync(scratch, { recursive: true });
printTable();

/** In turn, three times: whatever else the machine does hits both. */
async function benchPolls(): Promise<void> {
  const wanted = { 50: ["25×", "50×"], 1000: ["100×", "150×"], 10000: ["80×", "200×"] } as const;
  const ours: Record<string, number> = {};
  for (const [clients, [must, aim]] of Object.entries(wanted)) {
    if (quick && clients === "10000") continue;
    const pairs = Array.from({ length: clients === "10000" ? 1 : 3 }, () => ({
      theirs: standIn(Number(clients), "--history").poll,
      own: figuresOf<PollFigures>("poll.ts", clients, "--history").milliseconds,
    }));
    const own = median(pairs.map((pair) => pair.own));
    ours[clients] = own;
    const ratio = median(pairs.map((pair) => pair.theirs / pair.own));
    const measured = `${ratio.toFixed(0)}× (${own.toFixed(1)} ms against ${median(pairs.map((p) => p.theirs)).toFixed(0)} ms)`;
    rows.push({ figure: `a poll at ${clients} clients against the stand-in's`, measured, must, aim });
  }
  if (quick) return;
  const hundred = figuresOf<PollFigures>("poll.ts", "100000", "--polls", "5").milliseconds;
  const ten = figuresOf<PollFigures>("poll.ts", "10000", "--polls", "5").milliseconds;
  const measured = `${(hundred / ten).toFixed(1)}× (${ten.toFixed(0)} ms, ${hundred.toFixed(0)} ms)`;
  rows.push({ figure: "a poll at 10,000 → 100,000 clients", measured, must: "14×", aim: "11×" });
}

function benchReports(): void {
  const wanted = { 50: ["8×", "15×"], 1000: ["20×", "75×"], 10000: ["100×", "400×"] } as const;
  for (const [users, [must, aim]] of Object.entries(wanted)) {
    if (quick && users === "10000") continue;
    const { measured, own } = reportsInTurn(users, users === "10000" ? 1 : 3);
    rows.push({ figure: `a report of ${users} users against the stand-in's`, measured, must, aim });
    if (users !== "50") continue;
    const size = `${(own.gzipped / 1000).toFixed(1)} KB`;
    rows.push({ figure: "its page, gzipped", measured: size, must: "25 KB", aim: "15 KB" });
  }
}

/** In turn, as polls are. */
function reportsInTurn(users: string, times: number, ...flags: string[]) {
  const pairs = Array.from({ length: times }, () => ({
    theirs: standIn(Number(users), "--history").report,
    own: figuresOf<ReportFigures>("report.ts", users, ...flags),
  }));
  const [theirs, milliseconds] = [median(pairs.map((p) => p.theirs)), median(pairs.map((p) => p.own.milliseconds))];
  const ratio = median(pairs.map((pair) => pair.theirs / pair.own.milliseconds));
  const measured = `${ratio.toFixed(1)}× (${milliseconds.toFixed(1)} ms against ${theirs.toFixed(0)} ms)`;
  return { measured, own: pairs[0]?.own ?? { milliseconds, gzipped: 0, pages: {} } };
}

/** A year of books: the first page against the stand-in's report, every other page against the first. */
function benchPages(): void {
  for (const [users, must] of Object.entries({ 50: "15×", 1000: "200×" })) {
    const { measured } = reportsInTurn(users, 3, "--days", "365");
    rows.push({ figure: `the first page of a year of ${users} users against the stand-in's`, measured, must, aim: "" });
    const own = figuresOf<ReportFigures>("report.ts", users, "--days", "365", "--pages");
    for (const [path, { milliseconds, ratio, gzipped }] of Object.entries(own.pages)) {
      const measured = `${ratio.toFixed(2)}× (${milliseconds.toFixed(1)} ms, ${(gzipped / 1000).toFixed(1)} KB)`;
      rows.push({ figure: `/${path} of ${users} users against the first page`, measured, must: "3×", aim: "" });
    }
  }
}

async function benchProcesses(): Promise<void> {
  writeFileSync(join(scratch, "empty.ts"), "console.log(0);\n");
  const empty = join(scratch, "empty");
  await Bun.build({
    entrypoints: [join(scratch, "empty.ts")],
    compile: { outfile: empty },
    minify: true,
    bytecode: true,
  });
  const once = (clients: number) => {
    const file = join(scratch, `status-${clients}`);
    const at = Math.floor(Date.now() / 1000) - 5;
    writeFileSync(file, statusText(3, clients, at, 0), "latin1");
    utimesSync(file, at, at);
    const place = join(scratch, `books-${clients}`);
    return [EXECUTABLE, "once", "--quiet", "--input-file-name", file, "--db-file-location", place];
  };
  const programs = { empty: [empty], version: [EXECUTABLE, "--version"], once50: once(50) };
  const runs = await race(programs, quick ? 11 : 31);
  const times = (name: "version" | "once50") => {
    const milliseconds = runs[name];
    const base = runs.empty;
    return `${(milliseconds / base).toFixed(2)}× (${milliseconds.toFixed(1)} ms against ${base.toFixed(1)} ms)`;
  };
  rows.push({
    figure: "`once` at 50 clients against an empty program",
    measured: times("once50"),
    must: "7×",
    aim: "5×",
  });
  rows.push({ figure: "`--version` against the same", measured: times("version"), must: "1.4×", aim: "1.25×" });
  const measured = `${peakMemory(once(50)).toFixed(0)} and ${peakMemory(once(10_000)).toFixed(0)} MiB`;
  rows.push({
    figure: "RSS of `once` at 50 and 10,000 clients",
    measured,
    must: "90 and 250 MiB",
    aim: "70 and 150 MiB",
  });
}

/** The difference of two runs leaves out opening and closing. */
function benchWrites(): void {
  const syncs = (polls: number) => {
    const trace = join(scratch, `trace-${polls}`);
    const args = ["-f", "-qq", "-e", "trace=fsync,fdatasync", "-o", trace];
    const { status, stderr } = spawnSync(
      "strace",
      [...args, "bun", join(import.meta.dir, "poll.ts"), "1000", "--polls", String(polls)],
      { encoding: "utf8" },
    );
    if (status !== 0) throw new Error(`strace failed: ${stderr}`);
    return spawnSync("grep", ["-c", "sync(", trace], { encoding: "utf8" }).stdout;
  };
  const perPoll = (Number(syncs(14)) - Number(syncs(4))) / 10;
  const { bytes } = figuresOf<PollFigures>("poll.ts", "1000", "--history");
  const measured = `${perPoll.toFixed(1)}; ${(bytes / 1e6).toFixed(2)} MB`;
  rows.push({ figure: "fsyncs a poll; written a poll at 1,000 clients", measured, must: "8; 2 MB", aim: "5; 0.8 MB" });
}

/** 31 days, hour by hour and user by user, as polls fill it. */
async function benchHourTable(): Promise<void> {
  const path = join(scratch, "hours.db");
  const patience = { monotonic: () => 0, sleep: async () => {}, limit: 0 };
  const database = await openDatabase({ kind: "file", path }, { patience });
  const [users, hours] = [1000, 744];
  const empty = statSync(path).size;
  const names = Array.from({ length: users }, (_, i) => `user${i}`);
  const userIds = new Map(names.map((name, i) => [name, i + 1]));
  const none = { totals: new Map(), sights: new Map(), observed: [], setBackTo: undefined };
  const nothingElse = { ...none, userIds, server: 1, at: 0, now: 0 };
  for (let hour = 0; hour < hours; hour++) {
    const moved = (i: number) => ({
      bytesReceived: BigInt(1e6 + i * 37 + hour),
      bytesSent: BigInt(1e7 + i * 91 + hour),
    });
    const amounts = new Map(names.map((name, i) => [name, moved(i)]));
    const posting = { resolution: "hour", bucket: 1_795_305_600 + hour * 3600, amounts } as const;
    const postings = { postings: [posting], totals: nothingElse.totals };
    await database.client.batch(addTrafficOf({ ...nothingElse, postings }), "write");
  }
  database.close();
  const measured = ((statSync(path).size - empty) / users / hours).toFixed(1);
  rows.push({ figure: "hour table, bytes per user-hour", measured, must: "32", aim: "27" });
}

interface DaemonFigures {
  readonly resident: number;
  readonly children: number;
}

async function benchDaemon(): Promise<void> {
  const small = figuresOf<DaemonFigures>("serve.ts", "50");
  const large = figuresOf<DaemonFigures>("serve.ts", "10000");
  const measured = `${small.resident.toFixed(0)} and ${large.resident.toFixed(0)} MiB`;
  rows.push({
    figure: "RSS of `serve` at 50 and 10,000 users",
    measured,
    must: "110 and 180 MiB",
    aim: "80 and 150 MiB",
  });
  const took: number[] = [];
  for (let run = 0; run < 200; run++) {
    const started = performance.now();
    await sampleMachine("/");
    if (run >= 100) took.push(performance.now() - started);
  }
  rows.push({
    figure: "a sample of the machine; child processes",
    measured: `${median(took).toFixed(2)} ms; ${Math.max(small.children, large.children)}`,
    must: "2 ms; 0",
    aim: "0.5 ms; 0",
  });
}

function printTable(): void {
  const table = [{ figure: "figure", measured: "measured", must: "must", aim: "aim" }, ...rows];
  for (const { figure, measured, must, aim } of table)
    console.log(`${figure.padEnd(50)}  ${measured.padEnd(36)}  ${must.padEnd(16)}  ${aim}`);
}
