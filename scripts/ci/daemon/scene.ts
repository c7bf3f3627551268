import { SQLiteError } from "bun:sqlite";
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { audit } from "../../../test/store/audit.ts";
import { type MovingServer, startMovingServer } from "../../../test/store/moving-server.ts";
import { until } from "./trial.ts";

/** Memory where it can be had as a file system: what is tried is not how fast a disk is. */
const PLACE = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

const NOBODY = 65_534;

/** One machine: an OpenVPN whose status moves on when told, and a place for the books. */
export interface Scene {
  readonly folder: string;
  /** Where the books are kept, and nothing else. */
  readonly state: string;
  readonly database: string;
  /** The path of the status as it is configured: a link that can be made to lead elsewhere. */
  readonly status: string;
  readonly server: MovingServer;
  readonly flags: readonly string[];
  /** Makes a path the daemon's user's. */
  own(path: string): void;
  /** What makes a command the daemon's unprivileged user's, where we are root. */
  readonly asNobody: readonly string[];
  /** Lets the status lead to a path, or to OpenVPN's own file. */
  lead(path?: string): void;
  /** Lets the status move on and waits until the daemon has read it. */
  moveAndBeRead(): Promise<void>;
  /** Waits until the books are the truth to the byte. */
  untilExact(seconds: number): Promise<void>;
  /** What is wrong with the books. */
  problems(): readonly string[];
  remove(): void;
}

/** A scene in a directory of its own; the seed tells which versions of status there are, and what clients do. */
export function makeScene(seed: number): Scene {
  const folder = mkdtempSync(join(PLACE, "ovpnstats-daemon-"));
  const [state, status] = [join(folder, "state"), join(folder, "status.log")];
  const database = join(state, "connection.db");
  mkdirSync(state);
  const server = startMovingServer(seed, Math.floor(Date.now() / 1000));
  const isRoot = process.getuid?.() === 0;
  for (const directory of [folder, state, server.folder]) chmodSync(directory, 0o755);
  const own = (path: string) => {
    if (isRoot) chownSync(path, NOBODY, NOBODY);
  };
  own(folder);
  own(state);
  symlinkSync(server.statusFile, status);
  server.move();
  const problems = () => auditOf(database, server);
  return {
    ...{ folder, state, database, status, server, problems, own },
    flags: [
      ...["--db-file-location", state, "--input-file-name", status, "--input-file-parse-interval", "1s"],
      // The server's time is days ago, so that hours can pass in a second; that is not to count as stale.
      ...["--status-interval", "1 day", "--output-file-write-interval", "1s", "--sys-update-interval", "2s"],
    ],
    asNobody: isRoot ? ["setpriv", "--reuid", `${NOBODY}`, "--regid", `${NOBODY}`, "--clear-groups"] : [],
    lead(path = server.statusFile) {
      rmSync(status, { recursive: true, force: true });
      symlinkSync(path, status);
    },
    async moveAndBeRead() {
      server.move();
      const version = server.version();
      await until("the status is read", { seconds: 15, every: 0.02 }, () => isRead(server.statusFile));
      server.acknowledge(version);
    },
    async untilExact(seconds) {
      await until("the books are exact", { seconds, every: 0.25 }, () => {
        const found = problems();
        return found.length === 0 ? undefined : found.slice(0, 8).join("\n");
      });
      server.acknowledge(server.version());
    },
    remove() {
      server.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What is wrong now; files just being written, or left by a process that was killed, are nobody's loss. */
function auditOf(database: string, server: MovingServer): readonly string[] {
  try {
    return audit(database, server.truth()).filter((line) => !line.startsWith("left behind: .ovpnstats-"));
  } catch (error) {
    if (error instanceof SQLiteError) return [`${database}: ${error.message}`];
    throw error;
  }
}

/** With relatime the first reading after a change moves a file's time of access; what it was before is its mtime. */
function isRead(path: string): string | undefined {
  const { atimeMs, mtimeMs } = statSync(path);
  return atimeMs > mtimeMs ? undefined : `${path} was not read`;
}
