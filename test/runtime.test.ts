import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { existsSync, lstatSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { AppError } from "../src/errors.ts";
import { type Answer, type Listening, listen, type Where } from "../src/runtime.ts";
import { exchange, open } from "./output/http/serving.ts";

const GET = "GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n";
const fetch: Answer = async (request, peer) => new Response(`${request.url} ${peer.address}`);
const loopback = (port: number): Where => ({ kind: "tcp", host: "127.0.0.1", port });

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : "/tmp", "ovpnstats-listen-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

async function refusalOf(where: Where): Promise<string> {
  const error = await listen({ where, fetch }).catch((error: unknown) => error);
  if (!(error instanceof AppError)) throw new Error(`expected to be refused, got ${error}`);
  return error.message;
}

async function bodyFrom(where: Where): Promise<string> {
  return (await exchange(open(where), GET)).body;
}

describe("listen() at an address", () => {
  test("tells its port, who asks, and leaves nothing behind", async () => {
    const listening = await listen({ where: loopback(0), fetch });
    const port = listening.port ?? 0;
    expect(listening.address).toBe(`http://127.0.0.1:${port}`);
    expect(await bodyFrom(loopback(port))).toBe("http://localhost/x 127.0.0.1");
    await listening.stop();
    await expect(bodyFrom(loopback(port))).rejects.toThrow();
  });

  test("opens that address alone (F47)", async () => {
    const listening = await listen({ where: loopback(0), fetch });
    const hex = (listening.port ?? 0).toString(16).toUpperCase().padStart(4, "0");
    const table = ["tcp", "tcp6"].flatMap((name) => readFileSync(`/proc/net/${name}`, "utf8").split("\n"));
    const LISTEN = "0A";
    const local = table
      .map((line) => line.trim().split(/\s+/))
      .filter(([, at, , state]) => state === LISTEN && at?.endsWith(`:${hex}`));
    expect(local.map(([, at]) => at)).toEqual([`0100007F:${hex}`]);
    for (const { address, internal } of Object.values(networkInterfaces()).flatMap((list) => list ?? [])) {
      if (internal) continue;
      await expect(bodyFrom({ kind: "tcp", host: address, port: listening.port ?? 0 })).rejects.toThrow();
    }
    await listening.stop();
  });

  test("speaks IPv6", async () => {
    const listening = await listen({ where: { kind: "tcp", host: "::1", port: 0 }, fetch });
    expect(listening.address).toBe(`http://[::1]:${listening.port}`);
    expect(await bodyFrom({ kind: "tcp", host: "::1", port: listening.port ?? 0 })).toBe("http://localhost/x ::1");
    await listening.stop();
  });

  test("says what is in the way, and what to do", async () => {
    const first = await listen({ where: loopback(0), fetch });
    expect(await refusalOf(loopback(first.port ?? 0))).toBe(
      `Cannot listen on ${first.address}: another process does: stop it (is ovpnstats running already?), or set web_listen to another port`,
    );
    await first.stop();
    const foreign = { kind: "tcp", host: "203.0.113.7", port: 8777 } as const;
    expect(await refusalOf(foreign)).toContain("http://203.0.113.7:8777: this machine has no such address");
    expect(await refusalOf({ ...foreign, host: "no-such-host.invalid" })).toContain("this machine has no such address");
  });
});

describe("listen() at a socket file", () => {
  const at = (name: string): Where & { kind: "unix" } => ({ kind: "unix", path: join(directory, name) });

  test("lets its owner and group in, nobody else; the file goes at the end", async () => {
    const where = at("web.sock");
    const listening = await listen({ where, fetch });
    expect([listening.address, listening.port]).toEqual([`unix:${where.path}`, undefined]);
    expect((lstatSync(where.path).mode & 0o777).toString(8)).toBe("660");
    expect(await bodyFrom(where)).toBe("http://localhost/x undefined");
    await listening.stop();
    expect(existsSync(where.path)).toBe(false);
  });

  test("takes the place of one whose process was killed", async () => {
    const where = at("stale.sock");
    const program = `require("net").createServer().listen(${JSON.stringify(where.path)}, () => process.kill(process.pid, "SIGKILL"))`;
    await Bun.spawn([process.execPath, "-e", program]).exited;
    expect(lstatSync(where.path).isSocket()).toBe(true);
    const listening = await listen({ where, fetch });
    expect(await bodyFrom(where)).toContain("/x");
    await listening.stop();
  });

  test("leaves one that is answered on, and every other file", async () => {
    const live = at("live.sock");
    const server = createServer().listen(live.path);
    await new Promise((resolve) => server.once("listening", resolve));
    expect(await refusalOf(live)).toContain("another process does: is ovpnstats running already?");
    expect(lstatSync(live.path).isSocket()).toBe(true);

    const file = at("file");
    writeFileSync(file.path, "precious");
    expect(await refusalOf(file)).toContain("a file that is no socket is there: remove it, or set web_listen");
    expect(readFileSync(file.path, "utf8")).toBe("precious");

    const link = at("link");
    symlinkSync(live.path, link.path);
    expect(await refusalOf(link)).toContain("a file that is no socket is there");
    expect(lstatSync(link.path).isSymbolicLink()).toBe(true);
    server.close();

    expect(await refusalOf(at("none/web.sock"))).toContain("there is no such directory");
    expect(await refusalOf(at("file/web.sock"))).toContain("there is no such directory");
  });
});

describe("stop()", () => {
  const slowly = async (milliseconds: number, use: (listening: Listening, reply: Promise<string>) => Promise<void>) => {
    const asked = Promise.withResolvers<void>();
    const slow: Answer = async () => {
      asked.resolve();
      await Bun.sleep(milliseconds);
      return new Response("done");
    };
    const listening = await listen({ where: loopback(0), fetch: slow });
    const reply = bodyFrom(loopback(listening.port ?? 0)).catch(() => "cut off");
    await asked.promise;
    await use(listening, reply);
  };

  test("lets a request under way end, and idle connections not hold it up", async () => {
    await slowly(300, async (listening, reply) => {
      const idle = open(loopback(listening.port ?? 0));
      await new Promise((resolve) => idle.once("connect", resolve));
      const start = performance.now();
      await Promise.all([listening.stop(), listening.stop()]);
      expect(await reply).toBe("done");
      expect(performance.now() - start).toBeLessThan(1500);
      idle.destroy();
    });
  });

  test("waits 2 seconds at most", async () => {
    await slowly(10_000, async (listening, reply) => {
      const start = performance.now();
      await listening.stop();
      expect(performance.now() - start).toBeLessThan(3500);
      expect(await reply).toBe("cut off");
    });
  });
});
