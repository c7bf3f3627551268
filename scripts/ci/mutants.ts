/**
 * Can the tests see? Deliberate faults are put into src/account and src/store, one at a time in a copy of the
 * checkout, and each must turn at least one test red. Prints the table and closes with a count.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

interface Mutant {
  readonly fault: string;
  readonly file: string;
  readonly find: string;
  readonly put: string;
}

const MUTANTS: readonly Mutant[] = [
  {
    fault: "off by one: a share reaches one second too far",
    file: "src/account/spread.ts",
    find: "const passed = BigInt(until - interval.start);",
    put: "const passed = BigInt(until - interval.start + 1);",
  },
  {
    fault: "off by one: 13 buckets are spread over",
    file: "src/account/spread.ts",
    find: "five_minutes: 12,",
    put: "five_minutes: 13,",
  },
  {
    fault: "a forgotten direction",
    file: "src/account/credit.ts",
    find: "bytesSent: after.bytesSent - before.bytesSent }",
    put: "bytesSent: 0n * (after.bytesSent - before.bytesSent) }",
  },
  {
    fault: "the wrong bucket for an interval of no length",
    file: "src/account/spread.ts",
    find: "calendar.bucket(resolution, end).start, until: end }",
    put: "calendar.bucket(resolution, start).start, until: end }",
  },
  {
    fault: "a credit on a fall: the lower counter becomes the mark",
    file: "src/account/sight.ts",
    find: "const marks = fell ? highWater(before, row) : row;",
    put: "const marks = row;",
  },
  {
    fault: "a lost retry: our own commit is taken for another's",
    file: "src/store/commit.ts",
    find: 'return winner === options.id ? "committed" : "overtaken";',
    put: 'return winner === options.id ? "overtaken" : "committed";',
  },
  {
    fault: "one missing snapshot ends a connection",
    file: "src/account/sight.ts",
    find: "const MISSING_ENDS_AFTER = 2;",
    put: "const MISSING_ENDS_AFTER = 1;",
  },
  {
    fault: "a stale snapshot counts as fresh",
    file: "src/account/reconcile.ts",
    find: "(advanced && !snapshot.stale ? 1 : 0)",
    put: "(advanced ? 1 : 0)",
  },
  {
    fault: "a client id is taken for the whole identity",
    file: "src/account/identity.ts",
    find: "? connectedSince * 2 ** 21 + clientId",
    put: "? clientId",
  },
  {
    fault: "a float in version 1 opens another connection",
    file: "src/account/identity.ts",
    find: "if (row) pairs.push({ connection, row });",
    put: "if (row && row.clientId !== undefined) pairs.push({ connection, row });",
  },
  {
    fault: "held bytes are credited from the last sight on only",
    file: "src/account/sight.ts",
    find: "const bytes = held ? marks : increase(before, marks);",
    put: "const bytes = increase(before, marks);",
  },
  {
    fault: "a failed login becomes a user",
    file: "src/account/sight.ts",
    find: "const AUTHENTICATED_AFTER_SECONDS = 120;",
    put: "const AUTHENTICATED_AFTER_SECONDS = -1;",
  },
  {
    fault: "a snapshot revives what a hook ended",
    file: "src/account/reconcile.ts",
    find: 'if (connection.facts.end?.kind !== "exact") all.push(',
    put: "all.push(",
  },
  {
    fault: "the clock's steps are not seen",
    file: "src/account/clock.ts",
    find: "return Math.abs(step) > CLOCK_STEP_SECONDS ? step : 0;",
    put: "return 0 * step;",
  },
  {
    fault: "a repeat is counted as news",
    file: "src/account/reconcile.ts",
    find: "return books.at === snapshot.at && books.contentHash === snapshot.contentHash;",
    put: "return books.at === snapshot.at && books.contentHash === undefined;",
  },
  {
    fault: "cleaning loses the bytes of the buckets it deletes",
    file: "src/store/retention.ts",
    find: "{ sql: RETIRE[resolution], args },",
    put: "",
  },
  {
    fault: "cleaning leaves no tombstones",
    file: "src/store/retention.ts",
    find: "{ sql: BURY_CONNECTIONS, args: [ended, BigInt(now)] },",
    put: "",
  },
  {
    fault: "a bucket is replaced instead of added to",
    file: "src/store/capped-sum.ts",
    find: 'addTo("bytes_sent")',
    put: '"bytes_sent = excluded.bytes_sent"',
  },
  {
    fault: "tombstones are not looked up again",
    file: "src/store/connections.ts",
    find: "WHERE t.server = ?1 AND (",
    put: "WHERE t.server = -1 AND (",
  },
  {
    fault: "an interval between observations is remembered twice",
    file: "src/account/reconcile.ts",
    find: "[...books.intervals, gap].slice(-REMEMBERED_INTERVALS)",
    put: "[...books.intervals, gap, gap].slice(-REMEMBERED_INTERVALS)",
  },
];

const ROOT = resolve(import.meta.dir, "../..");
const copy = mkdtempSync(join(tmpdir(), "ovpnstats-mutants-"));
for (const name of ["src", "views", "test", "scripts", "package.json", "tsconfig.json", "bunfig.toml"])
  cpSync(join(ROOT, name), join(copy, name), { recursive: true });
symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));

let seen = 0;
try {
  const red = redTest();
  if (red !== undefined) throw new Error(`a test is red without any fault: ${red}`);
  for (const mutant of MUTANTS) {
    const red = tryOut(mutant);
    if (red !== undefined) seen++;
    console.log(`${red === undefined ? "NOT SEEN" : "seen    "}  ${mutant.fault.padEnd(62)}  ${red ?? ""}`);
  }
} finally {
  rmSync(copy, { recursive: true });
}
console.log(`${seen} passed, ${MUTANTS.length - seen} failed`);
process.exitCode = seen === MUTANTS.length ? 0 : 1;

/** The first red test with the fault in place. */
function tryOut({ file, find, put }: Mutant): string | undefined {
  const path = join(copy, file);
  const text = readFileSync(path, "utf8");
  if (text.split(find).length !== 2) throw new Error(`${file} does not have exactly once: ${find}`);
  writeFileSync(
    path,
    text.replace(find, () => put),
  );
  try {
    return redTest();
  } finally {
    writeFileSync(path, text);
  }
}

function redTest(): string | undefined {
  const store = ["books", "commit", "retention", "summary"].map((name) => `test/store/${name}.test.ts`);
  const tests = ["test/account", ...store, "test/captures.test.ts", "test/oracle/oracle.test.ts"];
  const { status, stdout, stderr } = spawnSync("bun", ["test", "--bail", "--timeout", "60000", ...tests], {
    cwd: copy,
    encoding: "utf8",
    env: { ...process.env, OVPNSTATS_HISTORIES: "400", CI: "" },
  });
  if (status === 0) return undefined;
  const output = `${stdout}${stderr}`;
  return /^\(fail\) (.*?)(?: \[[\d.]+ms\])?$/m.exec(output)?.[1]?.slice(0, 80) ?? output.trim().split("\n").at(-1);
}
