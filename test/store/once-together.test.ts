import { expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FROM_SOURCES, start } from "../support/process.ts";
import { audit } from "./audit.ts";
import { startMovingServer } from "./moving-server.ts";

test("once and once at the same moment: no error, each byte counted once (F31, F38)", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ovpnstats-together-"));
  const server = startMovingServer(2, Math.floor(Date.now() / 1000));
  const reports = ["--no-web-file-path", "--no-text-file-path"];
  const flags = [
    ...reports,
    "--db-file-location",
    folder,
    "--input-file-name",
    server.statusFile,
    "--status-interval",
    "1 day",
  ];
  const once = () => start([...FROM_SOURCES, "once", "--json", ...flags]).ended;
  for (let round = 0; round < 20; round++) {
    server.move();
    const ended = await Promise.all([once(), once()]);
    expect(ended.map(({ status, err }) => ({ status, err }))).toEqual(Array(2).fill({ status: 0, err: "" }));
    const outcomes = ended.map(({ out }) => JSON.parse(out).servers[0].outcome).sort();
    expect(outcomes).toEqual(["read", "unchanged"]);
    server.acknowledge(server.version());
  }
  expect(audit(join(folder, "connection.db"), server.truth())).toEqual([]);
  server.remove();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);
