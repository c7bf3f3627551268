import { afterEach, beforeEach, expect, test } from "bun:test";
import { existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClock } from "../../src/app/clock.ts";
import { createLedger, type Ledger } from "../../src/app/ledger.ts";
import { createPages } from "../../src/app/pages.ts";
import { reportSettings } from "../../src/app/settings.ts";
import type { Trouble } from "../../src/report/frame.ts";
import { collectGarbage } from "../../src/runtime/garbage.ts";
import { serveConfig } from "../support/serve-config.ts";

const NOW = 1_795_348_800;

let folder = "";
let ledger: Ledger;
let pages: ReturnType<typeof createPages>;
let troubles: readonly Trouble[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "ovpnstats-pages-"));
  troubles = [];
  const clock = createClock();
  const config = await serveConfig(join(folder, "books"));
  const patience = { ...clock, limit: 3000, collectGarbage };
  ledger = createLedger({ location: config.database, directory: config.directory, patience });
  const settings = () => ({ ...reportSettings(config, { version: "1.2.3" }), troubles });
  const health = async () => ({ ok: true, problems: [] });
  pages = createPages({ ...clock, ledger, settings, now: () => NOW, health });
  await pages.render("/", new URLSearchParams());
});

afterEach(() => {
  ledger.close();
  rmSync(folder, { recursive: true });
});

async function page(): Promise<string> {
  const { body } = (await pages.render("/", new URLSearchParams())) ?? {};
  return String(body);
}

test("while the books are away, the page is what it last was, and says so; then it is made anew (F29)", async () => {
  renameSync(join(folder, "books"), join(folder, "away"));
  const says = (text: string) => text.includes("it is gone; put it back");
  expect(says(await page())).toBe(true);
  renameSync(join(folder, "away"), join(folder, "books"));
  expect(says(await page())).toBe(false);
});

/** Another process: within one, libraries do not see each other's locks. */
const HOLDER = `
  import { Database } from "bun:sqlite";
  new Database(process.argv[1]).exec("BEGIN EXCLUSIVE");
  console.log("held");
  await Bun.sleep(60_000);`;

async function hold(path: string): Promise<{ release(): Promise<void> }> {
  const holder = Bun.spawn([process.execPath, "-e", HOLDER, path], { stdout: "pipe" });
  await holder.stdout.getReader().read();
  const release = async () => {
    holder.kill();
    await holder.exited;
  };
  return { release };
}

test("while another process holds the books, no page waits for them once that is known (F30)", async () => {
  const holder = await hold(join(folder, "books", "connection.db"));
  troubles = [{ what: "Accounting openvpn", since: NOW, message: "database is locked" }];
  const since = performance.now();
  const [first, second] = await Promise.all([page(), page()]);
  const took = performance.now() - since;
  await holder.release();
  const says = (text: string) => text.includes("It does not answer; another program may be holding it");
  expect([says(first), says(second), took < 2500]).toEqual([true, true, true]);
  troubles = [];
  expect(says(await page())).toBe(false);
});
