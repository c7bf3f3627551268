import { afterAll, beforeAll, expect, test } from "bun:test";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClock } from "../../src/app/clock.ts";
import { createLedger, type Ledger } from "../../src/app/ledger.ts";
import { createPages } from "../../src/app/pages.ts";
import { reportSettings } from "../../src/app/settings.ts";
import { NOON } from "../store/poller.ts";
import { fillLog } from "../support/logged-books.ts";
import { serveConfig } from "../support/serve-config.ts";

let folder = "";
let ledger: Ledger;
let pages: ReturnType<typeof createPages>;

beforeAll(async () => {
  folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "ovpnstats-log-"));
  const clock = createClock();
  const config = await serveConfig(join(folder, "books"));
  ledger = createLedger({
    location: config.database,
    directory: config.directory,
    patience: { ...clock, limit: 3000, collectGarbage: () => {} },
  });
  await ledger.use(({ database }) => fillLog(database));
  const settings = () => reportSettings(config, { version: "1.2.3" });
  const health = async () => ({ ok: true, problems: [] });
  pages = createPages({ ...clock, ledger, settings, now: () => NOON + 86_400, health });
});

afterAll(() => {
  ledger.close();
  rmSync(folder, { recursive: true });
});

async function get(target: string): Promise<{ readonly type: string; readonly body: string }> {
  const [path = "", query] = target.split("?");
  const page = await pages.render(path, new URLSearchParams(query));
  if (page === undefined) throw new Error(`there is nothing at ${target}`);
  return page;
}

test.each([
  [
    "/api/v1/connections?q=alice&state=open",
    ["q", "matching", "connections", "older", "newer", "version", "time_zone"],
  ],
  ["/api/v1/top?span=all&sort=sent", ["span", "sort", "start", "end", "total", "users", "days", "share"]],
  ["/api/v1/idle?days=1", ["days", "matching", "user_count", "accounts", "last_seen_at"]],
])("GET %s is JSON", async (target, keys) => {
  const { type, body } = await get(target);
  expect(type).toBe("application/json");
  expect(JSON.parse(body).written_at).toBe(NOON + 86_400);
  for (const key of keys) expect(body).toContain(`"${key}": `);
});

test.each([
  ["/api/v1/connections.csv?q=alice", 4],
  ["/api/v1/top.csv?span=all", 4],
  ["/api/v1/idle.csv?days=1", 4],
])("GET %s is CSV with a header", async (target, lines) => {
  const { type, body } = await get(target);
  expect(type).toBe("text/csv; charset=UTF-8; header=present");
  expect(body.split("\r\n")).toHaveLength(lines + 1);
});

test.each(["/api/v1/connections?state=shut", "/api/v1/top?sort=x", "/api/v1/idle.csv?days=0"])(
  "GET %s is refused with what is wanted",
  async (target) => {
    expect(get(target)).rejects.toThrow(/^Cannot .* must be /);
  },
);
