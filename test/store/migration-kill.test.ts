import { Database as Sqlite } from "bun:sqlite";
import { afterAll, beforeAll, expect, test } from "bun:test";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MIGRATIONS } from "../../src/store/migrations.ts";
import { openDatabase } from "../../src/store/open.ts";
import { leaks } from "../oracle/compare.ts";
import { dumpBooks } from "../support/dump.ts";
import { ROOT, start } from "../support/process.ts";
import { patience } from "./drivers.ts";
import { moved, NOON, poller } from "./poller.ts";

let root = "";

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "ovpnstats-migration-"));
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A folder for the database of one trial. */
function folderOf(trial: string): { readonly folder: string; readonly path: string } {
  const folder = join(root, trial);
  mkdirSync(folder);
  return { folder, path: join(folder, "connection.db") };
}

/** A program that makes a new database at a path, and says so before it does. */
function opener(path: string): readonly string[] {
  const code = `
    const { openDatabase } = await import(${JSON.stringify(join(ROOT, "src/store/open.ts"))});
    await import("@libsql/client/sqlite3");
    console.log("opening");
    const patience = { monotonic: () => 0, sleep: async () => {}, limit: 1 };
    await openDatabase({ kind: "file", path: ${JSON.stringify(path)} }, { patience });`;
  return [process.execPath, "-e", code];
}

/** The schema's objects, as another SQLite reads them; without those that SQLite makes for itself. */
function schemaOf(path: string): { readonly marks: number; readonly objects: readonly string[] } {
  using sqlite = new Sqlite(path);
  const all = sqlite
    .query("SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name")
    .values()
    .map(([name, sql]) => `${name}: ${sql}`);
  const isMarked = all.some((object) => object.startsWith("migrations:"));
  const marks = isMarked ? Number(sqlite.query("SELECT count(*) FROM migrations").values()[0]?.[0]) : 0;
  return { marks, objects: all.filter((object) => !object.startsWith("migrations:")) };
}

/** What the first so many migrations make. */
function schemaAfter(migrations: number): readonly string[] {
  const path = join(root, `${crypto.randomUUID()}.db`);
  {
    using sqlite = new Sqlite(path);
    for (const { statements } of MIGRATIONS.slice(0, migrations)) for (const sql of statements) sqlite.exec(sql);
  }
  return schemaOf(path).objects;
}

/** An older program's database, which has seen the first so many migrations; of none there is no file. */
function makeDatabase(path: string, migrations: number): void {
  if (migrations === 0) return;
  using sqlite = new Sqlite(path);
  sqlite.exec(
    "PRAGMA page_size = 8192; BEGIN; CREATE TABLE migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT",
  );
  for (const [index, { name, statements }] of MIGRATIONS.slice(0, migrations).entries()) {
    for (const sql of statements) sqlite.exec(sql);
    sqlite.query("INSERT INTO migrations (number, name) VALUES (?, ?)").run(index + 1, name);
  }
  sqlite.exec("COMMIT");
}

/** The old schema and the new, by how many migrations they have seen. */
const schemasFrom = (old: number) =>
  new Map([old, MIGRATIONS.length].map((migrations) => [migrations, schemaAfter(migrations)]));

/** What is wrong with a database whose opening was cut off. */
async function wrongWith({ folder, path }: ReturnType<typeof folderOf>, schemas: ReturnType<typeof schemasFrom>) {
  // Looked at in a copy, for looking alone already rolls a journal back.
  cpSync(folder, `${folder}-copy`, { recursive: true });
  const { marks, objects } = schemaOf(join(`${folder}-copy`, "connection.db"));
  const isOneOfThem = Bun.deepEquals(objects, schemas.get(marks));
  const database = await openDatabase({ kind: "file", path }, { patience });
  await poller(database).poll(NOON, [moved("alice", 10)]);
  const dump = await dumpBooks(database.client);
  const integrity = (await database.client.execute("PRAGMA integrity_check")).rows[0]?.[0];
  database.close();
  const works = leaks(dump).length === 0 && dump.buckets.total[0]?.received === 10n && integrity === "ok";
  const whole = Bun.deepEquals(schemaOf(path).objects, schemas.get(MIGRATIONS.length));
  return { marks, fault: isOneOfThem && works && whole ? undefined : { objects, works, whole } };
}

/** Every write of the opening, counted by what it does: `pwrite64` 1 to 37, … */
async function writesOfOpening(strace: string, old: number): Promise<readonly (readonly [string, number])[]> {
  const { path, folder } = folderOf(`counted-${old}`);
  makeDatabase(path, old);
  const log = join(folder, "log");
  await start([strace, ...TRACED(path), "--output", log, ...opener(path)]).ended;
  const calls = [...readFileSync(log, "utf8").matchAll(/^\d+ +(\w+)\(/gm)].map(([, call = ""]) => call);
  const seen = new Map<string, number>();
  return calls.map((call) => {
    seen.set(call, 1 + (seen.get(call) ?? 0));
    return [call, seen.get(call) ?? 0];
  });
}

const CALLS = "openat,pwrite64,fsync,fdatasync,ftruncate,unlink";
const TRACED = (path: string) =>
  ["--follow-forks", `--trace=${CALLS}`, path, `${path}-journal`].flatMap((word) =>
    word.startsWith("/") ? ["--trace-path", word] : [word],
  );
const strace = Bun.which("strace");
const PARALLEL = 4;

test.skipIf(strace === null).each([0, 1, 4])(
  "openDatabase() killed at each write of its migrations after the first %d leaves the old schema or the new (F36)",
  async (old) => {
    const schemas = schemasFrom(old);
    const writes = await writesOfOpening(strace ?? "", old);
    expect(writes.length).toBeGreaterThan(20);
    const waiting = [...writes];
    const met = new Set<number>();
    const trial = async ([call, nth]: readonly [string, number]) => {
      const place = folderOf(`${old}-${call}-${nth}`);
      makeDatabase(place.path, old);
      const inject = `--inject=${call}:signal=KILL:when=${nth}`;
      const { signal } = await start([
        strace ?? "",
        ...TRACED(place.path),
        "--output",
        "/dev/null",
        inject,
        ...opener(place.path),
      ]).ended;
      expect({ call, nth, signal }).toEqual({ call, nth, signal: "SIGKILL" });
      const { marks, fault } = await wrongWith(place, schemas);
      met.add(marks);
      expect({ call, nth, fault }).toEqual({ call, nth, fault: undefined });
    };
    await Promise.all(
      Array.from({ length: PARALLEL }, async () => {
        for (let next = waiting.shift(); next; next = waiting.shift()) await trial(next);
      }),
    );
    expect(met).toEqual(new Set(schemas.keys()));
  },
  300_000,
);

/** Where each write can be met, these only meet what lies between; else they are all there is. */
const MOMENTS = strace === null ? 60 : 24;

test("openDatabase() killed at any moment of its migrations leaves the old schema or the new (F36)", async () => {
  const schemas = schemasFrom(0);
  const opening = async (path: string) => {
    const { child, ended } = start(opener(path));
    await new Promise((resolve) => child.stdout?.once("data", resolve));
    return { child, ended, since: performance.now() };
  };
  const undisturbed = await opening(folderOf("undisturbed").path);
  await undisturbed.ended;
  const duration = performance.now() - undisturbed.since;
  for (let moment = 0; moment < MOMENTS; moment++) {
    const place = folderOf(`moment-${moment}`);
    const { child, ended, since } = await opening(place.path);
    // A timer is not exact enough for moments that lie this close.
    while (performance.now() - since < (moment / MOMENTS) * duration);
    child.kill("SIGKILL");
    await ended;
    const { fault } = await wrongWith(place, schemas);
    expect({ moment, fault }).toEqual({ moment, fault: undefined });
  }
}, 300_000);
