import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { statusText } from "../../scripts/bench/status-text.ts";
import { type Serving, serve } from "../../scripts/ci/daemon/serving.ts";
import { until } from "../../scripts/ci/daemon/trial.ts";
import { FROM_SOURCES, start } from "../support/process.ts";

/* What takes longer is tried on the executable: scripts/ci/daemon.ts. */

let folder = "";
let daemon: Serving | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "ovpnstats-serve-"));
  writeFileSync(join(folder, "status"), statusText(3, 2, Math.floor(Date.now() / 1000) - 2, 0));
  configure();
});

afterEach(async () => {
  await daemon?.end("SIGKILL");
  daemon = undefined;
  rmSync(folder, { recursive: true });
});

/** Writes the configuration, with these lines at its beginning. */
function configure(...lines: readonly string[]): void {
  const ours = [`db_file_location = "${join(folder, "state")}"`, `input_file_name = "${join(folder, "status")}"`];
  writeFileSync(join(folder, "ovpnstats.toml"), [...lines, ...ours, ""].join("\n"));
}

function command(...flags: readonly string[]): readonly string[] {
  return [...FROM_SOURCES, "serve", "--config", join(folder, "ovpnstats.toml"), ...flags];
}

async function refused(...flags: readonly string[]) {
  const { status, out, err } = await start(command(...flags)).ended;
  return { status, out, err };
}

describe("serve", () => {
  test("says where the report is, serves it, writes it, and ends with 0 at SIGTERM (F69)", async () => {
    daemon = await serve(command("--listen", "127.0.0.1:0"));
    const { address, get } = daemon;
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    await until("the user is on the page", { seconds: 10 }, async () => {
      const { text } = await get("/");
      return text.includes("user000001") ? undefined : text;
    });
    expect(await get("/healthz")).toEqual({ status: 200, text: "ok\n" });
    const { text } = await get("/api/v1/report");
    expect(JSON.parse(text).totals.all_time).toEqual({ bytes_received: 2_000_001, bytes_sent: 18_000_001 });
    const html = join(folder, "state", "vpn.html");
    await until("the report is written", { seconds: 10 }, () => (existsSync(html) ? undefined : html));
    expect(readFileSync(html, "utf8")).toContain("user000001");
    const { status, signal, seconds } = await daemon.end("SIGTERM");
    expect({ status, signal }).toEqual({ status: 0, signal: null });
    expect(seconds).toBeLessThan(5);
  });

  test("SIGHUP takes a changed configuration, and keeps the old one where the new is wrong (F69)", async () => {
    configure('web_listen = "127.0.0.1:0"');
    daemon = await serve(command());
    const first = daemon.address;
    configure('web_listen = "127.0.0.1:0"', "enable_full_user_name_in_web = false");
    daemon.signal("SIGHUP");
    await until("it is elsewhere", { seconds: 10 }, () => (daemon?.address === first ? first : undefined));
    expect((await daemon.get("/")).text).not.toContain("user000001");
    const second = daemon.address;
    configure("month_starts_on = 32");
    daemon.signal("SIGHUP");
    await until("it refuses", { seconds: 10 }, () => {
      return daemon?.said().includes("the old configuration stays: ") ? undefined : daemon?.said();
    });
    expect(daemon.said()).toContain("month_starts_on");
    expect(daemon.address).toBe(second);
    expect((await daemon.get("/healthz")).text).toBe("ok\n");
  });

  test("a port in use ends it with 1, and says what to do", async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) => {
      other.listen(0, "127.0.0.1", () => resolve(Number(Object(other.address()).port)));
    });
    const { status, out, err } = await refused("--listen", `127.0.0.1:${port}`);
    other.close();
    expect({ status, out }).toEqual({ status: 1, out: "" });
    expect(err).toContain("another process does: stop it (is ovpnstats running already?), or set web_listen");
  });

  test.each([
    ["--listen 0.0.0.0:8777", 2, "web_open_to_all"],
    ["--demo-speed 60", 2, "without --demo"],
    ["--demo --demo-speed 0", 2, "from 1 to 3600"],
    ["--listen nowhere", 2, "web_listen"],
    ["--db-file-location /dev/null/x --listen 127.0.0.1:0", 3, "/dev/null/x"],
  ])("serve %s ends with %d and says why", async (flags, status, words) => {
    const ran = await refused(...flags.split(" "));
    expect([ran.status, ran.out]).toEqual([status, ""]);
    expect(ran.err).toContain(words);
  });
});
