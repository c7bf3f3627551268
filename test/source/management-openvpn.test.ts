import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { askIntroduction, askStatus, tell } from "../../src/source/management.ts";
import { holdManagement } from "../../src/source/management-hold.ts";
import { converse, type ManagementOptions } from "../../src/source/management-socket.ts";
import { SourceError } from "../../src/source/source-error.ts";
import { createAuthority } from "../openvpn/pki.ts";
import { missingTools, toolPath, until } from "../openvpn/tools.ts";
import { start } from "../support/process.ts";

const PASSWORD = "canary-51c7";
const now = () => Math.floor(Date.now() / 1000);

/** A server of this machine's OpenVPN in a network namespace of its own, without clients. */
describe.skipIf(missingTools().length > 0)("a real OpenVPN", () => {
  let folder = "";
  let server: ReturnType<typeof start> | undefined;
  let options: ManagementOptions;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "ovpnstats-openvpn-"));
    const [socket, password] = [join(folder, "management.sock"), join(folder, "password")];
    writeFileSync(password, `${PASSWORD}\n`, { mode: 0o600 });
    const lines = [
      ...["proto udp4", "lport 1194", "dev tun0", "dh none", "topology subnet", "server 10.8.0.0 255.255.255.0"],
      ...[`management ${socket} unix ${password}`, "persist-key", "persist-tun"],
      ...createAuthority(folder)("server", "server").lines,
    ];
    writeFileSync(join(folder, "server.conf"), `${lines.join("\n")}\n`);
    const command = [toolPath("openvpn"), "--config", join(folder, "server.conf")];
    server = start([toolPath("unshare"), "--net", ...command]);
    await until("a management socket", () => existsSync(socket));
    options = { place: { kind: "unix", path: socket }, password: PASSWORD };
    const isUp = () => status().then(({ upSince = 0 }) => upSince, whileStarting);
    for (const end = performance.now() + 10_000; !(await isUp()) && performance.now() < end; ) await Bun.sleep(50);
  }, 30_000);

  afterAll(async () => {
    server?.child.kill("SIGTERM");
    await server?.ended;
    rmSync(folder, { recursive: true });
  });

  const status = () => converse(options, (socket) => askStatus(socket, now));

  test("tells its status, again and again", async () => {
    for (let round = 0; round < 5; round++) {
      const { text, upSince = 0 } = await status();
      expect(text).toMatchObject({ version: 3, clients: [] });
      expect(Math.abs(upSince - now())).toBeLessThan(60);
    }
    const { version, load } = await converse(options, askIntroduction);
    expect(version).toStartWith("OpenVPN 2.");
    expect(load).toEqual({ clients: 0, bytesReceived: 0n, bytesSent: 0n });
  });

  test("refuses a client id that it does not have", async () => {
    const kill = converse(options, (socket) => tell(socket, { say: "client-kill", clientId: 99 }));
    await expect(kill).rejects.toThrow("client-kill command failed");
  });

  test("F59: refuses another password, and takes the right one afterwards", async () => {
    const wrong = converse({ ...options, password: "other" }, (socket) => askStatus(socket, now));
    await expect(wrong).rejects.toThrow("it does not take the password of management_password_file");
    expect((await status()).text.clients).toEqual([]);
  });

  test("F60: serves one at a time: who waits is told so, and served when the other has left", async () => {
    const held = await holdManagement(options, () => performance.now());
    const waiting = converse({ ...options, deadlineMilliseconds: 500 }, (socket) => askStatus(socket, now));
    await expect(waiting).rejects.toThrow("another holds it");
    await held.socket.close();
    expect((await status()).text.clients).toEqual([]);
  });

  test("that is restarted keeps a held connection, and is up since another instant", async () => {
    const held = await holdManagement(options, () => performance.now());
    const ask = () => held.socket.converse(() => askStatus(held.socket, now));
    const { upSince: before = 0 } = await ask();
    await Bun.sleep(1100);
    process.kill(server?.child.pid ?? 0, "SIGUSR1");
    const since = () => ask().then(({ upSince = 0 }) => upSince, whileStarting);
    for (const end = performance.now() + 10_000; (await since()) <= before && performance.now() < end; )
      await Bun.sleep(100);
    expect(await since()).toBeGreaterThan(before);
    await held.socket.close();
  }, 15_000);
});

/** Until it is up OpenVPN has no status. */
function whileStarting(error: unknown): number {
  if (error instanceof SourceError && error.kind === "torn") return 0;
  throw error;
}
