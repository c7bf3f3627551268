import { Database as Sqlite } from "bun:sqlite";
import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import {
  chmodSync,
  chownSync,
  closeSync,
  copyFileSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { AppError } from "../../src/errors.ts";
import { openDatabase } from "../../src/store/open.ts";
import { FROM_SOURCES, freePort, start } from "../support/process.ts";
import { patience } from "./drivers.ts";
import { ODD_FILES } from "./odd-files.ts";
import { moved, NOON, poller } from "./poller.ts";

let root = "";
/** A database of ours, closed. */
let good = "";
/** Where the database of this test is to be. */
let path = "";
let count = 0;

const isRoot = process.getuid?.() === 0;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "ovpnstats-open-"));
  good = join(root, "good.db");
  const database = await openDatabase({ kind: "file", path: good }, { patience });
  await poller(database).poll(NOON, [moved("alice", 10)]);
  database.close();
});

beforeEach(() => {
  const folder = join(root, `${count++}`);
  mkdirSync(folder);
  path = join(folder, "connection.db");
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

const open = (readOnly = false) => openDatabase({ kind: "file", path }, { patience, readOnly });

/** The message with which the database is refused. */
async function refusal(readOnly = false): Promise<string> {
  const error = await open(readOnly).then(
    () => "it was opened",
    (error: unknown) => error,
  );
  if (error instanceof AppError && error.code === "database") return error.message;
  throw new Error(`expected to be refused, but ${error}`);
}

/** All that stands in the database's directory; of a WAL database not the files beside it, which reading makes. */
function contents(): unknown {
  const folder = dirname(path);
  if (!statSync(folder).isDirectory()) return statSync(folder).ino;
  return readdirSync(folder)
    .filter((name) => !/-(?:wal|shm)$/.test(name))
    .map((name) => [name, bytesOf(join(folder, name))]);
}

function bytesOf(file: string): string | number {
  const stats = lstatSync(file);
  return stats.isFile() ? readFileSync(file, "base64") : stats.mode;
}

test.each(ODD_FILES.map((odd) => [odd.title, odd] as const))(
  "openDatabase() refuses %s and leaves it as it is, once ends with status 3 (F32, F34)",
  async (_, { prepare, says }) => {
    prepare(path, good);
    const before = contents();
    for (const readOnly of [false, true]) {
      const message = await refusal(readOnly);
      expect(message).toContain(path);
      expect(message).toMatch(says);
    }
    const { status, out, err } = await once();
    expect(err).toStartWith("ovpnstats: Cannot ");
    expect(err).toContain(path);
    expect(err).toMatch(says);
    expect({ status, out, lines: err.trimEnd().split("\n").length }).toEqual({ status: 3, out: "", lines: 1 });
    expect(contents()).toEqual(before);
  },
);

const once = (...wrap: string[]) =>
  start([...wrap, ...FROM_SOURCES, "once", "--db-file-location", dirname(path), "--input-file-name", "/nonexistent"])
    .ended;

test("openDatabase() makes the directory, for its user alone", async () => {
  path = join(path, "a", "b", "connection.db");
  (await open()).close();
  expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
  expect(readdirSync(dirname(path))).toContain("connection.db");
});

test("openDatabase() takes an empty file for a new database", async () => {
  await Bun.write(path, "");
  const database = await open();
  await poller(database).poll(NOON, [moved("alice", 10)]);
  database.close();
});

test("openDatabase() makes nothing where books are to be read that are not there (F32)", async () => {
  expect(await refusal(true)).toMatch(/there is no database yet; run "ovpnstats once" first/);
  expect(readdirSync(dirname(path))).toEqual([]);
  await Bun.write(path, "");
  expect(await refusal(true)).toMatch(/run "ovpnstats once" first/);
  expect(contents()).toEqual([["connection.db", ""]]);
});

test("openDatabase() takes a database of ours out of WAL mode, with what stood in the WAL alone (F35)", async () => {
  const elsewhere = join(root, "wal.db");
  copyFileSync(good, elsewhere);
  const other = new Sqlite(elsewhere);
  other.exec("PRAGMA journal_mode = WAL; INSERT INTO settings (name, value) VALUES ('in', 'the WAL')");
  // As if the other program had been killed here.
  for (const end of ["", "-wal"]) copyFileSync(elsewhere + end, path + end);
  other.close();
  const database = await open();
  const { rows } = await database.client.execute("SELECT value FROM settings WHERE name = 'in'");
  expect(rows[0]?.[0]).toBe("the WAL");
  expect((await database.client.execute("PRAGMA journal_mode")).rows[0]?.[0]).toBe("persist");
  database.close();
  expect(readdirSync(dirname(path)).sort()).toEqual(["connection.db", "connection.db-journal"]);
});

test("openDatabase() has SQLite undo what a killed process left halfway before it judges the file (F26)", async () => {
  const elsewhere = join(root, "halfway.db");
  copyFileSync(good, elsewhere);
  const other = new Sqlite(elsewhere);
  other.exec("PRAGMA cache_spill = 1; PRAGMA cache_size = 5; BEGIN; CREATE TABLE bulk (bytes BLOB)");
  other.exec(`INSERT INTO bulk SELECT zeroblob(9000) FROM ${"migrations, ".repeat(2)}migrations`);
  for (const end of ["", "-journal"]) copyFileSync(elsewhere + end, path + end);
  other.close();
  const file = openSync(path, "r+");
  writeSync(file, "half a page that is no SQLite's", 0);
  closeSync(file);
  const database = await open();
  const { rows } = await database.client.execute("PRAGMA quick_check");
  expect(rows[0]?.[0]).toBe("ok");
  database.close();
});

test("openDatabase() refuses a database that another process keeps in WAL mode (F35)", async () => {
  copyFileSync(good, path);
  const { child, ended } = start([
    ...[process.execPath, "-e"],
    `const { Database } = require("bun:sqlite");
     const sqlite = new Database(${JSON.stringify(path)});
     sqlite.exec("PRAGMA journal_mode = WAL; DELETE FROM settings");
     console.log("ready");
     setInterval(() => sqlite, 1000);`,
  ]);
  await new Promise((resolve) => child.stdout?.once("data", resolve));
  const hurried = { patience: { ...patience, limit: 50 } };
  const error = await openDatabase({ kind: "file", path }, hurried).catch((error: unknown) => error);
  child.kill("SIGKILL");
  await ended;
  expect(error).toMatchObject({
    code: "database",
    message: expect.stringMatching(/another program has been holding it/),
  });
  (await open()).close();
});

test("openDatabase() names the server that does not answer", async () => {
  const url = `http://127.0.0.1:${await freePort()}`;
  const zone = { timeZone: "UTC", monthStartsOn: 1 };
  const error = await openDatabase({ kind: "remote", url, authToken: "secret", zone }, { patience }).catch(
    (error: unknown) => error,
  );
  expect(error).toMatchObject({
    code: "database",
    message: expect.stringContaining(`Cannot use the database ${url}: `),
  });
  expect(String(error)).not.toContain("secret");
});

/** Whoever runs this, as one who may do only what the files' modes allow. */
const ORDINARY = isRoot ? ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"] : [];
const OTHER_USER = 65_534;

/** Files that this user may not use, and who must be root to make them so. */
const FORBIDDEN = [
  [
    "a file that may not be written",
    false,
    () => chmodSync(path, 0o400),
    /Cannot write .+: this user may not write it/,
  ],
  ["a file that may not be read", false, () => chmodSync(path, 0o200), /EACCES.+; change its owner or mode/],
  [
    "a directory that may not be written",
    false,
    () => chmodSync(dirname(path), 0o500),
    /Cannot write .+; change its owner/,
  ],
  ["a directory that may not be entered", false, () => chmodSync(dirname(path), 0o600), /EACCES.+; change its owner/],
  [
    "another user's file",
    true,
    () => chownSync(path, OTHER_USER, OTHER_USER),
    /Cannot write .+; change its owner or mode/,
  ],
  [
    "another user's directory",
    true,
    () => chownSync(dirname(path), OTHER_USER, OTHER_USER),
    /Cannot write .+; change its owner/,
  ],
] as const;

test.each(FORBIDDEN.filter(([, needsRoot]) => isRoot || !needsRoot))(
  "openDatabase() says what to do about %s (F34)",
  async (_, __, forbid, says) => {
    copyFileSync(good, path);
    chmodSync(path, 0o600);
    const before = contents();
    forbid();
    const { status, err } = await once(...ORDINARY);
    chmodSync(dirname(path), 0o700);
    expect(err).toMatch(says);
    expect(err).toContain(dirname(path));
    expect(status).toBe(3);
    expect(contents()).toEqual(before);
  },
);

test.if(isRoot)("openDatabase() says that a file system is read-only (F34)", async () => {
  copyFileSync(good, path);
  const folder = dirname(path);
  const mount = `mount --bind ${folder} ${folder} && mount -o remount,bind,ro ${folder} && exec "$@"`;
  const { status, err } = await once("unshare", "--mount", "sh", "-c", mount, "sh");
  expect(err).toMatch(/Cannot write .+connection\.db: its file system is read-only; .*set db_file_location/);
  expect(status).toBe(3);
});

test.each([
  ["a directory that cannot be made", "/proc/books/connection.db", /^Cannot create the directory .+: ENOENT: .+; set /],
  ["a directory that is a file", "/etc/passwd/connection.db", /: ENOTDIR: .+; set db_file_location$/],
  ["a name that is too long", `/tmp/${"x".repeat(300)}`, /: ENAMETOOLONG: .+; set db_file_name$/],
  [
    "a name that leaves no room for a journal's",
    `/tmp/${"x".repeat(250)}`,
    /SQLITE_CANTOPEN: .+; see that its directory takes new files/,
  ],
])("openDatabase() says what to do about %s", async (_, file, says) => {
  expect(openDatabase({ kind: "file", path: file }, { patience })).rejects.toThrow(says);
});
