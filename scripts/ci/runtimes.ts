/**
 * Each status file that a real OpenVPN wrote, read once by the executable alone, outside the checkout, and once by
 * Deno: both must keep the books that scripts/expected-books.py works out, and make the same report of them, byte
 * for byte.
 */
import { Database } from "bun:sqlite";
import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import expected from "../../test/fixtures/expected-books.json" with { type: "json" };

const ROOT = resolve(import.meta.dir, "../..");
const CAPTURES = join(ROOT, "test/fixtures/captures");

const scratch = mkdtempSync(join(tmpdir(), "ovpnstats-runtimes-"));
copyFileSync(join(ROOT, "dist/ovpnstats"), join(scratch, "ovpnstats"));
const EXECUTABLE = [join(scratch, "ovpnstats")];
const DENO = [join(ROOT, "node_modules/.bin/deno"), "run", "--allow-all", join(ROOT, "src/main.ts")];

/** The captures get older, and `once` cleans: everything is kept for as long as can be. */
const KEEPING = ["five-minutes", "hours", "days"].flatMap((name) => [`--retention-${name}`, "100 years"]);

let passed = 0;
const failures: string[] = [];

for (const [path, book] of Object.entries(expected)) {
  const folder = mkdtempSync(join(scratch, "capture-"));
  const file = join(folder, "status.log");
  copyFileSync(join(CAPTURES, path), file);
  utimesSync(file, book.mtime, book.mtime);
  const [executable, deno] = await Promise.all([once(EXECUTABLE, file, "x"), once(DENO, file, "d")]);
  check(
    path,
    "exit status",
    [executable.status, deno.status],
    "refused" in book && book.refused !== "torn" ? [1, 1] : [0, 0],
  );
  check(path, "books of the executable", booksIn(executable.database), booksOf(book));
  check(path, "books of Deno", booksIn(deno.database), booksOf(book));
  const [ours, theirs] = await reportsOfOneSecond(executable.database);
  check(path, "JSON report", theirs, ours);
  rmSync(folder, { recursive: true });
}

rmSync(scratch, { recursive: true });
for (const failure of failures.slice(0, 20)) console.error(failure);
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;

function check(path: string, what: string, found: unknown, wanted: unknown): void {
  if (Bun.deepEquals(found, wanted, true)) passed++;
  else
    failures.push(
      `${path}: ${what}: found ${JSON.stringify(found)?.slice(0, 400)}, wanted ${JSON.stringify(wanted)?.slice(0, 400)}`,
    );
}

async function once(program: readonly string[], file: string, name: string) {
  const directory = join(file, "..", name);
  mkdirSync(directory);
  const { status } = await run([...program, "once", "--quiet", "--input-file-name", file, ...place(directory)]);
  return { status, database: join(directory, "connection.db") };
}

function place(directory: string): string[] {
  const kept = [...KEEPING, "--db-clean-how-many-days-keep-data", "36500"];
  return ["--db-file-location", directory, "--time-zone", "UTC", "--log-level", "error", ...kept];
}

/**
 * The report says when it was written: the two are only alike if that is the same second. Deno's comes much later than
 * it is asked for, so the executable writes some every second meanwhile.
 */
async function reportsOfOneSecond(database: string): Promise<[string, string]> {
  const report = [...["report", "--format", "json"], ...place(join(database, ".."))];
  const second = (json: string) => /"written_at": *(\d+)/.exec(json)?.[1];
  for (let tries = 0; ; tries++) {
    const bySecond = new Map<string | undefined, string>();
    let isOver = false;
    const deno = run([...DENO, ...report]).finally(() => {
      isOver = true;
    });
    while (!isOver) {
      const { output } = await run([...EXECUTABLE, ...report]);
      bySecond.set(second(output), output);
      await Promise.race([deno, Bun.sleep(200)]);
    }
    const theirs = (await deno).output;
    const ours = bySecond.get(second(theirs));
    if (ours !== undefined || tries === 10) return [ours ?? "", theirs];
  }
}

function run([program = "", ...args]: readonly string[]): Promise<{ status: number; output: string }> {
  return new Promise((done, fail) => {
    const child = spawn(program, args, { cwd: scratch, stdio: ["ignore", "pipe", "ignore"] });
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
    });
    child.on("error", fail);
    child.on("close", (status) => done({ status: status ?? 1, output }));
  });
}

type Sums = Record<string, Record<string, string[]>>;

/** Bytes by account and bucket, read with another SQLite than ours. */
function booksIn(path: string): Record<string, Sums> {
  const database = new Database(path, { readonly: true });
  const books: Record<string, Sums> = {};
  for (const table of ["five_minutes", "hour", "day", "month", "year", "total"]) {
    const sums: Sums = {};
    const bucket = table === "total" ? "0" : "bucket";
    const rows = database
      .query<Record<"name" | "bucket" | "received" | "sent", string>, []>(
        `SELECT lower(hex(u.name)) AS name, CAST(${bucket} AS TEXT) AS bucket,
           CAST(bytes_received AS TEXT) AS received, CAST(bytes_sent AS TEXT) AS sent
         FROM traffic_${table} AS t JOIN users AS u ON u.id = t.user`,
      )
      .all();
    for (const { name, bucket: start, received, sent } of rows) {
      if (received === "0" && sent === "0") continue;
      sums[name] = { ...sums[name], [start]: [received, sent] };
    }
    books[table] = sums;
  }
  database.close();
  return books;
}

function booksOf(book: (typeof expected)[keyof typeof expected]): Record<string, Sums> {
  const books: Record<string, Sums> = { five_minutes: {}, hour: {}, day: {}, month: {}, year: {}, total: {} };
  if (!("accounts" in book)) return books;
  for (const [name, account] of Object.entries<Record<string, Record<string, string[]> | string[]>>(book.accounts)) {
    for (const [resolution, sums] of Object.entries(account)) {
      if (Array.isArray(sums)) Object.assign(books.total ?? {}, { [name]: { 0: sums } });
      else if (resolution !== "unplaced" && Object.keys(sums).length > 0)
        Object.assign(books[resolution] ?? {}, { [name]: sums });
    }
  }
  return books;
}
