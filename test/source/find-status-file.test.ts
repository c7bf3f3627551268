import { afterAll, beforeEach, describe, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { findStatusFile, STATUS_PLACES } from "../../src/source/find-status-file.ts";
import { SourceError } from "../../src/source/source-error.ts";

let folder = "";
beforeEach(() => {
  if (folder !== "") rmSync(folder, { recursive: true });
  folder = mkdtempSync(join(tmpdir(), "ovpnstats-find-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The usual places, below a folder of the test's own. */
const places = () => STATUS_PLACES.map((place) => join(folder, place));

function write(path: string): string {
  const whole = join(folder, path);
  mkdirSync(dirname(whole), { recursive: true });
  writeFileSync(whole, "");
  return whole;
}

async function failure(): Promise<SourceError> {
  const error: unknown = await findStatusFile(places()).catch((reason: unknown) => reason);
  if (error instanceof SourceError) return error;
  throw new Error(`Not a SourceError: ${error}`);
}

describe("findStatusFile()", () => {
  test("finds a file at each of its places, the likeliest first", async () => {
    const files = [
      "/etc/openvpn/server/openvpn-status.log",
      "/etc/openvpn/openvpn-status.log",
      "/run/openvpn/office.status",
      "/run/openvpn-server/status-tcp.log",
      "/var/log/openvpn/openvpn-status.log",
      "/var/log/openvpn/status.log",
    ];
    for (const file of files) {
      const path = write(file);
      expect(await findStatusFile(places())).toBe(path);
    }
  });

  test("takes the first in the order of names where several fit", async () => {
    for (const name of [
      "status-b.log",
      "status-.log",
      "status-a.log",
      "xstatus-0.log",
      "status-0.log.1",
      "status.log",
    ]) {
      write(`/run/openvpn-server/${name}`);
    }
    expect(await findStatusFile(places())).toBe(join(folder, "/run/openvpn-server/status-.log"));
  });

  test("lets no character of a name stand for two of the pattern", async () => {
    write("/run/aba.log");
    const error: unknown = await findStatusFile([join(folder, "/run/ab*ba.log")]).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SourceError);
    const path = write("/run/abba.log");
    expect(await findStatusFile([join(folder, "/run/ab*ba.log")])).toBe(path);
  });

  test("passes over what is no file", async () => {
    mkdirSync(join(folder, "/var/log/openvpn/status.log"), { recursive: true });
    mkdirSync(join(folder, "/run/openvpn/a.status"), { recursive: true });
    symlinkSync("nowhere", join(folder, "/run/openvpn/b.status"));
    const error = await failure();
    expect(error.message).toContain("/var/log/openvpn/status.log (not a regular file)");
    expect(error.message).toContain("/run/openvpn/*.status (not a regular file)");
    const path = write("/run/openvpn/c.status");
    expect(await findStatusFile(places())).toBe(path);
  });

  test("names each place where it looked when there is none (F1)", async () => {
    const error = await failure();
    expect(error.kind).toBe("missing");
    for (const place of places()) expect(error.message).toContain(`${place} (not found)`);
    expect(error.message).toContain("add e.g. `status /var/log/openvpn/status.log 10`");
  });
});

describe("findStatusFile() without permission", () => {
  test.skipIf(process.getuid?.() !== 0)("tells what may not be looked at from what is not there (F1)", () => {
    write("/var/log/openvpn/status.log");
    write("/run/openvpn-server/status-a.log");
    Bun.spawnSync(["chmod", "755", folder]);
    Bun.spawnSync(["chmod", "700", join(folder, "/var/log/openvpn"), join(folder, "/run/openvpn-server")]);
    const script = join(import.meta.dir, "find-as-nobody.ts");
    const told = Bun.spawnSync([process.execPath, script, ...places()], { cwd: "/" }).stdout.toString();
    expect(told).toMatch(/^denied /);
    expect(told).toContain("/var/log/openvpn/status.log (not permitted)");
    expect(told).toContain("/run/openvpn-server/status-*.log (not permitted)");
    expect(told).toContain("/etc/openvpn/openvpn-status.log (not found)");
  });
});
