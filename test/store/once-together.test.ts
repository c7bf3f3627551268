import { expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import type { DatabaseLocation } from "../../src/store/open.ts";
import { leaks } from "../oracle/compare.ts";
import { dumpBooks } from "../support/dump.ts";
import { FROM_SOURCES, start } from "../support/process.ts";
import { describeStore } from "./drivers.ts";
import { startMovingServer } from "./moving-server.ts";

function flagsOf(location: DatabaseLocation, folder: string): readonly string[] {
  if (location.kind === "remote")
    return ["--db-url", location.url, "--db-file-location", folder, "--time-zone", location.zone.timeZone];
  return ["--db-file-location", dirname(location.path), "--db-file-name", basename(location.path)];
}

describeStore("once and once at the same moment", ({ open, location }) => {
  test("both succeed, and count each byte once (F31, F38)", async () => {
    const folder = mkdtempSync(join(tmpdir(), "ovpnstats-together-"));
    const server = startMovingServer(2, Math.floor(Date.now() / 1000));
    const reports = ["--no-web-file-path", "--no-text-file-path"];
    const flags = [...flagsOf(location(), join(folder, "new")), "--input-file-name", server.statusFile, ...reports];
    const once = () => start([...FROM_SOURCES, "once", "--json", "--status-interval", "1 day", ...flags]).ended;
    for (let round = 0; round < 20; round++) {
      server.move();
      const ended = await Promise.all([once(), once()]);
      expect(ended.map(({ status, err }) => ({ status, err }))).toEqual(Array(2).fill({ status: 0, err: "" }));
      const outcomes = ended.map(({ out }) => JSON.parse(out).servers[0].outcome).sort();
      expect(outcomes).toEqual(["read", "unchanged"]);
      server.acknowledge(server.version());
    }
    const dump = await dumpBooks((await open()).client);
    expect(leaks(dump)).toEqual([]);
    const totals = dump.buckets.total.map(({ user, received, sent }) => [user, { received, sent }] as const);
    expect(new Map(totals)).toEqual(new Map(server.truth()));
    server.remove();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);
});
