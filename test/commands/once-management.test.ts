import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FakeManagement, fakeManagement, transcriptOf } from "../support/management.ts";
import { ovpnstats } from "./cli.ts";

/** Two clients, whose status is told as it is now. */
const replies = new Map(transcriptOf("2.6.14").replies);
const now = Math.floor(Date.now() / 1000);
replies.set("status 3", (replies.get("status 3") ?? "").replace(/^(TIME\t.*\t)\d+/m, `$1${now}`));

const CANARY = "canary-60d2";

let folder = "";
let server: FakeManagement | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ovpnstats-once-"));
  writeFileSync(join(folder, "password"), `${CANARY}\n`, { mode: 0o600 });
});

afterEach(async () => {
  await server?.close();
  rmSync(folder, { recursive: true });
});

/** Runs once with the management interface of the folder. */
function once(...flags: readonly string[]) {
  const argv = ["--management", `unix:${folder}/socket`, "--management-password-file", join(folder, "password")];
  return ovpnstats(["once", ...argv, ...flags], { cwd: folder, env: { STATE_DIRECTORY: join(folder, "state") } });
}

test("once asks the management interface, with its password, which is nowhere to be seen (F59)", async () => {
  server = await fakeManagement({ path: join(folder, "socket"), password: CANARY, replies });
  const { status, out, err } = await once("--log-level", "debug");
  expect(status).toBe(0);
  expect(out).toStartWith("openvpn: 2 connections, ");
  expect(err).toContain("info OpenVPN answers at its management interface server=openvpn");
  expect(out + err).not.toContain("canary");
  expect(server.heard).toEqual([CANARY, "status 3", "state", "version", "load-stats", "quit"]);
});

test("once tells a management interface that is busy, and who may hold it (F60)", async () => {
  server = await fakeManagement({ path: join(folder, "socket"), isHeld: true });
  const { status, out, err } = await once();
  expect(status).toBe(1);
  expect(out).toStartWith("openvpn: not read; ");
  expect(err).toContain("OpenVPN serves one management client at a time, and another holds it");
});
