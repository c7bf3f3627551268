import { Database as Sqlite } from "bun:sqlite";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** What stands where the database is to be: `prepare` puts it at a path; `good` is a database of ours. */
export interface OddFile {
  readonly title: string;
  readonly prepare: (path: string, good: string) => void;
  /** What the refusal must say; the path it says in any case. */
  readonly says: RegExp;
}

const HEADER = "SQLite format 3\0";
const PAGE = 8192;

/** What another program keeps there. */
function foreign(...statements: string[]): OddFile["prepare"] {
  return (path) => {
    using sqlite = new Sqlite(path);
    sqlite.exec(statements.join(";"));
  };
}

/** Our database after somebody else was at it. */
function meddled(...statements: string[]): OddFile["prepare"] {
  return (path, good) => {
    copyFileSync(good, path);
    foreign(...statements)(path, good);
  };
}

function damaged(damage: (bytes: Buffer) => Buffer): OddFile["prepare"] {
  return (path, good) => writeFileSync(path, damage(readFileSync(good)));
}

const NOTES = "CREATE TABLE notes (note TEXT)";
const NEWER = "INSERT INTO migrations (number, name) VALUES (1000, 'of years to come')";
const WAL = "PRAGMA journal_mode = WAL";

const OTHER_KIND = /it is another kind of file; set db_file_name/;
const NOT_REGULAR = /it is not a regular file/;
const RESTORE = /restore it from a backup, or set db_file_name/;
const ANOTHERS = /it belongs to another program \(its tables are .+\); set db_file_name/;
const NEWER_SCHEMA = /its schema is version \d+ and this program knows \d+; install a newer ovpnstats/;

export const ODD_FILES: readonly OddFile[] = [
  { title: "a text", prepare: (path) => writeFileSync(path, "[Unit]\nDescription=x\n"), says: OTHER_KIND },
  {
    title: "random bytes",
    prepare: (path) => writeFileSync(path, crypto.getRandomValues(new Uint8Array(3 * PAGE))),
    says: OTHER_KIND,
  },
  {
    title: "a database cut within its first words",
    prepare: damaged((bytes) => bytes.subarray(0, 10)),
    says: OTHER_KIND,
  },
  { title: "a database's first words alone", prepare: (path) => writeFileSync(path, HEADER), says: RESTORE },
  { title: "a database cut within its first page", prepare: damaged((bytes) => bytes.subarray(0, 700)), says: RESTORE },
  {
    title: "the first half of a database",
    prepare: damaged((bytes) => bytes.subarray(0, bytes.length >> 1)),
    says: RESTORE,
  },
  {
    title: "a database without its last page",
    prepare: damaged((bytes) => bytes.subarray(0, bytes.length - PAGE)),
    says: RESTORE,
  },
  {
    title: "a database with a damaged schema",
    prepare: damaged((bytes) => bytes.fill(0xab, 100, PAGE)),
    says: RESTORE,
  },
  {
    title: "random bytes behind a database's first words",
    prepare: (path) => writeFileSync(path, Buffer.concat([Buffer.from(HEADER), Buffer.alloc(2 * PAGE, 0xab)])),
    says: RESTORE,
  },
  { title: "a directory", prepare: (path) => mkdirSync(path), says: NOT_REGULAR },
  { title: "a FIFO", prepare: (path) => execFileSync("mkfifo", [path]), says: NOT_REGULAR },
  { title: "a device", prepare: (path) => symlinkSync("/dev/null", path), says: NOT_REGULAR },
  { title: "a circle of links", prepare: (path) => symlinkSync(path, path), says: /ELOOP/ },
  {
    title: "a file where its directory should be",
    prepare: (path) => {
      rmSync(dirname(path), { recursive: true });
      writeFileSync(dirname(path), "");
    },
    says: /ENOTDIR/,
  },
  { title: "another program's database", prepare: foreign(NOTES), says: ANOTHERS },
  {
    title: "the database of the Python program of this purpose",
    prepare: foreign(
      "CREATE TABLE connections (common_name TEXT, connected_since DATETIME)",
      "CREATE TABLE ips (id INTEGER PRIMARY KEY AUTOINCREMENT, ip TEXT)",
      "CREATE TABLE system_resources (table_updated DATETIME)",
      "INSERT INTO ips (ip) VALUES ('10.0.0.1')",
    ),
    says: ANOTHERS,
  },
  {
    title: "another program's database with migrations of its own",
    prepare: foreign(
      NOTES,
      "CREATE TABLE migrations (number INTEGER PRIMARY KEY, name TEXT)",
      "INSERT INTO migrations (name) VALUES ('init')",
    ),
    says: ANOTHERS,
  },
  {
    title: "another program's database with migrations of another kind",
    prepare: foreign("CREATE TABLE migrations (version TEXT)", NOTES),
    says: ANOTHERS,
  },
  { title: "another program's database in WAL mode (F35)", prepare: foreign(WAL, NOTES), says: ANOTHERS },
  { title: "a database of a newer schema", prepare: meddled(NEWER), says: NEWER_SCHEMA },
  { title: "a database of a newer schema in WAL mode (F35)", prepare: meddled(NEWER, WAL), says: NEWER_SCHEMA },
];
