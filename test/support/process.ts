import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";

/** The checkout. */
export const ROOT = join(import.meta.dir, "..", "..");

/** ovpnstats from its sources. */
export const FROM_SOURCES: readonly string[] = [process.execPath, join(ROOT, "src", "main.ts")];

/** How a process ended: with a status, or by a signal. */
export interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

/** A process that was started. */
export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Starts a program with nothing of our own environment, in which OVPNSTATS_… would configure it. */
export function start(command: readonly string[]): Started {
  const [program = "", ...args] = command;
  const env = { PATH: "/usr/bin:/bin", HOME: "/nonexistent", TZ: "UTC" };
  const child = spawn(program, args, { cwd: "/", env, stdio: ["ignore", "pipe", "pipe"] });
  return { child, ended: endOf(child) };
}

function endOf(child: ChildProcess): Promise<Ended> {
  const { promise, resolve, reject } = Promise.withResolvers<Ended>();
  let out = "";
  let err = "";
  child.stdout?.setEncoding("utf8").on("data", (text) => {
    out += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text) => {
    err += text;
  });
  child.on("error", reject);
  child.on("close", (status, signal) => resolve({ status, signal, out, err }));
  return promise;
}

/** A TCP port of the loopback interface that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("the system gave no port");
  return address.port;
}
