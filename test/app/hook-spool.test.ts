import { expect, test } from "bun:test";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { statusText } from "../../scripts/bench/status-text.ts";
import { startDaemon } from "../../src/app/daemon.ts";
import { createLog } from "../../src/log.ts";
import { END_ENV, hookText } from "../support/hooks.ts";
import { serveConfig } from "../support/serve-config.ts";

test("serve shows the trouble with a hook spool on its page, and takes in what is there once it can (F62)", async () => {
  const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "ovpnstats-spool-"));
  const [status, spool] = [join(folder, "status"), join(folder, "spool")];
  const now = Math.floor(Date.now() / 1000) - 5;
  writeFileSync(status, statusText(3, 1, now, 0), "latin1");
  utimesSync(status, now, now);
  const config = await serveConfig(join(folder, "state"), {
    OVPNSTATS_INPUT_FILE_NAME: status,
    OVPNSTATS_INPUT_FILE_PARSE_INTERVAL: "1s",
    OVPNSTATS_HOOK_SPOOL_DIR: spool,
  });
  const lines: string[] = [];
  const log = createLog({ level: "info", format: "text", now: () => now, write: (line) => lines.push(line) });
  const daemon = await startDaemon(config, { version: "0", uid: process.getuid?.(), log });
  const page = async () => await (await fetch(daemon.address)).text();
  try {
    await until(async () => (await page()).includes(`Cannot empty hook spool ${spool}: there is no such directory`));
    expect(await page()).toContain("user000000");
    mkdirSync(spool, { mode: 0o700 });
    writeFileSync(join(spool, "1.1.hook"), hookText(END_ENV), { mode: 0o600 });
    await until(() => readdirSync(spool).length === 0);
    await until(async () => (await page()).includes("alice"));
    await until(() => lines.some((line) => line.includes("works again")));
    expect(await page()).not.toContain("hook spool");
  } finally {
    await daemon.stop();
    rmSync(folder, { recursive: true });
  }
}, 15_000);

/** Waits for what comes of itself within seconds. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await Bun.sleep(50);
}
