import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type MovingServer, startMovingServer } from "../../../test/store/moving-server.ts";
import { bookedOn } from "../../../test/support/remote-books.ts";
import { run, type Serving, serve } from "../daemon/serving.ts";
import { until } from "../daemon/trial.ts";

const PLACE = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

/** From the moment that a status was begun to be read until it was looked at whole: some milliseconds. */
const READ_MILLISECONDS = 150;

/** A VPN server and the machine that it runs on, whose ovpnstats keeps its books elsewhere. */
export interface Station {
  readonly name: string;
  readonly server: MovingServer;
  readonly daemon: Serving;
  /** Lets clients come, move and go, each status as soon as the one before was read, until told to stop. */
  live(isOver: () => boolean): Promise<void>;
  /** Runs `once` beside the daemon. */
  once(): Promise<{ readonly status: number | null; readonly err: string }>;
  check(): Promise<string>;
  /** Readings that wait on disk. */
  waiting(): number;
  /** What the books on a server have wrong of it; undefined where they are right to the byte. */
  wrong(url: string): Promise<string | undefined>;
  remove(): Promise<void>;
}

export interface StationOptions {
  readonly name: string;
  readonly seed: number;
  readonly program: readonly string[];
  /** Where it reaches the database. */
  readonly url: string;
}

/** Starts a station, its daemon included. */
export async function startStation({ name, seed, program, url }: StationOptions): Promise<Station> {
  const folder = mkdtempSync(join(PLACE, "ovpnstats-station-"));
  const state = join(folder, "state");
  mkdirSync(state, { mode: 0o700 });
  chmodSync(folder, 0o755);
  const server = startMovingServer(seed, Math.floor(Date.now() / 1000));
  server.move();
  const file = join(folder, "ovpnstats.toml");
  writeFileSync(file, configuration({ name, url, state, status: server.statusFile }));
  const command = (...words: string[]) => [...program, ...words, "--config", file];
  const daemon = await serve(command("serve", "--listen", "127.0.0.1:0"));
  return {
    ...{ name, server, daemon },
    async live(isOver) {
      while (!isOver()) {
        const version = server.version();
        await until("the status is read", { seconds: 60, every: 0.02 }, () => unread(server.statusFile));
        await Bun.sleep(READ_MILLISECONDS);
        server.acknowledge(version);
        server.move();
      }
    },
    once: () => run(command("once", "--quiet")),
    async check() {
      const { status, out, err } = await run(command("check"));
      return `${status} ${out}${err}`;
    },
    waiting() {
      const spool = join(state, "spool", name);
      return existsSync(spool) ? readdirSync(spool).filter((one) => one.endsWith(".json")).length : 0;
    },
    async wrong(from) {
      const found = await bookedOn(from, name).catch(String);
      if (typeof found === "string") return found;
      const wanted = new Map(server.truth());
      return Bun.deepEquals(new Map(found), wanted)
        ? undefined
        : `${name}: found ${told(found)}, wanted ${told(wanted)}`;
    },
    async remove() {
      await daemon.end("SIGKILL");
      server.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function configuration(of: Readonly<Record<"name" | "url" | "state" | "status", string>>): string {
  return [
    `db_url = "${of.url}"`,
    `db_file_location = "${of.state}"`,
    'time_zone = "UTC"',
    'input_file_parse_interval = "1s"',
    'output_file_write_interval = "2s"',
    'db_clean_interval = "1 min"',
    "location_info = false",
    "[[server]]",
    `name = "${of.name}"`,
    `input_file_name = "${of.status}"`,
    // The server's time is days ago, so that hours can pass in a second; that is not to count as stale.
    'status_interval = "1 day"',
  ].join("\n");
}

/** With relatime the first reading after a change moves a file's time of access; what it was before is its mtime. */
function unread(path: string): string | undefined {
  const { atimeMs, mtimeMs } = statSync(path);
  return atimeMs > mtimeMs ? undefined : `${path} was not read`;
}

function told(sums: ReadonlyMap<string, { readonly received: bigint; readonly sent: bigint }>): string {
  return [...sums].map(([user, { received, sent }]) => `${JSON.stringify(user)} ${received}/${sent}`).join(", ");
}
