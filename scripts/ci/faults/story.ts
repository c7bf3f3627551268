import { SQLiteError } from "bun:sqlite";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "../../../src/errors.ts";
import { auditBooks } from "../../../src/store/audit.ts";
import { withDatabase } from "../../../src/store/open.ts";
import { audit } from "../../../test/store/audit.ts";
import { type MovingServer, startMovingServer } from "../../../test/store/moving-server.ts";
import { type Ended, start } from "../../../test/support/process.ts";
import { ageLeftovers, FLAGS, isAmidTransaction, makeCleaningDue, PLACE } from "./books.ts";
import { type Disturbed, disturb, type Point, pathsOf } from "./strace.ts";

/** What a poll finds, and by what its calls are disturbed. */
export interface Story {
  readonly title: string;
  /** Whether there may be no books yet when a poll was cut short. */
  readonly isBeginning?: boolean;
  /** Whether each of its calls is disturbed in CI, too. */
  readonly isWhole?: boolean;
  /** Makes the books that each trial begins with; the status has moved on since. */
  prepare(stage: Stage): Promise<void>;
}

/** An OpenVPN, and the books that were kept of it so far. */
export interface Stage {
  readonly server: MovingServer;
  /** The books that each trial begins with a copy of. */
  readonly base: string;
  /** The words that run a command of ovpnstats on the books in a directory. */
  words(command: string, books: string): readonly string[];
  run(command: string, books: string): Promise<Ended>;
  /** Runs `once` on the books in a directory with one of its calls on them gone wrong. */
  disturb(books: string, point: Point): Promise<Disturbed>;
  copy(): string;
  remove(): void;
}

/** A stage without books yet; the seed tells what the server does. */
export function makeStage(program: readonly string[], seed: number): Stage {
  const folder = mkdtempSync(join(PLACE, "ovpnstats-syscalls-"));
  const base = join(folder, "base");
  const server = startMovingServer(seed, Math.floor(Date.now() / 1000));
  mkdirSync(base);
  server.move();
  let copies = 0;
  const words = (command: string, books: string) => [
    ...[...program, command, "--db-file-location", books, "--input-file-name", server.statusFile],
    ...FLAGS,
  ];
  return {
    ...{ server, base, words },
    run: (command, books) => start(words(command, books)).ended,
    disturb: (books, point) => disturb(words("once", books), pathsOf(books), point),
    copy() {
      const books = join(folder, String(++copies));
      cpSync(base, books, { recursive: true });
      return books;
    },
    remove() {
      server.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const STORIES: readonly Story[] = [
  {
    title: "a poll that cleans, too",
    isWhole: true,
    async prepare({ server, base, run }) {
      for (let move = 0; move < 5; move++) {
        await run("once", base);
        server.acknowledge(server.version());
        server.move();
      }
      makeCleaningDue(base);
    },
  },
  { title: "the first poll", isBeginning: true, prepare: async () => {} },
  {
    title: "a poll after a kill amid a transaction",
    async prepare(stage) {
      const { server, base, run } = stage;
      await run("once", base);
      server.acknowledge(server.version());
      server.move();
      // The later, the more has to be undone.
      let hot: string | undefined;
      for (let number = 1; ; number++) {
        const books = stage.copy();
        const { isHit } = await stage.disturb(books, { call: "fsync", fault: "KILL", number });
        if (!isHit) break;
        if (isAmidTransaction(books)) hot = books;
      }
      if (hot === undefined) throw new Error("no kill met a transaction");
      cpSync(hot, base, { recursive: true });
      ageLeftovers(base);
    },
  },
];

/** What is wrong after one call of a poll went wrong; undefined when the poll makes fewer calls. */
export async function problemsOf(stage: Stage, story: Story, point: Point): Promise<readonly string[] | undefined> {
  const books = stage.copy();
  try {
    const ended = await stage.disturb(books, point);
    const problems = point.fault === "KILL" && ended.isHit ? [] : [...endProblems(ended)];
    if (!ended.isHit) return problems.length > 0 ? problems : undefined;
    problems.push(...(await checkProblems(books, story.isBeginning)));
    ageLeftovers(books);
    const { status, err } = await stage.run("once", books);
    if (status !== 0 || err !== "") problems.push(`the next poll: exit status ${status}: ${err.trimEnd()}`);
    problems.push(...auditOf(books, stage.server));
    problems.push(...(await checkProblems(books)));
    return problems;
  } finally {
    rmSync(books, { recursive: true });
  }
}

function auditOf(books: string, server: MovingServer): readonly string[] {
  try {
    return audit(join(books, "connection.db"), server.truth());
  } catch (error) {
    if (error instanceof SQLiteError) return [`by another SQLite: ${error.message}`];
    throw error;
  }
}

/** A poll goes on in spite of a fault, or says in one line what is wrong. */
function* endProblems({ status, signal, err }: Ended): Iterable<string> {
  if (status !== 0 && status !== 1 && status !== 3) yield `exit status ${status}, signal ${signal}: ${err.trimEnd()}`;
  else if (status !== 0 && !/^(ovpnstats: |\S+ error )Cannot [^\n]*\n$/.test(err)) yield `it says: ${err.trimEnd()}`;
}

/** What `check` finds, in this process: to start one takes longer than to look. */
async function checkProblems(books: string, isBeginning = false): Promise<readonly string[]> {
  const location = { kind: "file", path: join(books, "connection.db") } as const;
  const patience = { monotonic: () => performance.now(), sleep: (ms: number) => Bun.sleep(ms), limit: 5000 };
  try {
    const { faults, differences } = await withDatabase(location, { patience, readOnly: true }, auditBooks);
    return [...faults, ...differences.map((difference) => Bun.inspect(difference))].map((found) => `check: ${found}`);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const isNotBegun = isBeginning && error.message.includes('run "ovpnstats once" first');
    return isNotBegun ? [] : [`check: ${error.message}`];
  }
}
